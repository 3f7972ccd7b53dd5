"""Tantivy behind the search port: suitable from some thousand documents to millions."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tantivy import Document, Index, Occur, Order, Query, SchemaBuilder

from app.adapters.search.index_folder import TANTIVY, FolderIndex, IndexFolder, engine_at, write_position
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
    ordered_counts,
    query_words,
    tokens,
)

_HEAP = 32_000_000  # bytes a writer thread may hold before it writes a segment
_REBUILD_HEAP = 128_000_000
_MAX_VALUES = 65_000  # of one facet, Tantivy's own limit
_KEPT_COUNTS = 500
_SUGGEST_AHEAD = 4  # titles repeat: look at this many times more than asked


def _schema() -> Any:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title_shown", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("words", "title", "marked", "marked_title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("name_key", "newest_key", "rank_key", "rank", "begins", *FACETS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


_SCHEMA = _schema()

_Opened = tuple[Path, tuple[int, int], Any]  # generation, its commit, Index


class TantivyIndex(FolderIndex):
    def __init__(self, path: Path) -> None:
        super().__init__(IndexFolder(path, TANTIVY))
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._counted: tuple[object, dict[Any, dict[str, dict[str, int]]]] = (None, {})

    def rebuild(self, documents: Iterable[SearchDocument], *, position: int) -> None:
        with self._folder.writing():
            folder = self._folder.new()
            _write_to(Index(_SCHEMA, path=str(folder)), _REBUILD_HEAP, [], documents)
            write_position(folder, position)
            self._folder.switch(folder)

    def clear(self) -> None:
        self.rebuild((), position=0)

    def search(self, query: SearchQuery) -> SearchPage:
        with self._searching() as (searcher, commit):
            if searcher is None:
                return SearchPage(0, (), {facet: {} for facet in query.facets}, Match.WORDS)
            filters = {name: _any_value(name, values) for name, values in query.active_filters().items()}
            found: dict[Match, tuple[int, tuple[str, ...]]] = {}

            def finds(match: Match) -> bool:
                """Mostly the page itself tells; where its filters leave nothing, the words alone decide."""
                holding = _holding(query.text, match, "words")
                found[match] = _page(searcher, query, match, _all([*holding, *filters.values()]))
                kinds = [filters["kind"]] if "kind" in filters else []
                return found[match][0] > 0 or _count(searcher, _all([*holding, *kinds])) > 0

            match = first_match(query.text, finds)
            if match not in found:
                found[match] = _page(searcher, query, match, _all(list(filters.values())))
            holding = _holding(query.text, match, "words")
            counts = self._facets(searcher, commit, query, holding, filters)
            return SearchPage(*found[match], counts, match)

    def _facets(
        self, searcher: Any, commit: object, query: SearchQuery, holding: list[Any], filters: dict[str, Any]
    ) -> dict[str, dict[str, int]]:
        """Facet counts; those of a question without words are kept until the next commit, since all lists ask them."""
        if holding or not query.facets:
            return _counts(searcher, query.facets, holding, filters)
        if self._counted[0] != commit or len(self._counted[1]) > _KEPT_COUNTS:
            self._counted = (commit, {})
        kept, question = self._counted[1], (query.facets, tuple(sorted(query.active_filters().items())))
        if question not in kept:
            kept[question] = _counts(searcher, query.facets, holding, filters)
        return {name: dict(values) for name, values in kept[question].items()}

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        with self._searching() as (searcher, _):
            if searcher is None or not query_words(prefix):
                return []
            for match in (Match.PREFIX, Match.NEAR):
                ranked = _ranked(_all(_holding(prefix, match, "title")), SearchQuery(text=prefix), match)
                hits = searcher.search(ranked, limit=limit * _SUGGEST_AHEAD, count=False).hits
                if hits:
                    rows = (searcher.doc(address) for _, address in hits)
                    found = (Suggestion(row["id"][0], row["title_shown"][0]) for row in rows)
                    return distinct_titles(found, limit)
            return []

    def count(self) -> int:
        with self._searching() as (searcher, _):
            return int(searcher.num_docs) if searcher else 0

    def outgrown(self) -> bool:
        return False

    def _write(self, stale: list[str], fresh: Iterable[SearchDocument], position: int | None) -> None:
        with self._folder.writing():
            folder = self._folder.current()
            if folder is None:
                folder = self._folder.new()
                Index(_SCHEMA, path=str(folder))
                self._folder.switch(folder)
            if stale:
                with engine_at(folder):
                    _write_to(_open(folder), _HEAP, stale, fresh)
            if position is not None:
                write_position(folder, position)

    @contextmanager
    def _searching(self) -> Iterator[tuple[Any, object]]:
        """A searcher, None where nothing is indexed yet, and the commit that it sees."""
        opened = self._folder.open_current(self._latest)
        if opened is None:
            yield None, None
            return
        folder, commit, engine = opened
        with engine_at(folder):
            yield engine.searcher(), (folder, commit)

    def _latest(self, folder: Path) -> _Opened:
        """Of this generation with the latest commit of any process."""
        meta = (folder / "meta.json").stat()  # replaced by each commit
        commit = (meta.st_ino, meta.st_mtime_ns)
        with self._lock:
            if self._opened is None or self._opened[0] != folder:
                self._opened = (folder, commit, _open(folder))
            elif self._opened[1] != commit:
                self._opened[2].reload()
                self._opened = (folder, commit, self._opened[2])
            return self._opened


def _open(folder: Path) -> Any:
    """Never creates: a generation without its meta file is broken."""
    engine = Index.open(str(folder))
    engine.config_reader("manual")
    engine.reload()
    return engine


def _write_to(engine: Any, heap: int, stale: list[str], fresh: Iterable[SearchDocument]) -> None:
    """One commit; Tantivy forces it to disk."""
    writer = engine.writer(heap_size=heap, num_threads=1)
    for one in stale:
        writer.delete_documents_by_term("id", encodable(one))
    for document in fresh:
        writer.add_document(_document(document))
    writer.commit()
    writer.wait_merging_threads()  # else the merges begun would be thrown away


def _document(document: SearchDocument) -> Any:
    title, body = tokens(document.title), tokens(document.body)
    made = Document()
    made.add_text("id", encodable(document.id))
    made.add_text("title_shown", encodable(document.title))
    made.add_text("title", " ".join(folded for folded, _ in title))
    made.add_text("marked_title", " ".join(marked for _, marked in title))
    made.add_text("words", " ".join(folded for folded, _ in title + body))
    made.add_text("marked", " ".join(marked for _, marked in title + body))
    made.add_text("name_key", document.name_key)
    made.add_text("newest_key", document.newest_key)
    made.add_text("rank_key", document.rank_key)
    made.add_text("rank", str(document.rank))
    for beginning in document.beginnings:
        made.add_text("begins", beginning)
    for name in FACETS:
        for value in document.values(name):
            made.add_text(name, value)
    return made


def _holding(text: str, match: Match, name: str) -> list[Any]:
    """One query a word of the text, read in this way, in the field."""
    asked = query_words(text)
    held = [_reading(word, match, name) for word in asked]
    if is_anchored(asked, match):
        held.append(Query.boolean_query([(Occur.Should, _term(name, word.folded)) for word in asked]))
    return held


def _reading(word: Word, match: Match, name: str) -> Any:
    readings = [_term(name, word.folded)]
    if match is not Match.WORDS and word.is_last:
        readings.append(_prefix(name, word.folded))
    if match is Match.NEAR and word.may_be_near:
        readings.append(Query.fuzzy_term_query(_SCHEMA, name, word.folded, distance=1))
    return Query.boolean_query([(Occur.Should, reading) for reading in readings])


def _clauses(word: Word, match: Match) -> Iterator[Any]:
    """What raises the score of a hit; every hit holds the words, so that alone raises nothing."""
    yield Query.boost_query(_term("title", word.folded), TITLE_WEIGHT)
    if word.marked:
        yield Query.const_score_query(_term("marked", word.marked), MARKED_SCORE)
        yield Query.const_score_query(_term("marked_title", word.marked), MARKED_TITLE_SCORE)
    if match is not Match.WORDS and word.is_last:
        yield Query.const_score_query(_prefix("title", word.folded), TITLE_WEIGHT)
        if word.marked:
            yield Query.const_score_query(_prefix("marked", word.marked), MARKED_SCORE)
            yield Query.const_score_query(_prefix("marked_title", word.marked), MARKED_TITLE_SCORE)
    if match is Match.NEAR and word.may_be_near:
        near = Query.fuzzy_term_query(_SCHEMA, "title", word.folded, distance=1)
        yield Query.const_score_query(near, TITLE_WEIGHT)


def _term(name: str, term: str) -> Any:
    return Query.term_query(_SCHEMA, name, term, "freq")


def _raw(name: str, value: str) -> Any:
    return Query.term_query(_SCHEMA, name, value, "basic")


def _prefix(name: str, term: str) -> Any:
    return Query.regex_query(_SCHEMA, name, f"{term}.*")  # a word holds letters and digits only


def _any_value(name: str, values: Iterable[str]) -> Any:
    return Query.term_set_query(_SCHEMA, name, list(values))


def _all(parts: list[Any]) -> Any:
    """Documents that match every part, unscored."""
    if not parts:
        return Query.all_query()
    return Query.const_score_query(Query.boolean_query([(Occur.Must, part) for part in parts]), 1.0)


def _ranked(wanted: Any, query: SearchQuery, match: Match) -> Any:
    clauses = [(Occur.Should, clause) for word in query_words(query.text) for clause in _clauses(word, match)]
    clauses.append((Occur.Should, Query.const_score_query(_raw("begins", query.beginning), BEGINS_SCORE)))
    adjacent = Query.const_score_query(_term("words", query.beginning), ADJACENT_SCORE)
    clauses.append((Occur.Should, adjacent))
    for rank, score in enumerate(RANK_SCORES):
        clauses.append((Occur.Should, Query.const_score_query(_raw("rank", str(rank)), score)))
    return Query.boolean_query([(Occur.Must, wanted), *clauses])


def _count(searcher: Any, wanted: Any) -> int:
    return int(searcher.search(wanted, limit=1, count=True).count)


def _page(searcher: Any, query: SearchQuery, match: Match, wanted: Any) -> tuple[int, tuple[str, ...]]:
    """How many documents match, and the ids of those on the page; one call."""
    if query.offset >= searcher.num_docs:  # the engine makes room for all before the page
        return _count(searcher, wanted), ()
    page = {"limit": query.limit, "offset": query.offset, "count": True}
    if query.sort is Sort.NEWEST:
        result = searcher.search(wanted, order_by_field="newest_key", order=Order.Asc, **page)
    elif query.by_name:
        key = "rank_key" if query.by_rank else "name_key"
        result = searcher.search(wanted, order_by_field=key, order=Order.Asc, **page)
    else:
        result = searcher.search(_ranked(wanted, query, match), **page)
    return int(result.count), tuple(searcher.doc(address)["id"][0] for _, address in result.hits)


def _counts(
    searcher: Any, facets: tuple[str, ...], holding: list[Any], filters: dict[str, Any]
) -> dict[str, dict[str, int]]:
    """Facets without a filter of their own share one pass."""
    passes = [tuple(facet for facet in facets if facet not in filters)]
    passes += [(facet,) for facet in facets if facet in filters]
    counts: dict[str, dict[str, int]] = {}
    for names in filter(None, passes):
        others = [part for name, part in filters.items() if name not in names]
        terms = {name: {"terms": {"field": name, "size": _MAX_VALUES}} for name in names}
        found = searcher.aggregate(_all([*holding, *others]), terms)
        for name in names:
            counts[name] = ordered_counts({b["key"]: b["doc_count"] for b in found[name]["buckets"]})
    return {facet: counts[facet] for facet in facets}
