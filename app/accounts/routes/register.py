"""Registration of facilities' people, and the mails that confirm an address."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.addresses import checked_email
from app.accounts.blueprint import bp
from app.accounts.credentials.passwords import hash_password, password_matches
from app.accounts.forms import InvitationForm, PasswordForm, RegisterForm
from app.accounts.installation import account_setup
from app.accounts.limits import (
    LOGIN_ACCOUNT,
    LOGIN_ADDRESS,
    LOGIN_NETWORK,
    REGISTER_ADDRESS,
    VERIFY_MAIL,
    refund,
    spend,
)
from app.accounts.routes.login import device_name, welcome
from app.accounts.routes.recover import NO_MAIL
from app.accounts.services import passwords, registration, signing_in
from app.accounts.sessions.actors import our_session
from app.accounts.sessions.devices import stranger
from app.accounts.sessions.links import Purpose, person_of_link
from app.accounts.sessions.store import start_session
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken, check_together
from app.web.access import access, current_actor
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.mails import mail_travels
from app.web.notices import tell
from app.web.requests.networks import line_of

Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/dang-ky", "/register", methods=("GET", "POST"))
@access("anyone")
def register() -> Answer:
    """Make an account. The answer is the same whether the address was known or not; the mail tells its owner."""
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("accounts/register.html", form=form), 422 if form.is_submitted() else 200
    spend((REGISTER_ADDRESS, line_of(request.remote_addr)))
    name = form.name.data or ""
    try:
        typed = {"email": form.email.data or "", "name": name}
        check_together(
            lambda: checked_email(form.email.data),
            lambda: passwords.check_strength(form.password.data or "", **typed),
        )
        email, password_hash = checked_email(form.email.data), hash_password(form.password.data or "")
        with transaction():
            registration.register(email, name, password_hash, locale=current_locale())
    except RuleBroken as error:
        form.refuse(error)
        return render_template("accounts/register.html", form=form), 422
    except Conflict as error:  # two requests at once made the same account: the answer is that of every other
        if error.code != "email_taken":
            raise
    return redirect(local_url("accounts.registered"), 303)


@localized(bp, "/dang-ky/xong", "/register/done")
@access("anyone")
def registered() -> str:
    """What to do next; the same page for everyone."""
    return render_template("accounts/registered.html", confirm_first=account_setup().confirm_email_first)


@localized(bp, "/xac-minh/<key>", "/verify/<key>", methods=("GET", "POST"))
@access("anyone")
def verify(key: str) -> Answer:
    """Confirm an address: the link of the mail, and the password of the person who registered."""
    user = person_of_link(key, Purpose.VERIFY)
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/verify.html", form=form), 422 if form.is_submitted() else 200
    email, tries = user.email, ((LOGIN_ACCOUNT, user.email), *stranger(LOGIN_ADDRESS, LOGIN_NETWORK))
    spend(*tries)
    if not password_matches(user.password_hash, form.password.data):
        form.refuse(RuleBroken("password_wrong", "password"))
        return render_template("accounts/verify.html", form=form), 422
    with transaction():
        refund(*tries)
        user = registration.verify_email(key)
        signing_in.note_sign_in(user.id, form.password.data, device=device_name())
        start_session(our_session(), user, device=device_name())
        user_id = user.id
    tell("success", translate("Your e-mail address is confirmed."))
    return welcome(user_id, email)


@localized(bp, "/tai-khoan/xac-minh", "/account/verify", methods=("POST",))
@access("member")
def send_verification() -> BaseResponse:
    """Send the confirmation mail again."""
    actor = current_actor()
    spend((VERIFY_MAIL, actor.user_id))
    with transaction():
        sent = registration.send_verification(actor)
    if sent:
        if mail_travels():
            tell("success", translate("We have sent you a mail with a link."))
        else:
            tell("warning", translate(NO_MAIL))
    else:
        tell("success", translate("Your e-mail address is confirmed."))
    return redirect(local_url("accounts.security"), 303)


@localized(bp, "/loi-moi/<key>", "/invitation/<key>", methods=("GET", "POST"))
@access("anyone")
def invitation(key: str) -> Answer:
    """Take up an invitation: choose a name and a password, and come in."""
    user = person_of_link(key, Purpose.INVITE)
    form, email = InvitationForm(), user.email
    page = {"form": form, "email": email, "roles": [m.role for m in user.memberships]}
    if not form.validate_on_submit():
        return render_template("accounts/invitation.html", **page), 422 if form.is_submitted() else 200
    try:
        password_hash = passwords.new_hash(form.password.data, email=email, name=form.name.data)
        with transaction():
            user = registration.accept_invitation(key, form.name.data, password_hash)
            start_session(our_session(), user, device=device_name())
            user_id = user.id
    except RuleBroken as error:
        form.refuse(error)
        return render_template("accounts/invitation.html", **page), 422
    return welcome(user_id, email)
