"""Capture: deliveries of events into the repository of a facility, all or nothing or as many as are good."""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db, insert_plain
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.work.jobs import enqueue
from catalog.acts import load, lock
from catalog.models import Facility
from catalog.policies import can_manage_facility
from traceability.epcis import Issue
from traceability.epcis_repository.delivery import (
    PIECE,
    Delivery,
    Prepared,
    open_delivery,
    pack,
    prepare,
    restored,
    unpack,
)
from traceability.epcis_repository.flow import judge_flow, without_receiver
from traceability.epcis_repository.spool import Spool
from traceability.epcis_repository.store import has_after, insert_events, new_among, newest_id, store
from traceability.models import CaptureBody, CaptureJob, CapturePiece

ROLLBACK, PROCEED = "rollback", "proceed"
AT_ONCE = 100
"""Events of a delivery that is finished while the sender waits; more are left to a job."""
MAX_ERRORS = 500
TASK = "traceability.epcis.capture"
_AT_A_TIME = 4
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Outcome:
    """What became of the events of a job so far; of what is wrong and of what is doubtful the first are listed.
    is_new: whether nothing that was judged is kept already or was sent under one name twice.
    """

    captured: int = 0
    is_new: bool = True
    count: int = 0
    errors: list[Issue] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, issues: Sequence[Issue]) -> None:
        self.count += len(issues)
        self.errors += issues[: MAX_ERRORS - len(self.errors)]

    def doubt(self, warnings: Sequence[dict[str, str]]) -> None:
        self.warnings += warnings[: MAX_ERRORS - len(self.warnings)]

    def note(self, job: CaptureJob) -> None:
        """Add it to what the job tells."""
        job.captured += self.captured
        job.error_count += self.count
        job.errors = [*job.errors, *(asdict(issue) for issue in self.errors)][:MAX_ERRORS]
        job.warnings = [*job.warnings, *self.warnings][:MAX_ERRORS]


class Judged(NamedTuple):
    """A short delivery read through: its valid events, and what is wrong with the others."""

    events: list[Prepared]
    issues: list[Issue]


def judge(delivery: Delivery, *, all_or_none: bool) -> Judged | None:
    """Read a short delivery through, before any lock is taken; None for a long one, which is left to a job."""
    if delivery.total > AT_ONCE:
        return None
    parts = [prepare(delivery, piece, all_or_none=all_or_none) for piece in delivery.pieces()]
    return Judged(
        [event for events, _ in parts for event in events], [i for _, issues in parts for i in issues]
    )


def receive(
    actor: Actor, facility_id: int, delivery: Delivery, behaviour: str, judged: Judged | None
) -> CaptureJob:
    """Take a delivery whose document is sound; one that was judged is finished when this returns. Inside a
    transaction.
    """
    authorize(actor, can_manage_facility, load(Facility, facility_id))
    job = CaptureJob(
        key=secrets.token_urlsafe(16), facility_id=facility_id, behaviour=behaviour, total=delivery.total,
        errors=[], warnings=[], created_by=actor.user_id, created_at=utc_now(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    audit.record(
        actor, "traceability.epcis.capture", job, label=job.key, facility_id=facility_id, events=job.total
    )
    if judged is not None:
        lock(Facility, facility_id)
        outcome = Outcome()
        outcome.refuse(judged.issues)
        _keep(job, judged.events, outcome)
        _finish(job, outcome)
        return job
    _put_aside(job, delivery)
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
    lock(Facility, facility_id)
    if judge_flow([event])[1]:
        raise Conflict("lot_recalled_event", "bizStep")
    stored = store(facility_id, [event])
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
    delivery = _put_back(capture_id, body)
    work = _run_all if job.behaviour == ROLLBACK else _run_each
    db.session.rollback()
    work(capture_id, delivery, progress)
    return _result(db.session.get_one(CaptureJob, capture_id))


def _put_aside(job: CaptureJob, delivery: Delivery) -> None:
    """Keep the delivery for its job, a piece at a time."""
    db.session.add(CaptureBody(capture_job_id=job.id, data=delivery.outline()))
    db.session.flush()
    columns = ("capture_job_id", "number", "data")
    for number in range(len(delivery.texts)):
        row = (job.id, number, delivery.texts.read(number))
        insert_plain(db.session.connection(), CapturePiece.__table__, columns, [row])


def _put_back(capture_id: int, body: CaptureBody) -> Delivery:
    texts = Spool()
    pieces = select(CapturePiece.data).where(CapturePiece.capture_job_id == capture_id)
    count = select(func.count()).select_from(pieces.subquery())
    for number in range(db.session.scalar(count) or 0):
        texts.add(db.session.scalars(pieces.where(CapturePiece.number == number)).one())
    return restored(body.data, texts) if len(texts) else open_delivery(BytesIO(body.data))


def _run_all(capture_id: int, delivery: Delivery, progress: Progress) -> None:
    """All or nothing: everything is read and judged before the first piece is written, then written at once."""
    facility_id = db.session.get_one(CaptureJob, capture_id).facility_id
    db.session.rollback()
    with transaction():
        lock(Facility, facility_id)  # who writes its events now has numbered them
        newest = newest_id()
    outcome, ready = Outcome(), Spool()
    judged, declared = _read_all(facility_id, delivery, progress, outcome, ready)
    if not outcome.count and declared:
        judged = Outcome(is_new=False)
        _judge_all(facility_id, ready, declared, judged)
        db.session.rollback()
    if not outcome.count:
        outcome = judged
    if not outcome.count:
        outcome.is_new &= not delivery.suspects
        _write_all(capture_id, ready, outcome, newest)
    if outcome.count:
        with transaction():
            job = load(CaptureJob, capture_id)
            if job.finished_at is None:
                _finish(job, outcome)


def _read_all(
    facility_id: int, delivery: Delivery, progress: Progress, outcome: Outcome, ready: Spool
) -> tuple[Outcome, set[str]]:
    """Prepare all events, put aside in `ready`, and judge each piece while it is at hand.

    Returns what the judgement found and the eventIDs of which the delivery declares an error: where there is one, all
    must be judged anew beside each other.
    """
    judged, waiting = Outcome(), list[Prepared]()
    declared: set[str] = set()
    for piece in delivery.pieces():
        events, issues = prepare(delivery, piece, all_or_none=True)
        outcome.refuse(issues)
        end = piece.start + len(piece.items)
        if not outcome.count:
            ready.add(pack(events))
            declared.update(event.event_id for event in events if event.declaration)
            waiting += events
        if piece.start // PIECE % _AT_A_TIME != _AT_A_TIME - 1 and end != delivery.total:
            continue
        if not declared and not outcome.count:
            _judge_some(facility_id, waiting, {}, judged)
            db.session.rollback()
        waiting.clear()
        progress(end, delivery.total)
    return judged, declared


def _unpacked(ready: Spool) -> Iterator[list[Prepared]]:
    """Several pieces at a time: rows of the index that are written together cost less."""
    pieces = (unpack(ready.read(number)) for number in range(len(ready)))
    while some := list(chain.from_iterable(islice(pieces, _AT_A_TIME))):
        yield some


def _judge_all(facility_id: int, ready: Spool, declared: Collection[str], outcome: Outcome) -> None:
    """What is wrong with the events beside those that are kept, and beside each other. declared: eventIDs of which the
    delivery declares an error.
    """
    seen: dict[str, set[tuple[str, str]]] = {}
    for events in _unpacked(ready):
        for event in _judge_some(facility_id, events, seen, outcome):
            if event.event_id in declared:
                seen.setdefault(event.event_id, set()).add((event.event_hash, event.declaration))


def _judge_some(
    facility_id: int, events: list[Prepared], seen: Mapping[str, set[tuple[str, str]]], outcome: Outcome
) -> list[Prepared]:
    """Judge some events beside those that are kept or `seen` before; returns those that may flow."""
    good, held = judge_flow(events)
    fresh, refused = new_among(facility_id, good, seen)
    outcome.is_new &= len(fresh) == len(events) and all(event.event_id != event.event_hash for event in fresh)
    outcome.refuse([*held, *refused])
    _doubt(facility_id, good, outcome)
    return good


class _NothingKept(Exception):
    """Something is wrong with an event of an all-or-nothing delivery."""


def _write_all(capture_id: int, ready: Spool, outcome: Outcome, newest: int) -> None:
    """Write what was judged in one transaction, a few pieces in memory at a time. Where others kept any event after the
    `newest`, all are judged again; where that refuses an event, nothing is kept and `outcome` says why.
    """
    try:
        with transaction():
            job = load(CaptureJob, capture_id)
            if job.finished_at is None:
                _keep_all(job, ready, outcome, newest)
                _finish(job, outcome)
    except _NothingKept:
        outcome.captured = 0


def _keep_all(job: CaptureJob, ready: Spool, outcome: Outcome, newest: int) -> None:
    """Raises _NothingKept."""
    lock(Facility, job.facility_id)
    are_new = outcome.is_new and not has_after(job.facility_id, newest)
    _let_go(job)  # first, so that what is written takes the place of it
    for events in _unpacked(ready):
        good, held = judge_flow(events)
        fresh, refused = (good, []) if are_new else new_among(job.facility_id, good)
        outcome.refuse([*held, *refused])
        if not outcome.count:
            insert_events(job.facility_id, fresh, job.id)
            outcome.captured += len(fresh)
    if outcome.count:
        raise _NothingKept


def _run_each(capture_id: int, delivery: Delivery, progress: Progress) -> None:
    """As many as are valid: piece by piece, continuing where an earlier run stopped."""
    start = db.session.get_one(CaptureJob, capture_id).done
    for piece in delivery.pieces(start):
        outcome = Outcome()
        events, issues = prepare(delivery, piece, all_or_none=False)
        outcome.refuse(issues)
        end = piece.start + len(piece.items)
        with transaction():
            job = load(CaptureJob, capture_id)
            lock(Facility, job.facility_id)
            _keep(job, events, outcome)
            outcome.note(job)
            job.done = end
        progress(end, delivery.total)
    with transaction():
        _finish(load(CaptureJob, capture_id), Outcome())


def _finish(job: CaptureJob, outcome: Outcome) -> None:
    outcome.note(job)
    job.done, job.finished_at = job.total, utc_now()
    _let_go(job)


def _let_go(job: CaptureJob) -> None:
    """Delete what was put aside for the job."""
    for table in (CapturePiece, CaptureBody):
        db.session.execute(delete(table).where(table.capture_job_id == job.id))


def _keep(job: CaptureJob, events: list[Prepared], outcome: Outcome) -> None:
    """Store valid events, in an all-or-nothing delivery none where anything is wrong with any."""
    good, held = judge_flow(events)
    fresh, refused = new_among(job.facility_id, good)
    outcome.refuse([*held, *refused])
    if not (job.behaviour == ROLLBACK and outcome.count):
        insert_events(job.facility_id, fresh, job.id)
        outcome.captured += len(fresh)
    _doubt(job.facility_id, good, outcome)


def _doubt(facility_id: int, good: list[Prepared], outcome: Outcome) -> None:
    outcome.doubt([{"code": code, "event_id": event.event_id} for event in good for code in event.warnings])
    nobody = without_receiver(facility_id, good)
    outcome.doubt([{"code": "receiver_missing", "event_id": event_id} for event_id in nobody])


def _result(job: CaptureJob) -> dict[str, Any]:
    return {"capture": job.key, "captured": job.captured, "errors": job.error_count}
