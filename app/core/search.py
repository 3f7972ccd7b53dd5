"""Search: the port, and everything that decides what a query finds. Engines only look up the words given
here. A query finds the documents that contain all its words, compared without accents and case. Three
readings of the words are tried in turn until one finds something (see `Match`), so "trà" does not drown in
"tranh" and "Bát Tràng", yet "bat tr" and "bat trnag" still find them. Both engines give the same hits and
totals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from app.core.errors import Unavailable
from app.core.text import fold, words

FACETS = (
    "kind", "group", "province", "level", "certificate", "facility", "year", "recognition", "place", "stars", "mark",
    "commune", "village",
)  # fmt: skip
TITLE_WEIGHT = 3
NEAR_LETTERS = 4  # shorter Vietnamese syllables are all one letter from each other
NEAR_LETTERS_AMONG_OTHERS = 3  # other words of the query hold back what a short one lets in
MARKED_SCORE = 3_000  # more than all other scores together: the typed accents decide first
MARKED_TITLE_SCORE = 500
BEGINS_SCORE = 800
"""For a title that begins with the words: what is of rank 2 does not come before the others for that."""
ADJACENT_SCORE = 700
"""For a document that holds several words as one, side by side, in a name: more than one word with its marks there."""
RANK_SCORES = (1_250, 900)
"""For documents of rank 0 and of rank 1."""
MAX_PAGE = 200

_ENTRY = 120  # bytes of one entry of an answer, about
_MAX_TEXT = 400
_MAX_WORDS = 12
_BEGINNINGS = 6
_MAX_LETTERS = 64
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_FINAL_Y = re.compile("(?:[bcdđghklmnpqrstvx]|qu)+y")
_NO_FACETS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_FILTERS: Mapping[str, frozenset[str]] = MappingProxyType({})


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NAME = "name"
    NEWEST = "newest"


class Match(StrEnum):
    """How the words of a query were read to find something."""

    WORDS = "words"  # each as typed
    PREFIX = "prefix"  # the last as the beginning of a word
    NEAR = "near"  # those of four letters and more with one mistake; those of three unless alone


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """What the index keeps of one thing. `id` is like "product:12"; `sort_name` comes from `text.sort_key`;
    `newest` grows with time (0 to 10^15, say seconds); facet names are those of FACETS without "kind". `rank`: 0
    stands before 1, and 1 before 2, where the words find several.
    """

    id: str
    kind: str
    title: str
    body: str = ""
    sort_name: str = ""
    newest: int = 0
    rank: int = 1
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_FACETS)

    def __post_init__(self) -> None:
        _known(self.facets, FACETS[1:])

    def values(self, facet: str) -> tuple[str, ...]:
        if facet == "kind":
            return (self.kind,)
        return tuple(dict.fromkeys(encodable(value) for value in self.facets.get(facet, ())))

    @property
    def name_key(self) -> str:
        """Unique, so that equal names keep one order on every engine and page."""
        return encodable(f"{self.sort_name}\x00{self.id}")

    @property
    def rank_key(self) -> str:
        """The order of documents that no words were asked for."""
        return f"{self.rank}{self.name_key}"

    @property
    def beginnings(self) -> list[str]:
        """The first word of the title, the first two as one, and so on, to find titles that begin with the words."""
        syllables = [folded for folded, _ in tokens(self.title)[:_BEGINNINGS]]
        return ["".join(syllables[: count + 1]) for count in range(len(syllables))]

    @property
    def newest_key(self) -> str:
        return encodable(f"{10**15 - self.newest:016d}{self.name_key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """Any text is safe. Values of a filter are alternatives, filters add up, an empty one does not filter."""

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NO_FILTERS)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _known(self.filters, FACETS)
        _known(self.facets, FACETS)
        if self.offset < 0 or not 1 <= self.limit <= MAX_PAGE:
            raise ValueError(f"page out of range: offset {self.offset}, limit {self.limit}")

    def active_filters(self, without: str = "") -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(sorted(encodable(value) for value in values))
            for name, values in self.filters.items()
            if values and name != without
        }

    @property
    def key(self) -> tuple[object, ...]:
        """The question as a key: equal for questions that differ in nothing."""
        filters = tuple(sorted(self.active_filters().items()))
        return (self.text, filters, self.sort, self.offset, self.limit, self.facets)

    @property
    def in_order(self) -> bool:
        """Whether hits come in a fixed order, not by how well they fit."""
        return self.by_name or self.sort is Sort.NEWEST

    @property
    def by_name(self) -> bool:
        """Without words everything is equally relevant."""
        return self.sort is Sort.NAME or (self.sort is Sort.RELEVANCE and not query_words(self.text))

    @property
    def by_rank(self) -> bool:
        return self.sort is Sort.RELEVANCE and self.by_name

    @property
    def beginning(self) -> str:
        """The words as one, as they stand among `SearchDocument.beginnings`."""
        return "".join(word.folded for word in query_words(self.text))


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`total` is exact; `hits` are document ids; `facets` maps name -> value -> number of documents that the
    query would give if the facet's own filter were this value alone, the most frequent value first.
    """

    total: int
    hits: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    match: Match

    @property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        return _ENTRY * (len(self.hits) + sum(map(len, self.facets.values())))


@dataclass(frozen=True, slots=True)
class Suggestion:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query. `folded`: no marks, no case; `marked`: see `tokens`, "" when typed without."""

    folded: str
    marked: str
    is_last: bool
    is_alone: bool = True

    @property
    def may_be_near(self) -> bool:
        return len(self.folded) >= (NEAR_LETTERS if self.is_alone else NEAR_LETTERS_AMONG_OTHERS)


class SearchIndex(Protocol):
    """A local, disposable index fed from the change feed. Safe between threads and processes.

    Every method may raise IndexBroken; then only `clear` or `rebuild` help. Writers wait for each other.
    """

    def upsert(self, documents: Iterable[SearchDocument], *, position: int | None = None) -> None:
        """Add or replace documents by id, then note the feed position they bring the index to."""

    def delete(self, ids: Iterable[str], *, position: int | None = None) -> None:
        """Forget documents; unknown ids are fine."""

    def rebuild(
        self, documents: Iterable[SearchDocument], *, position: int, sample: Iterable[tuple[str, int]] = ()
    ) -> None:
        """Replace everything at once; searches see the old content until the new is complete. sample: `sort_name` and
        `newest` of some of the documents, spread evenly over them, from which far pages are found faster.
        """

    def clear(self) -> None:
        """Empty the index, whatever its state; its position is 0 again."""

    def search(self, query: SearchQuery) -> SearchPage: ...

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Distinct titles that contain the words typed so far, the last one as the beginning of a word."""

    def position(self) -> int:
        """The feed position up to which the index has all changes; 0 when empty."""

    def count(self) -> int:
        """Number of documents."""

    def outgrown(self) -> bool:
        """Whether a rebuild would suit the number of documents better."""


class IndexBroken(Unavailable):
    """The files of the index cannot be read (any more): rebuild it."""

    def __init__(self, **params: str) -> None:
        super().__init__("search_index_broken", **params)


class IndexBusy(Unavailable):
    """Another process has been writing for too long."""

    def __init__(self, **params: str) -> None:
        super().__init__("search_index_busy", **params)


def tokens(text: str) -> list[tuple[str, str]]:
    """Each word of a text as (folded, marked). The marked form puts the tone before the letters, so that
    "hoà" and "hòa" are one word and "trá" is a beginning of "tráng"; a final y is an i: "mỹ" and "mĩ" are one word.
    """
    return [token for word in words(text) if (token := _token(word[:_MAX_LETTERS]))[0]]


def query_words(text: str) -> tuple[Word, ...]:
    """The words of what somebody typed: the first 12 different ones of its first 400 characters."""
    found = list(dict.fromkeys(tokens(text[:_MAX_TEXT])))[:_MAX_WORDS]
    last = len(found) - 1
    return tuple(
        Word(folded, marked if marked != folded else "", is_last=place == last, is_alone=last == 0)
        for place, (folded, marked) in enumerate(found)
    )


def is_anchored(words_: tuple[Word, ...], match: Match) -> bool:
    """Whether a near reading asks that one word at least stands exactly as typed: several mistyped words are noise."""
    return match is Match.NEAR and len(words_) > 1


def first_match(query_text: str, finds: Callable[[Match], bool]) -> Match:
    """The first reading of the words that finds something; WORDS when none does."""
    if query_words(query_text):
        return next((match for match in Match if finds(match)), Match.WORDS)
    return Match.WORDS


def ordered_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Facet counts without zeros, most frequent first, equal ones by value."""
    return dict(sorted(((v, n) for v, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])))


def distinct_titles(suggestions: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """The first `limit` suggestions whose titles differ by more than marks, case and punctuation."""
    by_title: dict[str, Suggestion] = {}
    for suggestion in suggestions:
        by_title.setdefault(" ".join(folded for folded, _ in tokens(suggestion.title)), suggestion)
    return list(by_title.values())[:limit]


def encodable(text: str) -> str:
    """The text with lone surrogates replaced: JSON can carry them, no engine can."""
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=65_536)
def _token(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word)
    tone = "".join(_TONES.findall(decomposed))
    letters = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    folded = fold(word)
    if _FINAL_Y.fullmatch(folded):
        return f"{folded[:-1]}i", f"{tone}{letters[:-1]}i"
    return folded, tone + letters


def _known(names: Iterable[str], allowed: tuple[str, ...]) -> None:
    unknown = sorted(set(names) - set(allowed))
    if unknown:
        raise ValueError(f"unknown facet: {', '.join(unknown)}")


def is_near(one: str, other: str) -> bool:
    """Whether they differ by at most one typing mistake: a letter added, missing or changed, or two swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[place:], other[place:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])
