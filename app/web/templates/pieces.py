"""Pieces of pages that are drawn once for given values and put into every page that shows them: a card, a map, a list
of filters; and whole pages. Each is kept under all that it shows, so what was changed is simply another piece or page.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from markupsafe import Markup

from app.core.kept import Kept
from app.web.i18n import current_locale
from app.web.templates.compiler import page_part

MEMORY = 4 * 1024 * 1024
MEMORY_OF_PAGES = 2 * 1024 * 1024
DRAWN_BETWEEN = 1_000
"""A page is kept when it is drawn for the second time among so many: what a crawler asks for is not."""
_KEY, _PAGES = "kept_pieces", "kept_pages"
Thing = TypeVar("Thing")


class Drawn(NamedTuple):
    """A page as it is sent, with its validator."""

    body: bytes
    etag: str


def piece(template: str, macro: str, shows: Hashable, arguments: Callable[[], tuple[Any, ...]]) -> Markup:
    """What a macro draws in the reader's language. shows: everything that the arguments are made of; arguments are
    made where the piece is not kept.
    """
    key = (current_locale(), template, macro, shows)
    return _pieces().get(key, lambda: Markup(page_part(template, macro)(*arguments())))  # noqa: S704  # drawn by a macro


def pieces(
    template: str,
    macro: str,
    shown: Iterable[tuple[Hashable, Thing]],
    arguments: Callable[[Thing], tuple[Any, ...]],
) -> list[Markup]:
    """A piece for each of some things. shown: what each shows, and what its arguments are made of."""
    locale, kept = current_locale(), _pieces()

    def drawn(thing: Thing) -> Markup:
        return Markup(page_part(template, macro)(*arguments(thing)))  # noqa: S704  # drawn by a macro

    return [kept.get((locale, template, macro, shows), partial(drawn, thing)) for shows, thing in shown]


def drawn_page(shows: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """A whole page. shows: everything that it is drawn from, its language and its address too."""
    found: Kept[Drawn] | None = current_app.extensions.get(_PAGES)
    if found is None:
        found = current_app.extensions[_PAGES] = Kept(
            MEMORY_OF_PAGES, lambda drawn: len(drawn.body), again=DRAWN_BETWEEN
        )
    return found.get(shows, draw)


def _pieces() -> Kept[Markup]:
    found: Kept[Markup] | None = current_app.extensions.get(_KEY)
    if found is None:
        found = current_app.extensions[_KEY] = Kept(MEMORY)
    return found
