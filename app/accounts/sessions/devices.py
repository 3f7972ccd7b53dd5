"""A browser that has signed in to an account before has its own tries (see `limits`).

The cookie says only "this browser knew the password once"; it gives no access.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.accounts.limits import Limit
from app.web.requests.networks import line_of, neighbourhood_of

KEPT_SECONDS = 180 * 86_400


def known_device(email: str) -> str | None:
    """The id of this browser when it has signed in with that address before, else None."""
    try:
        kept = _serializer().loads(request.cookies.get(_name(), ""), max_age=KEPT_SECONDS)
        return str(kept["device"]) if kept["email"] == email else None
    except (BadData, KeyError, TypeError):
        return None


def remember_device(response: Response, email: str) -> None:
    """Mark this browser as one that has signed in with an address."""
    value = _serializer().dumps({"email": email, "device": known_device(email) or secrets.token_urlsafe(12)})
    response.set_cookie(
        _name(),
        value,
        path="/",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        samesite="Lax",
        max_age=KEPT_SECONDS,
    )


def stranger(of_line: Limit, of_network: Limit) -> tuple[tuple[Limit, object], ...]:
    """What a request from an unknown browser counts against."""
    address = request.remote_addr
    return (of_line, line_of(address)), (of_network, neighbourhood_of(address))


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known device")
