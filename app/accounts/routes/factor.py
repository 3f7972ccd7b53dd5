"""The second factor at sign-in, its set-up, and the fresh proof of identity before important acts."""

from flask import redirect, render_template, session
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.blueprint import bp
from app.accounts.credentials.confirmation import require_recent_confirmation
from app.accounts.credentials.totp import new_secret, provisioning_uri
from app.accounts.forms import CodeForm, ConfirmForm
from app.accounts.limits import CONFIRM, SECOND_FACTOR, refund, spend
from app.accounts.models import User
from app.accounts.requests.web import ask_login
from app.accounts.routes.login import after_login
from app.accounts.services import passwords
from app.accounts.services import second_factor as factor
from app.accounts.sessions.actors import our_session
from app.accounts.sessions.store import confirm_session
from app.core.actor import Actor
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents import qr
from app.core.errors import DomainError, RuleBroken
from app.web.access import access, current_actor
from app.web.i18n import localized, translate
from app.web.notices import tell

Answer = BaseResponse | tuple[str, int] | str
SECRET = "totp_secret"  # noqa: S105  # the session's key for a secret that is not confirmed yet


@localized(bp, "/xac-thuc-hai-lop", "/second-factor", methods=("GET", "POST"))
@access("anyone")
def second_factor() -> Answer:
    """Show the second factor, or set it up where there is none yet."""
    actor = current_actor()
    if actor.is_anonymous:
        return ask_login()
    if not factor.is_due(actor):
        return redirect(after_login(), 303)
    return _show(actor) if db.session.get_one(User, actor.user_id).totp_confirmed_at else _set_up(actor)


@localized(bp, "/tai-khoan/xac-thuc-hai-lop", "/account/second-factor", methods=("GET", "POST"))
@access("member")
def replace_second_factor() -> Answer:
    """Set up a second factor voluntarily, or replace the current one."""
    require_recent_confirmation(current_actor())
    return _set_up(current_actor())


def _show(actor: Actor) -> Answer:
    form = CodeForm()
    if form.validate_on_submit():
        tries = [(limit, actor.user_id) for limit in SECOND_FACTOR]
        spend(*tries)
        try:
            with transaction():
                factor.show(actor, form.code.data)
                refund(*tries)
                confirm_session(our_session(), second_factor=True)
        except RuleBroken as error:
            with transaction():
                factor.note_wrong_code(actor)
            form.refuse(error)
        else:
            return redirect(after_login(), 303)
    return render_template("accounts/second_factor.html", form=form), 422 if form.is_submitted() else 200


def _set_up(actor: Actor) -> Answer:
    form = CodeForm()
    secret = session.setdefault(SECRET, new_secret())
    if form.validate_on_submit():
        tries = [(limit, actor.user_id) for limit in SECOND_FACTOR]
        spend(*tries)
        try:
            with transaction():
                refund(*tries)
                codes = factor.set_up(actor, secret, form.code.data)
                confirm_session(our_session(), second_factor=True)
        except DomainError as error:
            form.refuse(error)
        else:
            session.pop(SECRET)
            return render_template("accounts/recovery_codes.html", codes=codes, next=after_login())
    address = provisioning_uri(secret, actor.email)
    picture = Markup(qr.svg(address, translate("QR code for your authenticator app")))  # noqa: S704  # our own SVG
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    page = render_template("accounts/second_factor_setup.html", form=form, picture=picture, secret=groups)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/xac-nhan-lai", "/confirm", methods=("GET", "POST"))
@access("member")
def confirm() -> Answer:
    """Prove one's identity again, by password or code, before an important act; valid for 15 minutes."""
    actor = current_actor()
    has_factor = db.session.get_one(User, actor.user_id).totp_confirmed_at is not None
    form = ConfirmForm()
    if not form.validate_on_submit():
        page = render_template("accounts/confirm.html", form=form, has_factor=has_factor)
        return page, 422 if form.is_submitted() else 200
    tries = [(limit, actor.user_id) for limit in (CONFIRM, *SECOND_FACTOR[1:])]
    spend(*tries)
    right = bool(form.password.data) and passwords.is_own_password(actor, form.password.data)
    try:
        with transaction():
            if not right:
                _show_code(actor, form.code.data if has_factor else "")
            refund(*tries)
            confirm_session(our_session(), second_factor=not right)
    except RuleBroken as error:
        form.refuse(error)
        return render_template("accounts/confirm.html", form=form, has_factor=has_factor), 422
    tell("success", translate("Thank you. You can continue now."))
    return redirect(after_login(), 303)


def _show_code(actor: Actor, code: str) -> None:
    if not code:
        raise RuleBroken("password_wrong", "password")
    factor.show(actor, code)
