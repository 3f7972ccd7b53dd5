"""Headers on every answer, readable addresses, size limits, and the nonce of the content policy."""

import re
import secrets
from functools import lru_cache

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings

MAX_UPLOAD = 24 * 1024 * 1024
MAX_CAPTURE = 128 * 1024 * 1024
CAPTURES = "/epcis/v2/capture"
"""Where partners may send more than others: events, which are read as a stream."""
MAX_FORM = 1024 * 1024
PRIVATE = "no-store"
UNREADABLE = re.compile(r"%(?![0-9A-Fa-f]{2})")
"""A percent sign that codes nothing."""
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=(), interest-cohort=()"),
)
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def csp_nonce() -> str:
    """The nonce of this answer; made on first use, so a page without scripts of its own has none."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Take the visitor's address from this many proxies; around everything else in front of Flask."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def install(app: Flask, settings: Settings) -> None:
    app.config.update(MAX_CONTENT_LENGTH=MAX_UPLOAD, MAX_FORM_MEMORY_SIZE=MAX_FORM, MAX_FORM_PARTS=1000)
    app.jinja_env.globals.update(csp_nonce=csp_nonce, public_origin=settings.base_url)
    secure = settings.base_url.startswith("https:")
    fixed = (*FIXED, STRICT_TRANSPORT) if secure else FIXED

    @app.before_request
    def refuse_unreadable_address() -> None:
        address = request.environ.get("REQUEST_URI", "")
        if "%" in address and UNREADABLE.search(address.partition("?")[0]):
            abort(400)

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        given = {name.lower() for name, _ in headers}
        for name, value in (("Content-Security-Policy", _policy(secure)), *fixed):
            if name.lower() not in given:
                headers.add(name, value)
        if "cache-control" not in given and request.endpoint != "static":
            headers["Cache-Control"] = PRIVATE
        return response


def _policy(secure: bool) -> str:
    return _policy_with(secure, f" 'nonce-{g.csp_nonce}'") if "csp_nonce" in g else _policy_with(secure, "")


@lru_cache(maxsize=8)  # most answers carry no nonce: theirs is always the same
def _policy_with(secure: bool, nonce: str) -> str:
    parts = [
        "default-src 'none'",
        f"script-src 'self'{nonce}",
        f"style-src 'self'{nonce}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return "; ".join([*parts, "upgrade-insecure-requests"] if secure else parts)
