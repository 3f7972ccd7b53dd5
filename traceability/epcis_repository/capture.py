"""Capture: deliveries of events into the repository of a facility, all or nothing or as many as are good."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db, insert_plain
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.work.jobs import enqueue
from catalog.acts import load
from catalog.models import Facility
from catalog.policies import can_manage_facility
from traceability.epcis import Issue
from traceability.epcis_repository.delivery import (
    CHUNK,
    Delivery,
    Prepared,
    open_delivery,
    prepare,
    with_record_time,
)
from traceability.epcis_repository.flow import judge_flow, without_receiver
from traceability.models import CaptureBody, CaptureJob, EpcisEvent, EpcisNumber, EpcisTerm

ROLLBACK, PROCEED = "rollback", "proceed"
AT_ONCE = 100
"""Events of a delivery that is finished while the sender waits; more are left to a job."""
MAX_ERRORS = 500
TASK = "traceability.epcis.capture"
_KEYS = 500
_COLUMNS = (
    "facility_id", "capture_job_id", "event_id", "event_hash", "declaration", "event_time", "record_time", "body",
)  # fmt: skip

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Stored:
    """What became of prepared events. captured: added; refused: what contradicts an event that is kept."""

    captured: int = 0
    refused: list[Issue] = field(default_factory=list)


def receive(actor: Actor, facility_id: int, delivery: Delivery, data: bytes, behaviour: str) -> CaptureJob:
    """Take a delivery whose document is sound; a short one is finished when this returns. Inside a transaction."""
    authorize(actor, can_manage_facility, load(Facility, facility_id))
    job = CaptureJob(
        key=secrets.token_urlsafe(16), facility_id=facility_id, behaviour=behaviour, total=len(delivery.items),
        errors=[], warnings=[], created_by=actor.user_id, created_at=utc_now(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    audit.record(
        actor, "traceability.epcis.capture", job, label=job.key, facility_id=facility_id, events=job.total
    )
    if job.total <= AT_ONCE:
        events, issues = prepare(delivery, 0, job.total, all_or_none=behaviour == ROLLBACK)
        _finish(job, events, issues)
        return job
    db.session.add(CaptureBody(capture_job_id=job.id, data=data))
    work = enqueue(TASK, key=f"capture:{job.id}", user_id=actor.user_id, capture_id=job.id)
    db.session.flush()
    job.job_id = work.id
    return job


def receive_event(actor: Actor, facility_id: int, event: Prepared) -> Prepared:
    """Keep a single event; the same one again adds nothing. Inside a transaction.

    Raises Conflict event_id_used where another event has its eventID, lot_recalled_event where it moves goods of a held
    lot without a reason.
    """
    authorize(actor, can_manage_facility, load(Facility, facility_id))
    if judge_flow([event])[1]:
        raise Conflict("lot_recalled_event", "bizStep")
    stored = store(facility_id, [event], job_id=None)
    if stored.refused:
        raise Conflict("event_id_used", "eventID")
    if stored.captured:
        audit.record(
            actor, "traceability.epcis.capture", ("facility", facility_id), label=event.event_id, events=1
        )
    return event


def run_capture(capture_id: int, progress: Progress) -> dict[str, Any]:
    """Read and keep a large delivery. Safe to run again: each event is kept once, a finished job stays as it is."""
    job = db.session.get_one(CaptureJob, capture_id)
    body = db.session.get(CaptureBody, capture_id)
    if job.finished_at is not None or body is None:
        return _result(job)
    delivery = open_delivery(body.data)
    work = _run_all if job.behaviour == ROLLBACK else _run_each
    db.session.rollback()
    work(capture_id, delivery, progress)
    return _result(db.session.get_one(CaptureJob, capture_id))


def _run_all(capture_id: int, delivery: Delivery, progress: Progress) -> None:
    """All or nothing: everything is read first, then kept in one transaction."""
    total = len(delivery.items)
    events: list[Prepared] = []
    issues: list[Issue] = []
    for start in range(0, total, CHUNK):
        good, bad = prepare(delivery, start, start + CHUNK, all_or_none=True)
        events += good
        issues += bad
        progress(min(start + CHUNK, total), total)
    with transaction():
        job = load(CaptureJob, capture_id)
        if job.finished_at is None:
            _finish(job, [] if issues else events, issues)


def _run_each(capture_id: int, delivery: Delivery, progress: Progress) -> None:
    """As many as are valid: piece by piece, continuing where an earlier run stopped."""
    total, start = len(delivery.items), db.session.get_one(CaptureJob, capture_id).done
    while start < total:
        events, issues = prepare(delivery, start, start + CHUNK, all_or_none=False)
        start = min(start + CHUNK, total)
        with transaction():
            job = load(CaptureJob, capture_id)
            _note(job, events, issues)
            job.done = start
        progress(start, total)
    with transaction():
        _finish(load(CaptureJob, capture_id), [], [])


def _finish(job: CaptureJob, events: list[Prepared], issues: list[Issue]) -> None:
    _note(job, events, issues)
    job.done, job.finished_at = job.total, utc_now()
    db.session.execute(delete(CaptureBody).where(CaptureBody.capture_job_id == job.id))


def _note(job: CaptureJob, events: list[Prepared], issues: list[Issue]) -> None:
    """Store valid events and record the faults of the others."""
    is_whole = job.behaviour == ROLLBACK
    events, held = judge_flow(events)
    stored = store(job.facility_id, [] if is_whole and held else events, job_id=job.id, all_or_none=is_whole)
    issues = [*issues, *held, *stored.refused]
    job.captured += stored.captured
    job.error_count += len(issues)
    job.errors = [*job.errors, *(asdict(issue) for issue in issues)][:MAX_ERRORS]
    warnings = [{"code": code, "event_id": event.event_id} for event in events for code in event.warnings]
    nobody = without_receiver(job.facility_id, events)
    warnings += [{"code": "receiver_missing", "event_id": event_id} for event_id in nobody]
    job.warnings = [*job.warnings, *warnings][:MAX_ERRORS]


def _result(job: CaptureJob) -> dict[str, Any]:
    return {"capture": job.key, "captured": job.captured, "errors": job.error_count}


def store(
    facility_id: int, events: list[Prepared], *, job_id: int | None, all_or_none: bool = False
) -> Stored:
    """Add events that are not there yet, in order, inside a transaction.

    The same event again adds nothing. An eventID names one event, as within one document: another event under it is
    refused, and with `all_or_none` then nothing is added.
    """
    found = Stored()
    known = _known(facility_id, {event.event_id for event in events})
    fresh: list[Prepared] = []
    for event in events:
        others = known.setdefault(event.event_id, set())
        if (event.event_hash, event.declaration) in others:
            continue
        if (issue := _contradiction(event, others)) is not None:
            found.refused.append(issue)
            continue
        others.add((event.event_hash, event.declaration))
        fresh.append(event)
    if fresh and not (all_or_none and found.refused):
        _insert(facility_id, fresh, job_id)
        found.captured = len(fresh)
    return found


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


def _insert(facility_id: int, fresh: list[Prepared], job_id: int | None) -> None:
    newest = db.session.scalar(select(func.max(EpcisEvent.id))) or 0
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
    ids = _ids_after(newest, facility_id)
    placed = [(ids[event.event_id, event.event_hash, event.declaration], event) for event in fresh]
    for table, pairs in ((EpcisTerm, "terms"), (EpcisNumber, "numbers")):
        found = [
            (facility_id, name, value, row_id)
            for row_id, event in placed
            for name, value in getattr(event, pairs)
        ]
        insert_plain(connection, table.__table__, ("facility_id", "name", "value", "event_id"), found)


def _ids_after(newest: int, facility_id: int) -> dict[tuple[str, str, str], int]:
    """The ids of the events that a facility has got since, by what makes each one; ids only grow."""
    query = select(EpcisEvent.id, EpcisEvent.event_id, EpcisEvent.event_hash, EpcisEvent.declaration).where(
        EpcisEvent.facility_id == facility_id, EpcisEvent.id > newest
    )
    return {
        (name, hashed, declaration): row_id for row_id, name, hashed, declaration in db.session.execute(query)
    }
