"""Whoosh behind the search port: pure Python, suitable for some thousand documents.

Hits, filters and facet counts are bit sets made from Whoosh's postings; Whoosh's own scoring orders the hits.
"""

import secrets
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from app.adapters.search.index_folder import WHOOSH, FolderIndex, IndexFolder, engine_at, sync, write_position
from app.core.kept import Kept
from app.core.search import (
    ADJACENT_SCORE,
    BEGINS_SCORE,
    FACETS,
    MARKED_SCORE,
    MARKED_TITLE_SCORE,
    RANK_SCORES,
    TITLE_WEIGHT,
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    Suggestion,
    Word,
    distinct_titles,
    encodable,
    first_match,
    is_anchored,
    is_near,
    ordered_counts,
    query_words,
    tokens,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh 2.7.4 predates the strings of today's Python
    import whoosh.codec.whoosh3
    import whoosh.collectors
    import whoosh.sorting  # imported late by Whoosh itself
    from whoosh import fields, index, query

# Whoosh names its segment files by the global `random`; seeding it would make the names collide.
whoosh.codec.base.random_name = lambda size=16: secrets.token_hex(size // 2)

_WRITER_MB = 64
_DELETE_BATCH = 500
_TERMS_KEPT = 4_096  # bit sets of the words last asked for
_NEAR_KEPT = 256
_KEPT_ANSWERS = 2_000_000  # bytes
_SUGGEST_AHEAD = 4  # titles repeat: look at this many times more than asked


class WhooshIndex(FolderIndex):
    def __init__(self, path: Path) -> None:
        super().__init__(IndexFolder(path, WHOOSH))
        self._lock = threading.Lock()  # Whoosh's readers keep a file position, so one thread at a time
        self._reader: _Reader | None = None

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        position: int,
        sample: Iterable[tuple[str, int]] = (),  # noqa: ARG002  # of the port
    ) -> None:
        """sample: of no use here, where every page is found among all hits."""
        with self._folder.writing():
            folder = self._folder.new()
            _write_to(_create(folder), [], documents)
            write_position(folder, position)
            self._folder.switch(folder)

    def clear(self) -> None:
        self.rebuild((), position=0)

    def search(self, query: SearchQuery) -> SearchPage:
        with self._reading() as reader:
            return reader.search(query) if reader else SearchPage(0, (), _no_counts(query), Match.WORDS)

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        with self._reading() as reader:
            return reader.suggest(prefix, limit) if reader else []

    def count(self) -> int:
        with self._reading() as reader:
            return reader.all.bit_count() if reader else 0

    def outgrown(self) -> bool:
        return False

    def _write(self, stale: list[str], fresh: Iterable[SearchDocument], position: int | None) -> None:
        with self._folder.writing():
            folder = self._folder.current()
            if folder is None:
                folder = self._folder.new()
                with engine_at(folder):
                    _create(folder)
                self._folder.switch(folder)
            if stale:
                with engine_at(folder):
                    _write_to(index.open_dir(str(folder)), stale, fresh)
            if position is not None:
                write_position(folder, position)

    @contextmanager
    def _reading(self) -> Iterator["_Reader | None"]:
        with self._lock:
            reader = self._folder.open_current(self._latest)
            if reader is None:
                yield None
                return
            with engine_at(reader.folder):
                yield reader if reader.all else None

    def _latest(self, folder: Path) -> "_Reader":
        """Of this generation with the latest commit of any process."""
        if self._reader is None or not self._reader.is_current(folder):
            self._reader = _Reader(folder)
        return self._reader


class _Reader:
    """One opened state of the index. Document sets are integers: bit n stands for Whoosh's document n."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._searcher: Any = index.open_dir(str(folder)).searcher()
        self._reader: Any = self._searcher.reader()
        self._term = lru_cache(_TERMS_KEPT)(self._read_term)
        self._near = lru_cache(_NEAR_KEPT)(self._find_near)
        self._sorted: dict[str, list[int]] = {}
        self._answers: Kept[SearchPage] = Kept(_KEPT_ANSWERS, lambda page: page.weight)

    def is_current(self, folder: Path) -> bool:
        return folder == self.folder and bool(self._searcher.up_to_date())

    def search(self, wanted: SearchQuery) -> SearchPage:
        """What this state of the index answers; many ask the same."""
        return self._answers.get(wanted.key, lambda: self._search(wanted))

    def _search(self, wanted: SearchQuery) -> SearchPage:
        filters = {name: self._any_term(name, values) for name, values in wanted.active_filters().items()}
        kinds = filters.get("kind", self.all)
        match = first_match(
            wanted.text, lambda match: bool(self._holding(wanted.text, match, "words") & kinds)
        )
        holding = self._holding(wanted.text, match, "words")
        hits = holding & self._all_of(filters)
        counts = {
            facet: self._counts(facet, holding & self._all_of(filters, without=facet))
            for facet in wanted.facets
        }
        end = wanted.offset + wanted.limit
        if wanted.sort is Sort.NEWEST:
            order = self._by_column(hits, "newest_key")
        elif wanted.by_name:
            order = self._by_column(hits, "rank_key" if wanted.by_rank else "name_key")
        else:
            order = self._by_score(hits, wanted, match, end)
        ids = tuple(self._stored(number)["id"] for number in order[wanted.offset : end])
        return SearchPage(hits.bit_count(), ids, counts, match)

    def suggest(self, prefix: str, limit: int) -> list[Suggestion]:
        if not query_words(prefix):
            return []
        readings = (Match.PREFIX, Match.NEAR)
        match = next((m for m in readings if self._holding(prefix, m, "title")), Match.PREFIX)
        hits = self._holding(prefix, match, "title")
        best = self._by_score(hits, SearchQuery(text=prefix), match, limit * _SUGGEST_AHEAD)
        found = (Suggestion(row["id"], row["title_shown"]) for row in map(self._stored, best))
        return distinct_titles(found, limit)

    @cached_property
    def all(self) -> int:
        return self._bits(self._reader.all_doc_ids())

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        return {name: [term.decode() for term in self._reader.lexicon(name)] for name in ("words", "title")}

    @cached_property
    def _facet_values(self) -> dict[str, dict[str, int]]:
        return {
            name: {term.decode(): self._term(name, term.decode()) for term in self._reader.lexicon(name)}
            for name in FACETS
        }

    def _holding(self, text: str, match: Match, name: str) -> int:
        """The documents that hold every word of the text, read in this way, in the field."""
        hits, asked = self.all, query_words(text)
        for word in asked:
            hits &= self._any_term(name, self._expanded(word, match, name))
        if hits and is_anchored(asked, match):
            hits &= self._any_term(name, (word.folded for word in asked))
        return hits

    def _expanded(self, word: Word, match: Match, name: str) -> Iterable[str]:
        if match is Match.WORDS:
            return [word.folded]
        terms = {word.folded}
        if word.is_last:
            terms.update(term.decode() for term in self._reader.expand_prefix(name, word.folded))
        if match is Match.NEAR and word.may_be_near:
            terms.update(self._near(name, word.folded))
        return terms

    def _any_term(self, name: str, terms: Iterable[str]) -> int:
        hits = 0
        for term in terms:
            hits |= self._term(name, term)
        return hits

    def _read_term(self, name: str, term: str) -> int:
        known = (name, term) in self._reader
        return self._bits(self._reader.postings(name, term).all_ids()) if known else 0

    def _find_near(self, name: str, word: str) -> tuple[str, ...]:
        return tuple(term for term in self._vocabulary[name] if is_near(word, term))

    def _all_of(self, filters: dict[str, int], without: str = "") -> int:
        hits = self.all
        for name, allowed in filters.items():
            hits &= hits if name == without else allowed
        return hits

    def _counts(self, facet: str, hits: int) -> dict[str, int]:
        values = self._facet_values[facet]
        return ordered_counts({value: (hits & having).bit_count() for value, having in values.items()})

    def _by_column(self, hits: int, name: str) -> list[int]:
        wanted = set(_numbers(hits))
        return [number for number in self._orders(name) if number in wanted]

    def _orders(self, name: str) -> list[int]:
        """All documents by a key, sorted once."""
        if name not in self._sorted:
            key = self._reader.column_reader(name)
            self._sorted[name] = sorted(_numbers(self.all), key=lambda number: key[number])
        return self._sorted[name]

    def _by_score(self, hits: int, wanted: SearchQuery, match: Match, limit: int) -> list[int]:
        """The best first; those without any score (all words in the body, no accents) last, by name."""
        if not hits:  # Whoosh takes an empty filter for none
            return []
        clauses = [clause for word in query_words(wanted.text) for clause in self._clauses(word, match)]
        clauses.append(query.ConstantScoreQuery(query.Term("begins", wanted.beginning), BEGINS_SCORE))
        clauses.append(query.ConstantScoreQuery(query.Term("words", wanted.beginning), ADJACENT_SCORE))
        for rank, score in enumerate(RANK_SCORES):
            clauses.append(query.ConstantScoreQuery(query.Term("rank", str(rank)), score))
        ranked = query.Or(clauses)
        found = self._searcher.search(ranked, limit=limit, filter=set(_numbers(hits)), optimize=False)
        best = [found.docnum(place) for place in range(found.scored_length())]
        if len(best) < limit:
            scored = set(best)
            best += [number for number in self._by_column(hits, "name_key") if number not in scored]
        return best

    def _clauses(self, word: Word, match: Match) -> Iterator[Any]:
        """What raises the score of a hit; every hit holds the words, so that alone raises nothing."""
        yield query.Term("title", word.folded, boost=TITLE_WEIGHT)
        if word.marked:
            yield query.ConstantScoreQuery(query.Term("marked", word.marked), MARKED_SCORE)
            yield query.ConstantScoreQuery(query.Term("marked_title", word.marked), MARKED_TITLE_SCORE)
        if match is not Match.WORDS and word.is_last:
            yield query.ConstantScoreQuery(query.Prefix("title", word.folded), TITLE_WEIGHT)
            if word.marked:
                yield query.ConstantScoreQuery(query.Prefix("marked", word.marked), MARKED_SCORE)
                yield query.ConstantScoreQuery(query.Prefix("marked_title", word.marked), MARKED_TITLE_SCORE)
        if match is Match.NEAR and word.may_be_near:
            near = [query.Term("title", term) for term in self._expanded(word, match, "title")]
            yield query.ConstantScoreQuery(query.Or(near), TITLE_WEIGHT)

    def _stored(self, number: int) -> dict[str, str]:
        stored: dict[str, str] = self._reader.stored_fields(number)
        return stored

    def _bits(self, numbers: Iterable[int]) -> int:
        bits = bytearray(self._reader.doc_count_all() // 8 + 1)
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")


def _numbers(bits: int) -> list[int]:
    return [place for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1"]


def _no_counts(wanted: SearchQuery) -> dict[str, dict[str, int]]:
    return {facet: {} for facet in wanted.facets}


def _create(folder: Path) -> Any:
    text = {name: fields.TEXT(phrase=False) for name in ("words", "title", "marked", "marked_title")}
    keys = {name: fields.ID(sortable=True) for name in ("name_key", "newest_key", "rank_key")}
    facets = {name: fields.KEYWORD() for name in ("rank", "begins", *FACETS)}
    shown = {"id": fields.ID(unique=True, stored=True), "title_shown": fields.STORED()}
    return index.create_in(str(folder), fields.Schema(**text, **keys, **facets, **shown))


def _write_to(engine: Any, stale: list[str], fresh: Iterable[SearchDocument]) -> None:
    writer = engine.writer(limitmb=_WRITER_MB)
    try:
        for start in range(0, len(stale), _DELETE_BATCH):
            ids = [query.Term("id", encodable(one)) for one in stale[start : start + _DELETE_BATCH]]
            writer.delete_by_query(query.Or(ids))
        for document in fresh:
            writer.add_document(**_fields(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    for file in Path(engine.storage.folder).iterdir():
        sync(file)  # Whoosh itself never does


def _fields(document: SearchDocument) -> dict[str, Any]:
    title, body = tokens(document.title), tokens(document.body)
    return {
        "id": encodable(document.id),
        "title_shown": encodable(document.title),
        "title": [folded for folded, _ in title],
        "marked_title": [marked for _, marked in title],
        "words": [folded for folded, _ in title + body],
        "marked": [marked for _, marked in title + body],
        "name_key": document.name_key,
        "newest_key": document.newest_key,
        "rank_key": document.rank_key,
        "rank": [str(document.rank)],
        "begins": document.beginnings,
        **{name: list(document.values(name)) for name in FACETS},
    }
