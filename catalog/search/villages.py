"""Which craft villages facilities work in: known to the package of villages, asked when a product is indexed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session

Source = Callable[[Session, list[int]], Iterable[tuple[int, str]]]
_sources: list[Source] = []


def village_source(source: Source) -> Source:
    """Register what gives (facility id, name of a public village) for some facilities."""
    _sources.append(source)
    return source


def villages_of(session: Session, facility_ids: Iterable[int]) -> Mapping[int, list[str]]:
    """Facility id -> names of its villages."""
    wanted = sorted(set(facility_ids))
    found: dict[int, list[str]] = defaultdict(list)
    for source in _sources:
        for key, name in source(session, wanted):
            found[key].append(name)
    return found
