"""Pages by `perPage` and `nextPageToken`. A token contains the end of a page and its query, nothing more."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from app.core.clock import utc_now
from traceability.epcis_repository.api.problems import BadRequest

USUAL = 30
MOST = 1_000
LIFE = timedelta(days=1)
_PAGING = frozenset(("perPage", "nextPageToken"))
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Asked:
    """size: of the page; state: what the token of the page before held, None for the first page."""

    size: int
    state: dict[str, Any] | None


def asked_page() -> Asked:
    """Raises BadRequest epcis_per_page, epcis_page_token."""
    text = request.args.get("perPage", str(USUAL))
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) == 0:  # noqa: PLR2004  # digits
        raise BadRequest("epcis_per_page", "perPage")
    token = request.args.get("nextPageToken")
    return Asked(min(int(text), MOST), None if token is None else _state(token))


def other_parameters() -> MultiDict[str, str]:
    """The query of the address without its paging."""
    return MultiDict((name, value) for name, value in request.args.items(multi=True) if name not in _PAGING)


def with_next(response: Response, state: dict[str, Any] | None) -> Response:
    """Link the next page. state: JSON values; None on the last page."""
    if state is None:
        return response
    expires = (utc_now() + LIFE).replace(microsecond=0)
    held = {"q": _question(), "e": int(expires.timestamp()), "s": state}
    token = base64.urlsafe_b64encode(json.dumps(held, separators=(",", ":")).encode()).decode().rstrip("=")
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "nextPageToken"]
    address = f"{iri_to_uri(request.base_url)}?{urlencode([*pairs, ('nextPageToken', token)])}"
    response.headers["Link"] = f'<{address}>; rel="next"'
    response.headers["GS1-Next-Page-Token-Expires"] = expires.isoformat().replace("+00:00", "Z")
    return response


def _state(token: str) -> dict[str, Any]:
    try:
        padded = token + "=" * (-len(token) % 4)
        held = (
            json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if len(token) < _LONGEST
            else None
        )
    except (ValueError, binascii.Error, RecursionError):
        held = None
    if not isinstance(held, dict) or held.get("q") != _question() or not isinstance(held.get("s"), dict):
        raise BadRequest("epcis_page_token", "nextPageToken")
    expires = held.get("e")
    if not isinstance(expires, int) or expires < utc_now().timestamp():
        raise BadRequest("epcis_page_token", "nextPageToken")
    state: dict[str, Any] = held["s"]
    return state


def _question() -> str:
    """The identity of a query."""
    text = json.dumps([request.path, sorted(other_parameters().items(multi=True))])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def whole(state: dict[str, Any] | None, name: str) -> int | None:
    """A number of a token's state. Raises BadRequest for anything else: tokens come from outside."""
    if state is None:
        return None
    value = state.get(name)
    if type(value) is not int or not 0 <= value < 2**62:
        raise BadRequest("epcis_page_token", "nextPageToken")
    return value
