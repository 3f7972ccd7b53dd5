"""How a query was understood: a place first, then words; similar words only at the end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.search import Match, SearchPage, SearchQuery
from catalog.units.places import Place, read_place, split_place


class ReadingKind(StrEnum):
    WORDS = "words"
    PLACE = "place"
    PREFIX = "prefix"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Reading:
    """searched: the words looked for beside the place. place: the place understood. widened: nothing is known from
    the place as it was before the mergers, so that the whole unit of today is shown.
    """

    kind: ReadingKind
    searched: str
    place: Place | None = None
    widened: bool = False


Ask = Callable[[SearchQuery], SearchPage]


def read_and_ask(query: SearchQuery, ask: Ask) -> tuple[SearchPage, Reading]:
    """The page of the best reading of `query.text`, and which one that was. A text that can only be a place
    is treated as one, found or not: no similar words are offered. Other names of communes are words first,
    since products bear them; "nước mắm Bến Tre" is read as words and a place where no listing holds them all.
    """
    place = read_place(query.text)
    if place is not None and place.sure:
        return _of_place(query, place, "", ask)
    page = ask(query)
    if page.match is Match.WORDS and page.total:
        return page, Reading(ReadingKind.WORDS, query.text)
    if place is not None:
        return _of_place(query, place, "", ask)
    split = split_place(query.text)
    if split is not None:
        found, reading = _of_place(query, split[1], split[0], ask)
        if found.total:
            return found, reading
    return page, Reading(ReadingKind(str(page.match)), query.text)


def _of_place(query: SearchQuery, place: Place, words: str, ask: Ask) -> tuple[SearchPage, Reading]:
    """What is in the place; in today's unit if nothing is known about the one before the mergers."""
    page = ask(_within(query, place.codes, words))
    reading = Reading(ReadingKind.PLACE, words, place)
    if page.total or place.codes == place.present:
        return page, reading
    return ask(_within(query, place.present, words)), replace(reading, widened=True)


def _within(query: SearchQuery, codes: frozenset[str], words: str) -> SearchQuery:
    return replace(query, text=words, filters={**query.filters, "place": codes})
