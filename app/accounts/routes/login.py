"""Sign in and out."""

from flask import redirect, render_template, request
from flask_login import login_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.addresses import email_key
from app.accounts.blueprint import bp
from app.accounts.forms import LoginForm
from app.accounts.limits import (
    LOGIN_ACCOUNT,
    LOGIN_ADDRESS,
    LOGIN_DEVICE,
    LOGIN_NETWORK,
    Limit,
    refund,
    spend,
)
from app.accounts.requests.offline_keeper import wipe, wipe_for_other
from app.accounts.services import signing_in
from app.accounts.sessions.actors import SignedIn, our_session
from app.accounts.sessions.devices import known_device, remember_device, stranger
from app.accounts.sessions.store import end_session, start_session
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from app.web.access import access, current_actor
from app.web.addresses import asked_next
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell

BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"), ("curl/", "curl"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@localized(bp, "/dang-nhap", "/login", methods=("GET", "POST"))
@access("anyone")
def login() -> BaseResponse | tuple[str, int] | str:
    """The sign-in page. A right password ends whatever session there was and starts one with a new key."""
    if request.method == "GET" and not current_actor().is_anonymous:
        return redirect(after_login(), 303)
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form), 422 if form.is_submitted() else 200
    email = email_key(form.email.data)
    spend(*(tries := tries_of(email)))
    user_id = signing_in.find_person(email, form.password.data)
    if user_id is None:
        with transaction():
            signing_in.note_refusal(email)
        form.refuse(RuleBroken("login_failed"))
        return render_template("accounts/login.html", form=form), 422
    with transaction():
        refund(*tries)
        user = signing_in.note_sign_in(user_id, form.password.data, device=device_name())
        start_session(our_session(), user, device=device_name())
    return welcome(user_id, email)


@localized(bp, "/dang-xuat", "/logout", methods=("POST",))
@access("anyone")
def logout() -> BaseResponse:
    """Sign this browser out; a page that was still open elsewhere finds its session gone."""
    actor = current_actor()
    if not actor.is_anonymous:
        with transaction():
            signing_in.note_sign_out(actor)
            end_session(our_session())
        tell("success", translate("You are signed out."))
    response = redirect(local_url("accounts.login"), 303)
    wipe(response)  # what the browser kept for work without a network leaves with the person
    return response


def tries_of(email: str) -> tuple[tuple[Limit, object], ...]:
    """What a try at an account counts against; not counted if the try was right."""
    device = known_device(email)
    if device is not None:
        return ((LOGIN_DEVICE, f"{email} {device}"),)
    return (LOGIN_ACCOUNT, email), *stranger(LOGIN_ADDRESS, LOGIN_NETWORK)


def welcome(user_id: int, email: str) -> BaseResponse:
    """The answer to a person whose session has just started: a redirect to where they wanted to go."""
    login_user(SignedIn(user_id))
    response = redirect(after_login(), 303)
    remember_device(response, email)
    wipe_for_other(response, user_id)
    return response


def after_login() -> str:
    return asked_next() or local_url("backoffice.account")


def device_name() -> str:
    """What the list of sessions shows: the browser's family and system, from what it says of itself."""
    agent = request.headers.get("User-Agent", "")
    found = (next((name for sign, name in table if sign in agent), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(part for part in found if part)
