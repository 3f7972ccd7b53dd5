"""Capture: deliveries of events into the repository of a facility, all or nothing or as many as are good."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple, TypeVar

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
    Delivery,
    Prepared,
    open_delivery,
    pack,
    prepare,
    restored,
    unpack,
    with_record_time,
)
from traceability.epcis_repository.flow import judge_flow, without_receiver
from traceability.epcis_repository.spool import Spool
from traceability.models import CaptureBody, CaptureJob, CapturePiece, EpcisEvent, EpcisNumber, EpcisTerm

ROLLBACK, PROCEED = "rollback", "proceed"
AT_ONCE = 100
"""Events of a delivery that is finished while the sender waits; more are left to a job."""
MAX_ERRORS = 500
TASK = "traceability.epcis.capture"
_KEYS = 500
_AT_A_TIME = 4
_COLUMNS = (
    "facility_id", "capture_job_id", "event_id", "event_hash", "declaration", "event_time", "record_time", "body",
)  # fmt: skip

Progress = Callable[[int, int], None]
T = TypeVar("T", str, float)


class Stored(NamedTuple):
    """What became of prepared events. captured: added; refused: what contradicts an event that is kept."""

    captured: int
    refused: list[Issue]


@dataclass(slots=True)
class Outcome:
    """What became of the events of a job so far; of what is wrong and of what is doubtful the first are listed."""

    captured: int = 0
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


def receive(actor: Actor, facility_id: int, delivery: Delivery, behaviour: str) -> CaptureJob:
    """Take a delivery whose document is sound; a short one is finished when this returns. Inside a transaction."""
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
    if job.total <= AT_ONCE:
        outcome = Outcome()
        for piece in delivery.pieces():
            events, issues = prepare(delivery, piece, all_or_none=behaviour == ROLLBACK)
            outcome.refuse(issues)
            _keep(job, [events], outcome)
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
    """All or nothing: everything is read first and put aside, then kept in one transaction."""
    outcome, ready = Outcome(), Spool()
    for piece in delivery.pieces():
        events, issues = prepare(delivery, piece, all_or_none=True)
        outcome.refuse(issues)
        if not outcome.count:
            ready.add(pack(events))
        progress(piece.start + len(piece.items), delivery.total)
    pieces = range(0 if outcome.count else len(ready))
    with transaction():
        job = load(CaptureJob, capture_id)
        if job.finished_at is None:
            _keep(job, _together(unpack(ready.read(number)) for number in pieces), outcome)
            _finish(job, outcome)


def _together(pieces: Iterator[list[Prepared]]) -> Iterator[list[Prepared]]:
    """Several pieces at a time: rows of the index that are written together cost less."""
    while some := list(chain.from_iterable(islice(pieces, _AT_A_TIME))):
        yield some


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
            _keep(job, [events], outcome)
            outcome.note(job)
            job.done = end
        progress(end, delivery.total)
    with transaction():
        _finish(load(CaptureJob, capture_id), Outcome())


def _finish(job: CaptureJob, outcome: Outcome) -> None:
    outcome.note(job)
    job.done, job.finished_at = job.total, utc_now()
    for table in (CapturePiece, CaptureBody):
        db.session.execute(delete(table).where(table.capture_job_id == job.id))


class _NothingKept(Exception):
    """Something is wrong with an event of an all-or-nothing delivery."""


def _keep(job: CaptureJob, pieces: Iterable[list[Prepared]], outcome: Outcome) -> None:
    """Store valid events, in an all-or-nothing delivery none where anything is wrong with any."""
    is_whole = job.behaviour == ROLLBACK
    try:
        with db.session.begin_nested():
            for events in pieces:
                _keep_some(job.facility_id, job.id, events, outcome, is_whole=is_whole)
            _check_whole(outcome, is_whole=is_whole)
    except _NothingKept:
        outcome.captured = 0


def _check_whole(outcome: Outcome, *, is_whole: bool) -> None:
    if is_whole and outcome.count:
        raise _NothingKept


def _keep_some(
    facility_id: int, job_id: int, events: list[Prepared], outcome: Outcome, *, is_whole: bool
) -> None:
    good, held = judge_flow(events)
    fresh, refused = _new_among(facility_id, good)
    outcome.refuse([*held, *refused])
    if not (is_whole and outcome.count):
        _insert(facility_id, fresh, job_id)
        outcome.captured += len(fresh)
    outcome.doubt([{"code": code, "event_id": event.event_id} for event in good for code in event.warnings])
    nobody = without_receiver(facility_id, good)
    outcome.doubt([{"code": "receiver_missing", "event_id": event_id} for event_id in nobody])


def _result(job: CaptureJob) -> dict[str, Any]:
    return {"capture": job.key, "captured": job.captured, "errors": job.error_count}


def store(facility_id: int, events: list[Prepared]) -> Stored:
    """Add events that are not there yet, in order, inside a transaction.

    The same event again adds nothing. An eventID names one event, as within one document: another event under it is
    refused.
    """
    fresh, refused = _new_among(facility_id, events)
    _insert(facility_id, fresh, None)
    return Stored(len(fresh), refused)


def _new_among(facility_id: int, events: list[Prepared]) -> tuple[list[Prepared], list[Issue]]:
    """The events that the facility has not, and what contradicts those that it has."""
    known = _known(facility_id, {event.event_id for event in events})
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


def _insert(facility_id: int, fresh: list[Prepared], job_id: int | None) -> None:
    if not fresh:
        return
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
    placed = sorted([(ids[event.event_id, event.event_hash, event.declaration], event) for event in fresh])
    terms = _postings((row_id, event.terms) for row_id, event in placed)
    numbers = _postings((row_id, event.numbers) for row_id, event in placed)
    columns = ("facility_id", "name", "value", "event_id", "last_id")
    for table, found in ((EpcisTerm, terms), (EpcisNumber, numbers)):
        listed = [(facility_id, name, value, *run) for (name, value), ids in found for run in runs(ids)]
        insert_plain(connection, table.__table__, columns, listed)


def runs(ids: list[int]) -> list[tuple[int, int]]:
    """Growing numbers as the first and last of each run without a gap."""
    if ids[-1] - ids[0] == len(ids) - 1:
        return [(ids[0], ids[-1])]
    starts = [ids[0], *(later for earlier, later in pairwise(ids) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(ids) if later != earlier + 1), ids[-1]]
    return list(zip(starts, ends, strict=True))


def _postings(found: Iterable[tuple[int, Iterable[tuple[str, T]]]]) -> list[tuple[tuple[str, T], list[int]]]:
    """The events by what they are found by, in the order of the index: rows in its order cost a third of others."""
    by_field: dict[tuple[str, T], list[int]] = {}
    for row_id, fields in found:
        for each in fields:
            by_field.setdefault(each, []).append(row_id)
    return sorted(by_field.items())


def _ids_after(newest: int, facility_id: int) -> dict[tuple[str, str, str], int]:
    """The ids of the events that a facility has got since, by what makes each one; ids only grow."""
    query = select(EpcisEvent.id, EpcisEvent.event_id, EpcisEvent.event_hash, EpcisEvent.declaration).where(
        EpcisEvent.facility_id == facility_id, EpcisEvent.id > newest
    )
    return {
        (name, hashed, declaration): row_id for row_id, name, hashed, declaration in db.session.execute(query)
    }
