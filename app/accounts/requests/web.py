"""What accounts add to every request: the redirect to the log-in, kept forms, the signed-in person in
templates.
"""

from typing import Any

from flask import Flask, Response, current_app, g, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response as BaseResponse

from app.accounts import messages, tasks  # noqa: F401  # they register themselves
from app.accounts.credentials.confirmation import ConfirmationNeeded
from app.accounts.labels import REGIONS, ROLES
from app.accounts.limits import TooManyTries
from app.accounts.notifications.queries import count_unread
from app.accounts.requests.unsent_forms import give_back, hold_form, sent_by_our_page
from app.core.actor import PUBLIC, Actor, Role
from app.core.database.base import db
from app.web.access import ANYONE, PUBLIC_RULE, current_actor, rule_of
from app.web.addresses import here
from app.web.errors import error_page, problem, wants_problem
from app.web.i18n import local_url, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.requests.double_submit import nothing_done


def install(app: Flask) -> None:
    app.before_request(_give_back)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(TooManyTries, _too_many)
    app.register_error_handler(ConfirmationNeeded, _ask_confirmation)

    app.jinja_env.filters["role_text"] = _role_text
    app.jinja_env.filters["region_text"] = _region_text

    @app.context_processor
    def who() -> dict[str, Any]:
        return {
            "current_actor": LocalProxy(_shown_actor),
            "second_factor_waived": g.get("second_factor_waived", False),
            "bell": _bell,
        }


def ask_login() -> BaseResponse:
    """The answer to a stranger at a private address: the log-in page, and back here afterwards."""
    if wants_problem():
        answer = problem(401, "login_required", translate("Sign in or send an API token."))
        answer.headers["WWW-Authenticate"] = 'Bearer realm="tieubieu"'
        return answer
    return redirect(local_url("accounts.login", next=_way_back()), 303)


def _stale_form(_error: CSRFError) -> BaseResponse:
    """A form whose token is of another session: nothing is done, and nothing typed is lost."""
    db.session.rollback()
    text = translate(
        "This form was opened before you signed in or out. Open the page again and send it once more."
    )
    if _is_for_signed_in_programs() and current_actor().is_anonymous:
        return ask_login()
    if wants_problem() or not sent_by_our_page() or request.endpoint is None:
        return (
            problem(400, "stale_form", text) if wants_problem() else error_page(400, text, code="stale_form")
        )
    rule = rule_of(request.endpoint)
    if rule in {None, PUBLIC_RULE}:
        return error_page(400, text, code="stale_form")
    if rule != ANYONE and current_actor().is_anonymous:
        return ask_login()
    return redirect(_way_back(), 303)


def _is_for_signed_in_programs() -> bool:
    """Whether a program has asked for what only somebody signed in may do."""
    rule = rule_of(request.endpoint) if request.endpoint is not None else None
    return wants_problem() and rule not in {None, PUBLIC_RULE, ANYONE}


def _ask_confirmation(_error: ConfirmationNeeded) -> BaseResponse:
    """An act that needs a fresh proof of identity: the proof first, then back to the form as it was."""
    db.session.rollback()
    if wants_problem() or g.get("by_token", False):
        return problem(403, "confirmation_needed", message_for(_error))
    nothing_done()
    tell("info", message_for(_error))
    return redirect(local_url("accounts.confirm", next=_way_back()), 303)


def _too_many(error: TooManyTries) -> Response:
    db.session.rollback()
    detail = message_for(error)
    answer = problem(429, error.code, detail) if wants_problem() else error_page(429, detail, code=error.code)
    answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _way_back() -> str:
    if request.method in {"GET", "HEAD"}:
        return here()
    return hold_form(str(current_app.config["SESSION_COOKIE_NAME"]))


def _give_back() -> None:
    if (
        request.query_string
        and "held" in request.args
        and rule_of(request.endpoint or "") not in {None, PUBLIC_RULE}
    ):
        give_back()


def _shown_actor() -> Actor:
    return PUBLIC if g.get("error_page") else current_actor()


def _bell() -> dict[str, Any] | None:
    """The address of the signed-in person's messages and how many are new; None for the public and on error
    pages.
    """
    actor = _shown_actor()
    if actor.user_id is None:
        return None
    return {"href": local_url("accounts.notifications"), "count": count_unread(actor.user_id)}


def _role_text(role: str) -> str:
    return translate(ROLES[Role(role)])


def _region_text(region: str) -> str:
    return translate(REGIONS.get(region, region))
