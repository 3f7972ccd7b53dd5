"""Which products are being recalled: known to the package of lots, asked when a product is indexed."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

Source = Callable[[Session, Iterable[int]], frozenset[int]]
_sources: list[Source] = []


def recalled_source(source: Source) -> Source:
    """Register what tells which of some products have a lot under recall."""
    _sources.append(source)
    return source


def recalled_among(session: Session, ids: Iterable[int]) -> frozenset[int]:
    """Of some products those under recall."""
    wanted = list(ids)
    return frozenset[int]().union(*(source(session, wanted) for source in _sources))
