"""Picks the engine behind the search port."""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from pathlib import Path

from app.adapters.search.index_folder import TANTIVY, IndexFolder
from app.core.search import SearchDocument, SearchIndex, SearchPage, SearchQuery, Suggestion

LARGE = 5_000  # documents; measured in tests/bench/search.py


def open_index(engine: str, path: Path) -> SearchIndex:
    """The index in a folder of its own, which the first write makes. `engine`: auto, whoosh or tantivy.

    Opens nothing yet, so only the verbs can find it broken. Raises KeyError for an unknown engine.
    """
    return _OPENERS[engine](path)


def _open_whoosh(path: Path) -> SearchIndex:
    from app.adapters.search.whoosh_engine import WhooshIndex  # noqa: PLC0415  # load only the engine in use

    return WhooshIndex(path)


def _open_tantivy(path: Path) -> SearchIndex:
    from app.adapters.search.tantivy_engine import TantivyIndex  # noqa: PLC0415  # as above

    return TantivyIndex(path)


class AutoIndex:
    """Whoosh for a small catalogue, Tantivy from LARGE documents on; it changes over at a rebuild."""

    def __init__(self, path: Path, large: int = LARGE) -> None:
        self._path = path
        self._large = large
        self._tantivy: SearchIndex | None = None
        self._whoosh: SearchIndex | None = None

    def upsert(self, documents: Iterable[SearchDocument], *, position: int | None = None) -> None:
        self._in_use().upsert(documents, position=position)

    def delete(self, ids: Iterable[str], *, position: int | None = None) -> None:
        self._in_use().delete(ids, position=position)

    def rebuild(
        self, documents: Iterable[SearchDocument], *, position: int, sample: Iterable[tuple[str, int]] = ()
    ) -> None:
        rest = iter(documents)
        first = list(islice(rest, self._large))
        engine = self._engine(large=len(first) == self._large)
        engine.rebuild(chain(first, rest), position=position, sample=sample)

    def clear(self) -> None:
        self._engine(large=False).clear()

    def search(self, query: SearchQuery) -> SearchPage:
        return self._in_use().search(query)

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        return self._in_use().suggest(prefix, limit)

    def position(self) -> int:
        return self._in_use().position()

    def count(self) -> int:
        return self._in_use().count()

    def outgrown(self) -> bool:
        return self._in_use().outgrown() if self._is_large() else self.count() >= self._large

    def _in_use(self) -> SearchIndex:
        return self._engine(large=self._is_large())

    def _is_large(self) -> bool:
        return IndexFolder(self._path, TANTIVY).current() is not None

    def _engine(self, *, large: bool) -> SearchIndex:
        if large:
            self._tantivy = self._tantivy or open_index("tantivy", self._path)
            return self._tantivy
        self._whoosh = self._whoosh or open_index("whoosh", self._path)
        return self._whoosh


_OPENERS: dict[str, Callable[[Path], SearchIndex]] = {
    "auto": AutoIndex,
    "whoosh": _open_whoosh,
    "tantivy": _open_tantivy,
}
