"""How a public page is answered: one canonical address, and any cache may keep it."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from app.web.addresses import base_url
from app.web.cache import public
from app.web.templates import render_page


def page(template: str, *, query: dict[str, str] | None = None, **context: Any) -> Response:
    """A public page. query: what of the query string makes it a page of its own (a page number)."""
    path = request.path + ("?" + urlencode(query) if query else "")
    return public(Response(render_page(template, canonical=base_url() + path, **context)))
