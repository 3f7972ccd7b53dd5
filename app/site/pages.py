"""The answer with a public page: one canonical address, and any cache may store it."""

from collections.abc import Callable, Hashable
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, request

from app.web.addresses import base_url
from app.web.cache import WHOLE, public, validator
from app.web.i18n import current_locale
from app.web.templates.compiler import Page, render_page
from app.web.templates.pieces import Drawn, drawn_page

Query = dict[str, str] | None


def page(template: str, *, query: Query = None, **context: Any) -> Response:
    """A public page that answers a question. query: what of it makes a page of its own (a page number)."""
    return public(Page(render_page(template, canonical=base_url() + _path(query), **context)))


def whole_page(template: str, **context: Any) -> Response:
    """A public page of one thing: the same whatever follows the `?` of its address."""
    g.whole_page = True
    return _whole(page(template, **context))


def kept_page(
    template: str, shows: Hashable, context: Callable[[], dict[str, Any]], *, query: Query = None
) -> Response:
    """As `page`, drawn where nothing is kept under what it shows. shows: everything that the context is made of; the
    context is made where the page has to be drawn.
    """
    path = _path(query)

    def draw() -> Drawn:
        body = render_page(template, canonical=base_url() + path, **context()).encode()
        return Drawn(body, validator(body))

    asked = b"" if g.get("whole_page") else request.query_string  # the link to the other language repeats it
    drawn = drawn_page((template, current_locale(), path, asked, shows), draw)
    return public(Page(drawn.body), etag=drawn.etag)


def kept_whole_page(template: str, shows: Hashable, context: Callable[[], dict[str, Any]]) -> Response:
    """As `whole_page`, kept as `kept_page` is."""
    g.whole_page = True
    return _whole(kept_page(template, shows, context))


def _path(query: Query) -> str:
    return request.path + ("?" + urlencode(query) if query else "")


def _whole(response: Response) -> Response:
    response.headers["No-Vary-Search"] = WHOLE
    return response
