"""The answer with a public page: one canonical address, and any cache may store it."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, g, request

from app.web.addresses import base_url
from app.web.cache import WHOLE, public
from app.web.templates.compiler import Page, render_page


def page(template: str, *, query: dict[str, str] | None = None, **context: Any) -> Response:
    """A public page that answers a question. query: what of it makes a page of its own (a page number)."""
    path = request.path + ("?" + urlencode(query) if query else "")
    return public(Page(render_page(template, canonical=base_url() + path, **context)))


def whole_page(template: str, **context: Any) -> Response:
    """A public page of one thing: the same whatever follows the `?` of its address."""
    g.whole_page = True
    response = page(template, **context)
    response.headers["No-Vary-Search"] = WHOLE
    return response
