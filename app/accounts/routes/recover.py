"""Forgotten passwords."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.addresses import checked_email
from app.accounts.blueprint import bp
from app.accounts.forms import EmailForm, NewPasswordForm
from app.accounts.limits import RESET_ACCOUNT, RESET_ADDRESS, spend
from app.accounts.services import passwords
from app.accounts.sessions.devices import remember_device
from app.accounts.sessions.links import Purpose, person_of_link
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from app.web.access import access
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.mails import mail_travels
from app.web.notices import tell
from app.web.requests.networks import line_of

NO_MAIL = N_("This server sends no mail at present. Ask its administrator, who can pass the link on to you.")
Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/quen-mat-khau", "/forgot-password", methods=("GET", "POST"))
@access("anyone")
def forgot_password() -> Answer:
    """Ask for a link by mail. The answer is the same for every address."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _forgot_page(form), 422 if form.is_submitted() else 200
    try:
        email = checked_email(form.email.data)
    except RuleBroken as error:
        form.refuse(error)
        return _forgot_page(form), 422
    spend((RESET_ACCOUNT, email), (RESET_ADDRESS, line_of(request.remote_addr)))
    with transaction():
        passwords.ask_reset(email, locale=current_locale())
    if mail_travels():
        text = translate("If there is an account with this address, we have sent it an e-mail with a link.")
        tell("success", text)
    else:
        tell("warning", translate(NO_MAIL))
    return redirect(local_url("accounts.forgot_password"), 303)


def _forgot_page(form: EmailForm) -> str:
    return render_template("accounts/forgot.html", form=form, mail_travels=mail_travels, no_mail=NO_MAIL)


@localized(bp, "/dat-lai-mat-khau/<key>", "/reset-password/<key>", methods=("GET", "POST"))
@access("anyone")
def reset_password(key: str) -> Answer:
    """Choose a new password by the link of a mail; it works once, for an hour, and ends all sessions."""
    user = person_of_link(key, Purpose.RESET)
    form, email, name = NewPasswordForm(), user.email, user.name
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200
    try:
        password_hash = passwords.new_hash(form.password.data, email=email, name=name)
    except RuleBroken as error:
        form.refuse(error)
        return render_template("accounts/reset.html", form=form), 422
    with transaction():
        passwords.reset_password(key, password_hash)
    tell("success", translate("Your new password is set. Sign in with it."))
    response = redirect(local_url("accounts.login"), 303)
    remember_device(response, email)  # strangers' tries cannot shut out the person who reads the mail
    return response
