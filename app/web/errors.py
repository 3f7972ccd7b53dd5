"""Every refusal as a page that a person understands or as problem+json; never a traceback."""

import json
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.core.database.base import db
from app.core.database.faults import RETRY_AFTER, fault_of
from app.core.database.standby import leave_standby
from app.core.errors import DomainError
from app.web.i18n import N_, current_locale, translate
from app.web.messages import message_for

TITLES = {
    400: N_("The request could not be understood"),
    401: N_("Sign in, or send a valid token"),
    403: N_("Your account may not do this"),
    404: N_("We could not find that page"),
    405: N_("That cannot be done at this address"),
    406: N_("We cannot answer in that form"),
    409: N_("That cannot be done as things stand"),
    410: N_("This page is gone"),
    413: N_("That is too large"),
    414: N_("That address is too long"),
    415: N_("That kind of file is not accepted"),
    422: N_("Something needs to be corrected"),
    429: N_("Too many tries"),
    500: N_("Something went wrong on our side"),
    501: N_("This is not offered here"),
    503: N_("The server cannot do this at the moment"),
}
JSON_PREFIXES = ("/api/", "/epcis/", "/.well-known/", "/healthz", "/readyz")


def wants_problem() -> bool:
    """Whether the answer is for a program."""
    if request.path.startswith(JSON_PREFIXES):
        return True
    best = request.accept_mimetypes.best_match(
        ["text/html", "application/problem+json", "application/json"], "text/html"
    )
    return best != "text/html"


def problem(status: int, code: str, detail: str, **extra: Any) -> Response:
    """An `application/problem+json` answer (RFC 9457) with a stable `code`."""
    title = translate(TITLES.get(status, TITLES[500]))
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, **extra}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def error_page(status: int, detail: str, *, code: str = "") -> Response:
    """A plain page that says what happened and what to do."""
    g.error_page = True  # no session is read to draw it
    shown = status if status in TITLES else 500
    page = render_template(
        ["errors/error.html"], status=shown, title=translate(TITLES[shown]), detail=detail, code=code
    )
    return Response(page, status)


def install(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crashed)
    app.after_request(_tell_storage_fault)
    app.config["ERROR_LOCALE"] = current_locale


def _refused(error: DomainError) -> Response:
    _undo()
    detail = message_for(error)
    extra = {"field": error.field} if error.field else {}
    if wants_problem():
        answer = problem(error.status, error.code, detail, **extra)
    else:
        answer = error_page(error.status, detail, code=error.code)
    if "retry_after" in error.params or error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        _ask_again_later(answer, error)
    return answer


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    detail = translate(TITLES.get(status, TITLES[500]))
    answer = problem(status, _code_of(status), detail) if wants_problem() else error_page(status, detail)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "content-range", "retry-after"}:
            answer.headers[name] = value
    return answer


def _crashed(error: Exception) -> Response:
    if (fault := fault_of(error)) is not None:
        if leave_standby(error):  # the primary may do what the standby could not
            return _asked_again()
        current_app.logger.warning("storage: %s", " ".join(str(error).split())[:300])
        return _refused(fault)
    _undo()
    current_app.logger.error("unhandled error", exc_info=error)
    detail = translate("The error has been recorded. Please try again; nothing was saved in part.")
    return problem(500, "internal_error", detail) if wants_problem() else error_page(500, detail)


def _asked_again() -> Response:
    """The answer of the view run once more; what it refuses this time is told as ever."""
    view: Any = current_app.view_functions[request.endpoint or ""]
    try:
        answer = view(**(request.view_args or {}))
    except Exception as refusal:  # noqa: BLE001  # a refusal, a redirect, or a fault of the primary as well
        answer = current_app.handle_user_exception(refusal)
    return current_app.make_response(answer)


def _tell_storage_fault(answer: Response) -> Response:
    """A form that shows the fault keeps what was typed; a redirect would carry a message that nothing can keep."""
    fault: DomainError | None = g.pop("storage_fault", None)
    if fault is None or answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return answer
    if answer.location:
        return _refused(fault)
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return _ask_again_later(answer, fault)


def _ask_again_later(answer: Response, error: DomainError) -> Response:
    answer.headers["Retry-After"] = str(error.params.get("retry_after", RETRY_AFTER))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _undo() -> None:
    with suppress(SQLAlchemyError):  # a lost connection has rolled it back
        db.session.rollback()


def _code_of(status: int) -> str:
    return {
        400: "bad_request",
        403: "not_allowed",
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
        429: "too_many_requests",
    }.get(status, "http_error" if status < 500 else "internal_error")  # noqa: PLR2004  # HTTP status
