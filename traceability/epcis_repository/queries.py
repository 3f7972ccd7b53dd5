"""Reads of the EPCIS repository, each within the facilities of the caller."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import Facility
from traceability.epcis_repository.index import key
from traceability.epcis_repository.query import EventQuery, NumberCondition, TermCondition
from traceability.models import CaptureJob, EpcisEvent, EpcisNumber, EpcisQuery, EpcisTerm

PAGE_BYTES = 4 * 1024 * 1024
"""A page of large events ends early."""
_COMPARE = {"eq": "__eq__", "gt": "__gt__", "ge": "__ge__", "lt": "__lt__", "le": "__le__"}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the last event's id and, in an order by time, its time. top: the newest event's id when
    the first page was made, so that what is captured meanwhile neither repeats nor moves anything.
    """

    last: int
    top: int
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventPage:
    """The bodies of the events of a page, and where it ended when there are more."""

    bodies: tuple[str, ...]
    next: Position | None


def find_events(
    scope: Collection[int], query: EventQuery, size: int, after: Position | None = None
) -> EventPage:
    """One page of the events that a query finds."""
    top = after.top if after is not None else latest_event_id(scope)
    order = _order(query)
    statement = _matching(scope, query, select(EpcisEvent.id, order, EpcisEvent.body), top)
    if after is not None:
        statement = statement.where(_behind(query, after))
    directions = [order, EpcisEvent.id] if query.order_by else [EpcisEvent.id]
    ordered = [column.desc() if query.descending else column.asc() for column in directions]
    bodies: list[str] = []
    last: Any = None
    length = 0
    for row in db.session.execute(statement.order_by(*ordered).limit(size + 1)):
        if len(bodies) == size or (bodies and length + len(row.body) > PAGE_BYTES):
            return EventPage(tuple(bodies), _position(query, last, top))
        bodies.append(row.body)
        length += len(row.body)
        last = row
    return EventPage(tuple(bodies), None)


def count_events(scope: Collection[int], query: EventQuery, limit: int) -> int:
    """How many events a query finds, counted up to a limit."""
    found = _matching(scope, query, select(EpcisEvent.id), latest_event_id(scope)).limit(limit).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def latest_event_id(scope: Collection[int]) -> int:
    return db.session.scalar(select(func.max(EpcisEvent.id)).where(EpcisEvent.facility_id.in_(scope))) or 0


def list_events_named(scope: Collection[int], event_id: str) -> list[str]:
    """The bodies of the event with an eventID and of what declares it wrong. Raises NotFound."""
    query = select(EpcisEvent.body).where(EpcisEvent.facility_id.in_(scope), EpcisEvent.event_id == event_id)
    found = list(db.session.scalars(query.order_by(EpcisEvent.id)))
    if not found:
        raise NotFound("epcis_not_found")
    return found


def list_values(scope: Collection[int], names: Sequence[str], size: int, after: str = "") -> list[str]:
    """Different values of some fields in alphabetical order, from the one behind `after` on."""
    query = select(EpcisTerm.value).where(
        EpcisTerm.facility_id.in_(scope), EpcisTerm.name.in_(names), EpcisTerm.value > after
    )
    return list(db.session.scalars(query.distinct().order_by(EpcisTerm.value).limit(size)))


def has_value(scope: Collection[int], names: Sequence[str], value: str) -> bool:
    """Whether some event has the value in one of the fields."""
    query = select(EpcisTerm.event_id).where(
        EpcisTerm.facility_id.in_(scope), EpcisTerm.name.in_(names), EpcisTerm.value == key(value)
    )
    return db.session.scalar(query.limit(1)) is not None


def get_capture_job(scope: Collection[int], job_key: str) -> CaptureJob:
    """Raises NotFound."""
    query = select(CaptureJob).where(CaptureJob.facility_id.in_(scope), CaptureJob.key == job_key)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("epcis_not_found")
    return found


def list_capture_jobs(scope: Collection[int], size: int, before: int | None = None) -> list[CaptureJob]:
    """The newest first."""
    query = select(CaptureJob).where(CaptureJob.facility_id.in_(scope))
    if before is not None:
        query = query.where(CaptureJob.id < before)
    return list(db.session.scalars(query.order_by(CaptureJob.id.desc()).limit(size)))


def get_named_query(scope: Collection[int], name: str) -> EpcisQuery:
    """Raises NotFound."""
    query = select(EpcisQuery).where(EpcisQuery.facility_id.in_(scope), EpcisQuery.name == name)
    found = db.session.scalar(query.order_by(EpcisQuery.id).limit(1))
    if found is None:
        raise NotFound("epcis_not_found")
    return found


def list_named_queries(scope: Collection[int], size: int, after: int = 0) -> list[EpcisQuery]:
    query = select(EpcisQuery).where(EpcisQuery.facility_id.in_(scope), EpcisQuery.id > after)
    return list(db.session.scalars(query.order_by(EpcisQuery.id).limit(size)))


def count_named_queries(facility_id: int) -> int:
    return (
        db.session.scalar(select(func.count(EpcisQuery.id)).where(EpcisQuery.facility_id == facility_id)) or 0
    )


def find_facility_id(scope: Collection[int], slug: str) -> int:
    """A facility of the scope by its slug. Raises NotFound."""
    found = db.session.scalar(select(Facility.id).where(Facility.id.in_(scope), Facility.slug == slug))
    if found is None:
        raise NotFound("epcis_not_found")
    return found


def _matching(scope: Collection[int], query: EventQuery, statement: Select[Any], top: int) -> Select[Any]:
    statement = statement.where(EpcisEvent.facility_id.in_(scope), EpcisEvent.id <= top)
    if query.event_ids is not None:
        statement = statement.where(EpcisEvent.event_id.in_(query.event_ids))
    for time in query.times:
        compare = getattr(getattr(EpcisEvent, time.column), _COMPARE[time.operator])
        statement = statement.where(compare(time.value))
    for term in query.terms:
        statement = statement.where(EpcisEvent.id.in_(_with_term(scope, term)))
    for number in query.numbers:
        statement = statement.where(EpcisEvent.id.in_(_with_number(scope, number)))
    return statement


def _events_of(table: type[EpcisTerm | EpcisNumber]) -> Select[Any]:
    """The events of the rows of an index, each row of a run of them."""
    event = aliased(EpcisEvent)
    return select(event.id).join(table, event.id.between(table.event_id, table.last_id))


def _with_term(scope: Collection[int], term: TermCondition) -> Select[Any]:
    found = _events_of(EpcisTerm).where(EpcisTerm.facility_id.in_(scope), EpcisTerm.name.in_(term.names))
    if term.values is None:
        return found
    matches: list[ColumnElement[bool]] = [EpcisTerm.value.in_(term.values)]
    matches += [EpcisTerm.value.startswith(start, autoescape=True) for start in term.starts]
    return found.where(or_(*matches))


def _with_number(scope: Collection[int], number: NumberCondition) -> Select[Any]:
    compare = getattr(EpcisNumber.value, _COMPARE[number.operator])
    return _events_of(EpcisNumber).where(
        EpcisNumber.facility_id.in_(scope),
        EpcisNumber.name == number.name,
        or_(*(compare(value) for value in number.values)),
    )


def _order(query: EventQuery) -> Any:
    return getattr(EpcisEvent, query.order_by or "record_time")


def _behind(query: EventQuery, after: Position) -> ColumnElement[bool]:
    """What follows a position in the query's order; events of one time follow by their ids."""
    by_id = EpcisEvent.id < after.last if query.descending else EpcisEvent.id > after.last
    if after.time is None:
        return by_id
    order = _order(query)
    by_time: ColumnElement[bool] = order < after.time if query.descending else order > after.time
    return or_(by_time, and_(order == after.time, by_id))


def _position(query: EventQuery, last: Any, top: int) -> Position:
    return Position(last[0], top, last[1].astimezone(UTC) if query.order_by else None)
