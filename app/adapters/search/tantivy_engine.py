"""Tantivy behind the search port: suitable from some thousand documents to millions."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tantivy import Document, Index, Order

from app.adapters.search.index_folder import TANTIVY, FolderIndex, IndexFolder, engine_at, write_position
from app.adapters.search.steps import (
    COARSE,
    FIELDS,
    Ladder,
    find_stretch,
    ladder_of,
    read_ladder,
    write_ladder,
)
from app.adapters.search.tantivy_queries import SCHEMA, all_of, any_value, between, holding_words, ranked
from app.core.kept import Kept
from app.core.search import (
    FACETS,
    Match,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Sort,
    Suggestion,
    distinct_titles,
    encodable,
    first_match,
    ordered_counts,
    query_words,
    tokens,
)

_HEAP = 32_000_000  # bytes a writer thread may hold before it writes a segment
_REBUILD_HEAP = 128_000_000
_MAX_VALUES = 65_000  # of one facet, Tantivy's own limit
_KEPT_ANSWERS = 4_000_000  # bytes
_CROWDED = 128  # documents a step, from which on a new ladder pays
_FEW = 2_000  # documents that need no ladder
_SKIPPED = 32  # documents that are put in order for nothing sooner than counting again
_SUGGEST_AHEAD = 4  # titles repeat: look at this many times more than asked


_Opened = tuple[Path, tuple[int, int], Any]  # generation, its commit, Index


class TantivyIndex(FolderIndex):
    def __init__(self, path: Path) -> None:
        super().__init__(IndexFolder(path, TANTIVY))
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._answers: Kept[Any] = Kept(_KEPT_ANSWERS, _weight)

    def rebuild(
        self, documents: Iterable[SearchDocument], *, position: int, sample: Iterable[tuple[str, int]] = ()
    ) -> None:
        with self._folder.writing():
            folder, ladder = self._folder.new(), ladder_of(sample)
            write_ladder(folder, ladder)
            _write_to(Index(SCHEMA, path=str(folder)), _REBUILD_HEAP, [], documents, ladder)
            write_position(folder, position)
            self._folder.switch(folder)

    def clear(self) -> None:
        self.rebuild((), position=0)

    def search(self, query: SearchQuery) -> SearchPage:
        with self._searching() as (searcher, commit):
            if searcher is None:
                return SearchPage(0, (), {facet: {} for facet in query.facets}, Match.WORDS)
            page: SearchPage = self._kept((commit, query.key), lambda: self._search(searcher, commit, query))
            return page

    def _kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """What this commit answers to a question: many ask the same."""
        return self._answers.get(key, make)

    def _search(self, searcher: Any, commit: object, query: SearchQuery) -> SearchPage:
        filters = {name: any_value(name, values) for name, values in query.active_filters().items()}
        found: dict[Match, tuple[int, tuple[str, ...]]] = {}
        counts: dict[Match, Counts] = {}

        def reads(match: Match) -> bool:
            """Mostly the page itself tells; where its filters leave nothing, the words alone decide."""
            holding = holding_words(query.text, match, "words")
            if query.in_order:
                counts[match] = self._counts(searcher, commit, query, holding, filters)
                if total := counts[match].total:
                    found[match] = _ordered_page(
                        searcher, query, counts[match], [*holding, *filters.values()]
                    )
            else:
                found[match] = _ranked_page(searcher, query, match, all_of([*holding, *filters.values()]))
                total = found[match][0]
            kinds = [filters["kind"]] if "kind" in filters else []
            return total > 0 or _count(searcher, all_of([*holding, *kinds])) > 0

        match = first_match(query.text, reads)
        if match not in found and match not in counts:
            reads(match)
        holding = holding_words(query.text, match, "words")
        counted = counts.get(match) or self._counts(searcher, commit, query, holding, filters)
        return SearchPage(*found.get(match, (0, ())), counted.facets, match)

    def _counts(
        self, searcher: Any, commit: object, query: SearchQuery, holding: list[Any], filters: dict[str, Any]
    ) -> "Counts":
        """Counts; those of a question without words are kept until the next commit, since all pages ask them."""
        field = _field(query) if query.in_order else None
        if holding:
            return _counts(searcher, query.facets, field, holding, filters)
        key = (commit, query.facets, field, tuple(sorted(query.active_filters().items())))
        found: Counts = self._kept(key, lambda: _counts(searcher, query.facets, field, holding, filters))
        return found

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        with self._searching() as (searcher, commit):
            if searcher is None or not query_words(prefix):
                return []
            return list(
                self._kept((commit, "suggest", prefix, limit), lambda: _suggest(searcher, prefix, limit))
            )

    def count(self) -> int:
        with self._searching() as (searcher, _):
            return int(searcher.num_docs) if searcher else 0

    def outgrown(self) -> bool:
        """Whether far pages would be found faster with a new ladder."""
        folder = self._folder.current()
        count = self.count()
        return folder is not None and count > max(_FEW, _CROWDED * len(read_ladder(folder).names))

    def _write(self, stale: list[str], fresh: Iterable[SearchDocument], position: int | None) -> None:
        with self._folder.writing():
            folder = self._folder.current()
            if folder is None:
                folder = self._folder.new()
                Index(SCHEMA, path=str(folder))
                self._folder.switch(folder)
            if stale:
                with engine_at(folder):
                    _write_to(_open(folder), _HEAP, stale, fresh, read_ladder(folder))
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


def _write_to(
    engine: Any, heap: int, stale: list[str], fresh: Iterable[SearchDocument], ladder: Ladder
) -> None:
    """One commit; Tantivy forces it to disk."""
    writer = engine.writer(heap_size=heap, num_threads=1)
    for one in stale:
        writer.delete_documents_by_term("id", encodable(one))
    for document in fresh:
        writer.add_document(_document(document, ladder))
    writer.commit()
    writer.wait_merging_threads()  # else the merges begun would be thrown away


def _document(document: SearchDocument, ladder: Ladder) -> Any:
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
    for name, place in zip(FIELDS, ladder.places(document), strict=True):
        made.add_unsigned(name, place)
    for beginning in document.beginnings:
        made.add_text("begins", beginning)
    for name in FACETS:
        for value in document.values(name):
            made.add_text(name, value)
    return made


def _count(searcher: Any, wanted: Any) -> int:
    return int(searcher.search(wanted, limit=1, count=True).count)


def _field(query: SearchQuery) -> str:
    """What the question is ordered by: a field ending in `_key`, and in `_step` as a number."""
    if query.sort is Sort.NEWEST:
        return "newest"
    return "rank" if query.by_rank else "name"


def _ranked_page(searcher: Any, query: SearchQuery, match: Match, wanted: Any) -> tuple[int, tuple[str, ...]]:
    """How many documents match, and the ids of those on the page, the best first; one call."""
    if query.offset >= searcher.num_docs:  # the engine makes room for all before the page
        return _count(searcher, wanted), ()
    best = ranked(wanted, query, match)
    result = searcher.search(best, limit=query.limit, offset=query.offset, count=True)
    return int(result.count), _ids(searcher, result)


def _ordered_page(
    searcher: Any, query: SearchQuery, counts: "Counts", parts: list[Any]
) -> tuple[int, tuple[str, ...]]:
    """As `_ranked_page`, in the order of a field: only documents on the steps of the page are put in order."""
    field = _field(query)
    stretch = find_stretch(counts.steps, COARSE, query.offset, query.limit)
    if stretch is None:
        return counts.total, ()
    if stretch.skip > _SKIPPED:
        within = all_of([*parts, between(f"{field}_step", stretch.start, stretch.end)])
        found = searcher.aggregate(within, {"steps": _histogram(field, 1)})
        stretch = find_stretch(_steps(found), 1, stretch.skip, query.limit) or stretch
    wanted = all_of([*parts, between(f"{field}_step", stretch.start, stretch.end)])
    result = searcher.search(
        wanted,
        limit=query.limit,
        offset=stretch.skip,
        count=False,
        order_by_field=f"{field}_key",
        order=Order.Asc,
    )
    return counts.total, _ids(searcher, result)


def _ids(searcher: Any, result: Any) -> tuple[str, ...]:
    return tuple(searcher.doc(address)["id"][0] for _, address in result.hits)


def _suggest(searcher: Any, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    for match in (Match.PREFIX, Match.NEAR):
        best = ranked(all_of(holding_words(prefix, match, "title")), SearchQuery(text=prefix), match)
        hits = searcher.search(best, limit=limit * _SUGGEST_AHEAD, count=False).hits
        if hits:
            rows = (searcher.doc(address) for _, address in hits)
            found = (Suggestion(row["id"][0], row["title_shown"][0]) for row in rows)
            return tuple(distinct_titles(found, limit))
    return ()


@dataclass(frozen=True, slots=True)
class Counts:
    """steps: documents by runs of steps, in order; none for a question that is not in order."""

    facets: dict[str, dict[str, int]]
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(count for _, count in self.steps)

    @property
    def weight(self) -> int:
        """As of a page."""
        return 120 * (len(self.steps) + sum(map(len, self.facets.values())))


def _histogram(field: str, width: int) -> dict[str, Any]:
    return {"histogram": {"field": f"{field}_step", "interval": width, "min_doc_count": 1}}


def _steps(found: Any) -> tuple[tuple[int, int], ...]:
    return tuple((int(bucket["key"]), int(bucket["doc_count"])) for bucket in found["steps"]["buckets"])


def _counts(
    searcher: Any, facets: tuple[str, ...], field: str | None, holding: list[Any], filters: dict[str, Any]
) -> Counts:
    """Facets without a filter of their own share one pass with the steps."""
    free = tuple(facet for facet in facets if facet not in filters)
    found = _aggregated(searcher, free, field, [*holding, *filters.values()])
    counts, steps = found.facets, found.steps
    for facet in facets:
        if facet in filters:
            others = [part for name, part in filters.items() if name != facet]
            counts |= _aggregated(searcher, (facet,), None, [*holding, *others]).facets
    return Counts({facet: counts[facet] for facet in facets}, steps)


def _aggregated(searcher: Any, facets: tuple[str, ...], field: str | None, parts: list[Any]) -> Counts:
    """Some facets, and the steps where a field is given; one pass, none where nothing is asked."""
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": _MAX_VALUES}} for name in facets}
    if field is not None:
        asked["steps"] = _histogram(field, COARSE)
    if not asked:
        return Counts({})
    found = searcher.aggregate(all_of(parts), asked)
    return Counts(
        {name: ordered_counts({b["key"]: b["doc_count"] for b in found[name]["buckets"]}) for name in facets},
        _steps(found) if field is not None else (),
    )


def _weight(value: Any) -> int:
    """About how many bytes an answer takes."""
    return int(value.weight) if isinstance(value, SearchPage | Counts) else 300 * len(value)
