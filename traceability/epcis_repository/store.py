"""Events of a facility put into the tables with what they are found by; each is kept once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise, repeat
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, func, select

from app.core.clock import utc_now
from app.core.database.base import db, insert_plain
from traceability.epcis import Issue
from traceability.epcis.json.quick import encode
from traceability.epcis_repository.delivery import Prepared, with_record_time
from traceability.models import EpcisEvent, EpcisNumber, EpcisTerm

K = TypeVar("K")
T = TypeVar("T", str, float)
_KEYS = 500
_COLUMNS = (
    "facility_id", "capture_job_id", "event_id", "event_hash", "declaration", "event_time", "record_time", "body",
)  # fmt: skip


class Stored(NamedTuple):
    """What became of prepared events. captured: added; refused: what contradicts an event that is kept."""

    captured: int
    refused: list[Issue]


def store(facility_id: int, events: list[Prepared]) -> Stored:
    """Add events that are not there yet, in order, inside a transaction.

    The same event again adds nothing. An eventID names one event, as within one document: another event under it is
    refused.
    """
    fresh, refused = new_among(facility_id, events)
    insert_events(facility_id, fresh, None)
    return Stored(len(fresh), refused)


def new_among(
    facility_id: int, events: list[Prepared], earlier: Mapping[str, set[tuple[str, str]]] | None = None
) -> tuple[list[Prepared], list[Issue]]:
    """The events that the facility has not, and what contradicts those that it has. earlier: of some eventIDs, (hash,
    declaration) of what will be kept before.
    """
    event_ids = {event.event_id for event in events}
    known = _known(facility_id, event_ids)
    if not (known or earlier) and len(event_ids) == len(events):
        return events, []
    for event_id, others in (earlier or {}).items():
        known.setdefault(event_id, set()).update(others)
    fresh: list[Prepared] = []
    refused: list[Issue] = []
    for event in events:
        others = known.setdefault(event.event_id, set())
        if (event.event_hash, event.declaration) in others:
            continue
        if (issue := _contradiction(event, others)) is not None:
            refused.append(issue)
            continue
        others.add((event.event_hash, event.declaration))
        fresh.append(event)
    return fresh, refused


def _contradiction(event: Prepared, others: set[tuple[str, str]]) -> Issue | None:
    """What is wrong with an event beside those that are kept under its eventID."""
    if any(bool(declaration) == bool(event.declaration) for _hashed, declaration in others):
        message = (
            f"Another event with the eventID {event.event_id} is kept: give each event an eventID of its own."
        )
        return Issue(f"{event.path}.eventID", "rule.duplicate", message)
    if any(hashed != event.event_hash for hashed, _declaration in others):
        message = "Repeat the erroneous event unchanged and add errorDeclaration only."
        return Issue(f"{event.path}.errorDeclaration", "rule.error_declaration", message)
    return None


def _known(facility_id: int, event_ids: set[str]) -> dict[str, set[tuple[str, str]]]:
    """(hash, declaration) of what the facility has under these eventIDs."""
    found: dict[str, set[tuple[str, str]]] = {}
    listed = sorted(event_ids)
    for start in range(0, len(listed), _KEYS):
        query = select(EpcisEvent.event_id, EpcisEvent.event_hash, EpcisEvent.declaration).where(
            EpcisEvent.facility_id == facility_id, _is_among(listed[start : start + _KEYS])
        )
        for event_id, hashed, declaration in db.session.execute(query):
            found.setdefault(event_id, set()).add((hashed, declaration))
    return found


def _is_among(event_ids: list[str]) -> ColumnElement[bool]:
    """Under SQLite one parameter for all of them: to bind each costs more than to look for it."""
    if db.engine.dialect.name != "sqlite":
        return EpcisEvent.event_id.in_(event_ids)
    listed = func.json_each(encode(event_ids)).table_valued("value")
    return EpcisEvent.event_id.in_(select(listed.c.value))


def insert_events(facility_id: int, fresh: list[Prepared], job_id: int | None) -> None:
    if not fresh:
        return
    newest = newest_id()
    now = utc_now()
    event_ids, hashes, declarations, times, bodies, terms, numbers, _, _, shared = zip(*fresh, strict=True)
    own = repeat(facility_id), repeat(job_id), event_ids, hashes, declarations, times, repeat(now)
    rows = list(zip(*own, with_record_time(bodies, now)))  # noqa: B905  # some are without an end
    connection = db.session.connection()
    insert_plain(connection, EpcisEvent.__table__, _COLUMNS, rows)
    ids = list(_ids_after(newest, facility_id))
    by_term, by_number = _Postings[str](), _Postings[float]()
    for alike, listed in _by_value(shared, ids).items():
        by_term.add_all(alike, listed)
    by_term.add(terms, ids)
    by_number.add(numbers, ids)
    columns = ("facility_id", "name", "value", "event_id", "last_id")
    insert_plain(connection, EpcisTerm.__table__, columns, by_term.rows(facility_id))
    insert_plain(connection, EpcisNumber.__table__, columns, by_number.rows(facility_id))


def runs(ids: list[int]) -> list[tuple[int, int]]:
    """Growing numbers as the first and last of each run without a gap."""
    if ids[-1] - ids[0] == len(ids) - 1:
        return [(ids[0], ids[-1])]
    starts = [ids[0], *(later for earlier, later in pairwise(ids) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(ids) if later != earlier + 1), ids[-1]]
    return list(zip(starts, ends, strict=True))


def _by_value(values: Iterable[K], ids: Iterable[int]) -> dict[K, list[int]]:
    """The ids of those that have the same value, growing."""
    found: defaultdict[K, list[int]] = defaultdict(list)
    for value, row_id in zip(values, ids, strict=True):
        found[value].append(row_id)
    return found


class _Postings(Generic[T]):
    """Events by what they are found by."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, defaultdict[T, list[int]]] = defaultdict(partial(defaultdict, list))

    def add(self, fields: Iterable[Iterable[tuple[str, T]]], ids: Iterable[int]) -> None:
        """fields: those of each."""
        by_name = self._by_name
        for some, row_id in zip(fields, ids, strict=True):
            for name, value in some:
                by_name[name][value].append(row_id)

    def add_all(self, fields: Iterable[tuple[str, T]], ids: list[int]) -> None:
        for name, value in fields:
            self._by_name[name][value] += ids

    def rows(self, facility_id: int) -> list[tuple[int, str, T, int, int]]:
        """In the order of the index: rows in its order cost a third of others."""
        return [
            (facility_id, name, value, first, last)
            for name, by_value in sorted(self._by_name.items())
            for value in sorted(by_value)
            for first, last in runs(sorted(by_value[value]))
        ]


def newest_id() -> int:
    """The highest id of any event."""
    return db.session.scalar(select(func.max(EpcisEvent.id))) or 0


def has_after(facility_id: int, newest: int) -> bool:
    """Whether a facility has got an event since."""
    return next(iter(_ids_after(newest, facility_id)), None) is not None


def _ids_after(newest: int, facility_id: int) -> Iterable[int]:
    """The ids of the events that a facility has got since, in the order in which they were written: ids only grow, and
    who writes holds the lock of the facility.
    """
    query = select(EpcisEvent.id).where(EpcisEvent.facility_id == facility_id, EpcisEvent.id > newest)
    return db.session.scalars(query.order_by(EpcisEvent.id))
