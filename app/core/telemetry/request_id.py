"""One id from the proxy through the answer to the job, so that one line of a log leads to the others."""

import re
import secrets
from contextvars import ContextVar

HEADER = "HTTP_X_REQUEST_ID"
ENVIRON = "tieubieu.request_id"
ROUTE = "tieubieu.route"
"""Keys in the WSGI environ: the request's id, and the template of the address that answered."""
NO_ROUTE = "(none)"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_id: ContextVar[str] = ContextVar("request_id", default="")


def new_id() -> str:
    return secrets.token_hex(16)


def id_from(sent: str) -> str:
    """The id that a proxy sent, or a new one where that is missing or no id."""
    return sent if _WELL_FORMED.fullmatch(sent) else new_id()


def current_id() -> str:
    """Of the request, or of the request that asked for the job, which this thread works for; empty outside both."""
    return _id.get()


def set_current_id(request_id: str) -> None:
    _id.set(request_id)
