"""Events of a facility put into the tables with what they are found by; each is kept once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

from sqlalchemy import func, select

from app.core.clock import utc_now
from app.core.database.base import db, insert_plain
from traceability.epcis import Issue
from traceability.epcis_repository.delivery import Prepared, with_record_time
from traceability.epcis_repository.index import Shared
from traceability.models import EpcisEvent, EpcisNumber, EpcisTerm

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
    known = _known(facility_id, {event.event_id for event in events})
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
            EpcisEvent.facility_id == facility_id, EpcisEvent.event_id.in_(listed[start : start + _KEYS])
        )
        for event_id, hashed, declaration in db.session.execute(query):
            found.setdefault(event_id, set()).add((hashed, declaration))
    return found


def insert_events(facility_id: int, fresh: list[Prepared], job_id: int | None) -> None:
    if not fresh:
        return
    newest = newest_id()
    now = utc_now()
    bodies = with_record_time((event.body for event in fresh), now)
    rows = [
        (
            facility_id, job_id, event.event_id, event.event_hash, event.declaration, event.event_time, now, body,
        )
        for event, body in zip(fresh, bodies, strict=True)
    ]  # fmt: skip
    connection = db.session.connection()
    insert_plain(connection, EpcisEvent.__table__, _COLUMNS, rows)
    placed = list(zip(_ids_after(newest, facility_id), fresh, strict=True))
    terms = _postings([*_shared(placed), *((event.terms, (row_id,)) for row_id, event in placed)])
    numbers = _postings([(event.numbers, (row_id,)) for row_id, event in placed])
    columns = ("facility_id", "name", "value", "event_id", "last_id")
    for table, found in ((EpcisTerm, terms), (EpcisNumber, numbers)):
        listed = [(facility_id, name, value, *run) for name, value, ids in found for run in runs(ids)]
        insert_plain(connection, table.__table__, columns, listed)


def runs(ids: list[int]) -> list[tuple[int, int]]:
    """Growing numbers as the first and last of each run without a gap."""
    if len(ids) == 1 or ids[-1] - ids[0] == len(ids) - 1:
        return [(ids[0], ids[-1])]
    starts = [ids[0], *(later for earlier, later in pairwise(ids) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(ids) if later != earlier + 1), ids[-1]]
    return list(zip(starts, ends, strict=True))


def _shared(placed: Iterable[tuple[int, Prepared]]) -> Iterable[tuple[Shared, list[int]]]:
    """Events that are alike, by what they are found by."""
    ids: defaultdict[Shared, list[int]] = defaultdict(list)
    for row_id, event in placed:
        ids[event.shared].append(row_id)
    return ids.items()


def _postings(
    found: Iterable[tuple[Iterable[tuple[str, T]], Sequence[int]]],
) -> list[tuple[str, T, list[int]]]:
    """The events by what they are found by, in the order of the index: rows in its order cost a third of others."""
    by_name: defaultdict[str, defaultdict[T, list[int]]] = defaultdict(partial(defaultdict, list))
    for fields, ids in found:
        for name, value in fields:
            by_name[name][value] += ids
    return [
        (name, value, sorted(ids))
        for name, by_value in sorted(by_name.items())
        for value, ids in sorted(by_value.items())
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
