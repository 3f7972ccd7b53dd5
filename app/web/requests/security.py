"""Headers on every answer, readable addresses, size limits, and the content policy."""

import re

from flask import Flask, Response, abort, request
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


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Take the visitor's address from this many proxies; around everything else in front of Flask."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def install(app: Flask, settings: Settings) -> None:
    app.config.update(MAX_CONTENT_LENGTH=MAX_UPLOAD, MAX_FORM_MEMORY_SIZE=MAX_FORM, MAX_FORM_PARTS=1000)
    app.jinja_env.globals["public_origin"] = settings.base_url
    secure = settings.base_url.startswith("https:")
    fixed = (("Content-Security-Policy", _policy(secure)), *FIXED, *([STRICT_TRANSPORT] if secure else []))

    @app.before_request
    def refuse_unreadable_address() -> None:
        address = request.environ.get("REQUEST_URI", "")
        if "%" in address and UNREADABLE.search(address.partition("?")[0]):
            abort(400)

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        given = {name.lower() for name, _ in headers}
        for name, value in fixed:
            if name.lower() not in given:
                headers.add(name, value)
        if "cache-control" not in given and request.endpoint != "static":
            headers["Cache-Control"] = PRIVATE
        return response


def _policy(secure: bool) -> str:
    parts = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
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
