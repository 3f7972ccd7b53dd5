"""One's own account: password, second factor, signed-in browsers, API tokens."""

from collections.abc import Callable

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.blueprint import bp
from app.accounts.forms import ChangePasswordForm, TokenForm
from app.accounts.installation import account_setup
from app.accounts.limits import CONFIRM, refund, spend
from app.accounts.models import User
from app.accounts.queries import count_recovery_codes, list_sessions, list_tokens
from app.accounts.services import passwords, second_factor, tokens
from app.accounts.sessions.actors import our_session
from app.accounts.sessions.store import confirm_session
from app.core.actor import Actor
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import notify, tell
from app.web.requests.double_submit import done_here

Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/tai-khoan/bao-mat", "/account/security")
@access("member")
def security() -> str:
    """Everything about one's own access on one page."""
    actor = current_actor()
    user = db.session.get_one(User, actor.user_id)
    if request.args.get("made") == "token":  # from a second press
        notify("warning", translate("If you have not copied the new token, revoke it and make another."))
    return render_template(
        "accounts/security.html",
        user=user,
        sessions=list_sessions(user.id),
        tokens=list_tokens(user.id),
        codes_left=count_recovery_codes(user.id),
        may_mail=account_setup().confirm_email_first,
        token_form=TokenForm(),
    )


@localized(bp, "/tai-khoan/mat-khau", "/account/password", methods=("GET", "POST"))
@access("member")
def change_password() -> Answer:
    """A new password ends every other session."""
    actor, form = current_actor(), ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422 if form.is_submitted() else 200
    spend((CONFIRM, actor.user_id))
    try:
        passwords.check_own_password(actor, form.present_password.data, field="present_password")
        password_hash = passwords.new_hash(form.password.data, email=actor.email, name=actor.label)
        with transaction():
            refund((CONFIRM, actor.user_id))
            passwords.change_password(actor, password_hash)
            confirm_session(our_session(), second_factor=False)
    except RuleBroken as error:
        form.refuse(error)
        return render_template("accounts/password.html", form=form), 422
    tell("success", translate("Your password is changed. Every other browser has been signed out."))
    return redirect(local_url("accounts.security"), 303)


@localized(
    bp,
    "/tai-khoan/phien/<int:session_id>/ket-thuc",
    "/account/sessions/<int:session_id>/end",
    methods=("POST",),
)
@access("member")
def end_session(session_id: int) -> BaseResponse:
    return _end(tokens.end_own_session, session_id, translate("That browser is signed out."))


@localized(bp, "/tai-khoan/phien/ket-thuc", "/account/sessions/end", methods=("POST",))
@access("member")
def end_other_sessions() -> BaseResponse:
    with transaction():
        tokens.end_other_sessions(current_actor())
    tell("success", translate("Every other browser has been signed out."))
    return redirect(local_url("accounts.security"), 303)


@localized(bp, "/tai-khoan/ma-truy-cap", "/account/tokens", methods=("GET", "POST"))
@access("member")
def create_token() -> Answer:
    """A new API token, shown in this answer and never again."""
    form = TokenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                secret = tokens.create_own_token(current_actor(), form.name.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            done_here(local_url("accounts.security", made="token", _anchor="tokens"))
            return render_template("accounts/token.html", secret=secret, name=form.name.data)
    return render_template("accounts/new_token.html", form=form), 422 if form.is_submitted() else 200


@localized(
    bp,
    "/tai-khoan/ma-truy-cap/<int:token_id>/thu-hoi",
    "/account/tokens/<int:token_id>/revoke",
    methods=("POST",),
)
@access("member")
def revoke_token(token_id: int) -> BaseResponse:
    return _end(tokens.revoke_token, token_id, translate("The token is revoked."))


@localized(bp, "/tai-khoan/ma-du-phong", "/account/recovery-codes", methods=("POST",))
@access("member")
def recovery_codes() -> str:
    """New recovery codes, shown in this answer and never again."""
    with transaction():
        codes = second_factor.renew_recovery_codes(current_actor())
    return render_template("accounts/recovery_codes.html", codes=codes, next=local_url("accounts.security"))


@localized(bp, "/tai-khoan/xac-thuc-hai-lop/tat", "/account/second-factor/off", methods=("POST",))
@access("member")
def switch_off_second_factor() -> BaseResponse:
    with transaction():
        second_factor.switch_off(current_actor())
    tell("success", translate("The second factor is switched off."))
    return redirect(local_url("accounts.security"), 303)


def _end(end: Callable[[Actor, int], None], key: int, said: str) -> BaseResponse:
    """End one's own access by its id; says so if another tab has already ended it."""
    try:
        with transaction():
            end(current_actor(), key)
    except Conflict as error:
        tell("info", message_for(error))
    else:
        tell("success", said)
    return redirect(local_url("accounts.security"), 303)
