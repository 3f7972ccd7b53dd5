"""The blueprint of the API, and what every answer of it contains."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request

from app.web.cache import public
from app.web.errors import problem
from app.web.i18n import translate
from app.web.requests.buckets import PER_SECOND, Buckets
from app.web.requests.networks import line_of

PREFIX = "/api/v1"
PRIVATE = PREFIX + "/juror"
JSON = "application/json"

bp = Blueprint("api", __name__, url_prefix=PREFIX)


def answer(body: dict[str, Any]) -> Response:
    """A public JSON answer. Labels follow Accept-Language, codes never change."""
    response = Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type=JSON)
    response.vary.add("Accept-Language")
    return public(response)


@bp.before_request
def within_the_limit() -> Response | None:
    """Refuse an address that sends requests faster than people and fair programs do."""
    buckets: Buckets = current_app.extensions.setdefault("api_buckets", Buckets())
    wait = buckets.take(line_of(request.remote_addr))
    if not wait:
        return None
    detail = translate("Ask again in %(seconds)s seconds, and not faster than %(rate)s times a second.",
                       seconds=wait, rate=PER_SECOND)  # fmt: skip
    refused = problem(429, "too_many_requests", detail)
    refused.headers["Retry-After"] = str(wait)
    return refused


@bp.record_once
def open_to_other_origins(state: Any) -> None:
    """Let pages of any origin read the public part, refusals of unknown addresses too."""
    app: Flask = state.app

    @app.after_request
    def allow(response: Response) -> Response:
        path = request.path
        if path.startswith(PREFIX + "/") and not path.startswith(PRIVATE):
            response.headers["Access-Control-Allow-Origin"] = "*"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                response.headers["Access-Control-Max-Age"] = "86400"
        return response
