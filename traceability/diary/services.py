"""The diary of a lot: append-only entries, each an EPCIS event, hashed and chained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken, at_field, check_together
from app.core.policy import authorize
from app.core.typed_values import read_decimal
from catalog.acts import load
from traceability.checks import MAX_TEXT, checked_quantity, lots_changed, short
from traceability.codes.identity import lot_uri, namespace_uri, place_uri
from traceability.diary.entries import chain
from traceability.diary.entries.events import Facts, Substance, declared_wrong, event_of, stored
from traceability.diary.entries.flow import FlowCheck, FlowEntry
from traceability.diary.entries.measures import MEASURES
from traceability.diary.entries.moments import EARLIEST
from traceability.diary.photos.files import widest_file
from traceability.diary_claims.rules import hold_claims
from traceability.enums import DIARY_KINDS, EventKind
from traceability.epcis import event_hash
from traceability.epcis.build import MasterData
from traceability.lots.services import lot_code_row
from traceability.models import Lot, LotInput, TraceEvent
from traceability.policies import can_manage_lot
from traceability.supply.queries import list_supplies

LATE = timedelta(days=2)
"""An entry recorded later than this says so."""
MAX_CLIENT_ID = 64
FLOWS = frozenset(
    {EventKind.MAKE, EventKind.FILL, EventKind.PACK, EventKind.SHIP, EventKind.SELL, EventKind.DESTROY}
)
"""Acts that change quantities: recorded twice by mistake they falsify them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputUse:
    """A quantity of a lot of the same facility used as input."""

    lot_id: int
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryEntry:
    """An entry as typed. client_id: made by the form, so that a double submit adds nothing. happened_at:
    aware; precision: `day` or `minute`. party: supplier or recipient. readings: kind -> decimal text.
    picture: of `photos.keep_photo`; its digest alone goes into the event. confirmed: the reason for recording
    a doubtful flow of goods (`diary.flow`).
    """

    kind: EventKind
    client_id: str
    happened_at: datetime
    precision: str = "day"
    place: str = ""
    party: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""
    inputs: tuple[InputUse, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    conforms: bool = True
    picture: dict[str, Any] | None = None
    is_public: bool = True
    confirmed: str = ""


def record_event(actor: Actor, lot_id: int, entry: DiaryEntry) -> TraceEvent:
    """Write an entry; the same client_id again returns the existing entry."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if (there := _sent_before(lot, entry.client_id)) is not None:
        return there
    row = _written(actor, lot, entry)
    audit.record(actor, "traceability.event.record", row, label=lot.code, lot_id=lot.id, kind=str(entry.kind))
    lots_changed([lot.id])
    return row


def ask_same_again(lot: Lot, entry: DiaryEntry) -> None:
    """Raises RuleBroken entry_same_again if the same was already recorded for the same day, unless a reason
    says that it happened again; with all other doubts, since that one reason answers them too. Of entries from a
    form, which starts with the last one's words.
    """
    if entry.confirmed or entry.kind not in FLOWS or _sent_before(lot, entry.client_id) is not None:
        return
    wrong = {event.corrects_id for event in lot.events}
    day = entry.happened_at.astimezone(VIETNAM).date()
    quantity, unit = checked_quantity(entry.quantity, entry.unit)
    for event in lot.events:
        same = (event.kind, event.quantity, event.unit, event.party) == (
            entry.kind,
            quantity,
            unit,
            entry.party,
        )
        if same and event.id not in wrong and event.happened_at.astimezone(VIETNAM).date() == day:
            raise _with_other_doubts(RuleBroken("entry_same_again", "confirmed"), lot, entry)


def _with_other_doubts(doubt: RuleBroken, lot: Lot, entry: DiaryEntry) -> RuleBroken:
    try:
        _checked(lot, entry, utc_now(), FlowCheck())
    except RuleBroken as others:
        doubt.also = (others, *others.also)
    return doubt


def check_event(actor: Actor, lot: Lot, entry: DiaryEntry, flow: FlowCheck) -> bool:
    """Check an entry as `record_event` would, without writing. Returns whether it exists already.

    flow: the same for all entries that are to be written together. Raises NotFound, NotAllowed, RuleBroken
    with every fault.
    """
    authorize(actor, can_manage_lot, lot)
    if _sent_before(lot, entry.client_id) is not None:
        return True
    _checked(lot, entry, utc_now(), flow)
    return False


def correct_event(
    actor: Actor, event_id: int, *, reason: str, client_id: str, replacement: DiaryEntry | None = None
) -> TraceEvent:
    """Declare an entry wrong, with the right one if there is one. The wrong one stays readable.

    Returns the row of the correction.
    """
    wrong = load(TraceEvent, event_id)
    lot = wrong.lot
    authorize(actor, can_manage_lot, lot)
    if (there := _sent_before(lot, client_id)) is not None:
        return there
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if wrong.kind == EventKind.CORRECT or _is_corrected(wrong):
        raise Conflict("event_corrected")
    db.session.execute(delete(LotInput).where(LotInput.event_id == wrong.id))
    right = _written(actor, lot, replacement) if replacement is not None else None
    corrective = (right.epcis["eventID"],) if right is not None else ()
    now = utc_now()
    epcis, hashed = declared_wrong(wrong.epcis, at=now, corrective=corrective)
    row = TraceEvent(
        lot_id=lot.id, kind=EventKind.CORRECT, client_id=short(client_id, "client_id", MAX_CLIENT_ID),
        happened_at=now, happened_precision="minute", note=short(reason, "reason", MAX_TEXT), readings=[],
        is_public=wrong.is_public, corrects_id=wrong.id, epcis=epcis, event_hash=hashed,
        previous_hash=_last_digest(lot), recorded_by=actor.user_id, recorded_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    hold_claims(row)
    audit.record(actor, "traceability.event.correct", row, label=lot.code, lot_id=lot.id, corrects=wrong.id)
    lots_changed([lot.id])
    return row


def find_break(lot: Lot) -> TraceEvent | None:
    """The first diary row that does not match the one before; None while the chain is intact."""
    rows = list(
        db.session.scalars(select(TraceEvent).where(TraceEvent.lot_id == lot.id).order_by(TraceEvent.id))
    )
    number = chain.first_break([_link(row) for row in rows])
    return None if number is None else rows[number]


def _written(actor: Actor, lot: Lot, entry: DiaryEntry) -> TraceEvent:
    now = utc_now()
    quantity, unit, readings, inputs = _checked(lot, entry, now, FlowCheck())
    said = {
        "supplier" if entry.kind == EventKind.RECEIVE else "recipient": entry.party,
        "place": entry.place,
        "note": entry.note,
        "confirmed": entry.confirmed,
        "suppliedLot": _supplied(lot) if entry.kind == EventKind.RECEIVE else "",
        "countedIn": unit if quantity is not None else "",
        "photoDigest": sha256(widest_file(entry.picture).encode()).hexdigest() if entry.picture else "",
    }
    event = event_of(
        Facts(
            kind=entry.kind,
            at=entry.happened_at.astimezone(VIETNAM),
            place=place_uri(lot.facility),
            lot=Substance(uri=_uri(lot), quantity=quantity, unit=unit),
            client_id=entry.client_id,
            inputs=tuple(Substance(uri=_uri(other), quantity=n, unit=u) for other, n, u in inputs),
            readings=readings,
            since=entry.since.astimezone(VIETNAM) if entry.since and readings else None,
            conforms=entry.conforms,
            master_data=_master_data(lot) if entry.kind in {EventKind.MAKE, EventKind.FILL} else None,
            said=said,
            namespace=namespace_uri(),
        )
    )
    row = TraceEvent(
        lot_id=lot.id, kind=entry.kind, client_id=short(entry.client_id, "client_id", MAX_CLIENT_ID),
        happened_at=entry.happened_at, happened_precision=entry.precision, place=entry.place, party=entry.party,
        quantity=quantity, unit=unit, note=entry.note, picture=entry.picture, is_public=entry.is_public,
        readings=_shown_readings(entry, readings), epcis=stored(event), event_hash=event_hash(event),
        previous_hash=_last_digest(lot), recorded_by=actor.user_id, recorded_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    hold_claims(row)
    db.session.add_all(
        LotInput(input_lot_id=other.id, output_lot_id=lot.id, event_id=row.id, quantity=n, unit=u)
        for other, n, u in inputs
    )
    return row


def _checked(
    lot: Lot, entry: DiaryEntry, now: datetime, flow: FlowCheck
) -> tuple[Decimal | None, str, dict[str, str], list[tuple[Lot, Decimal | None, str]]]:
    """Quantity, unit, readings and inputs as stored. Raises RuleBroken with every fault."""
    if entry.kind not in DIARY_KINDS:
        raise RuleBroken("choice_unknown", "kind")
    check_together(
        lambda: _in_our_time(entry, now),
        lambda: checked_quantity(entry.quantity, entry.unit),
        lambda: _checked_readings(entry.readings),
        lambda: _checked_inputs(lot, entry),
        lambda: short(entry.party, "party"),
        lambda: short(entry.place, "place"),
        lambda: short(entry.note, "note", MAX_TEXT),
        lambda: short(entry.confirmed, "confirmed", MAX_TEXT),
    )
    quantity, unit = checked_quantity(entry.quantity, entry.unit)
    inputs = _checked_inputs(lot, entry)
    going = FlowEntry(lot=lot, kind=entry.kind, quantity=quantity, unit=unit, party=entry.party, uses=inputs)
    flow.judge(going, entry.confirmed)
    return quantity, unit, _checked_readings(entry.readings), inputs


def _in_our_time(entry: DiaryEntry, now: datetime) -> None:
    if entry.happened_at > now:
        raise RuleBroken("date_in_future", "happened_on")
    for name, moment in (("happened_on", entry.happened_at), ("since", entry.since)):
        if moment is not None and moment.date() < EARLIEST:
            raise RuleBroken("paper_date_too_early", name)


def _sent_before(lot: Lot, client_id: str) -> TraceEvent | None:
    if not client_id:
        raise RuleBroken("required", "client_id")
    query = select(TraceEvent).where(TraceEvent.lot_id == lot.id, TraceEvent.client_id == client_id)
    return db.session.scalar(query)


def _is_corrected(event: TraceEvent) -> bool:
    return db.session.scalar(select(TraceEvent.id).where(TraceEvent.corrects_id == event.id)) is not None


def _checked_inputs(lot: Lot, entry: DiaryEntry) -> list[tuple[Lot, Decimal | None, str]]:
    """The inputs of a batch as rows. Raises RuleBroken inputs_missing, input_unknown, input_itself."""
    if entry.kind != EventKind.MAKE:
        return []
    if not entry.inputs:
        raise RuleBroken("inputs_missing", "inputs")
    found = []
    for use in entry.inputs:
        other = db.session.get(Lot, use.lot_id)
        if other is None or other.facility_id != lot.facility_id:
            raise RuleBroken("input_unknown", "inputs")
        if other.id == lot.id:
            raise RuleBroken("input_itself", "inputs")
        found.append((other, *checked_quantity(use.quantity, use.unit, field="inputs")))
    return found


def _checked_readings(readings: Mapping[str, str]) -> dict[str, str]:
    """Kind -> plain decimal text. Raises RuleBroken number_form, reading_range."""
    found = {}
    for kind, text in readings.items():
        measure = MEASURES.get(kind)
        if measure is None:
            raise RuleBroken("choice_unknown", "readings")
        with at_field(measure.field):
            value = read_decimal(text)
        if not measure.takes(value):
            raise RuleBroken("reading_range", measure.field, low=measure.low, high=measure.high)
        found[kind] = format(value, "f")
    return found


def _shown_readings(entry: DiaryEntry, readings: Mapping[str, str]) -> list[Any]:
    shown: list[Any] = [{"kind": kind, "value": value} for kind, value in readings.items()]
    if entry.kind == EventKind.CHECK:
        shown.append({"kind": "conforms", "value": "yes" if entry.conforms else "no"})
    if entry.since is not None:
        shown.append({"kind": "since", "value": entry.since.astimezone(VIETNAM).date().isoformat()})
    if entry.confirmed:
        shown.append({"kind": "confirmed", "value": entry.confirmed})
    return shown


def _uri(lot: Lot) -> str:
    return lot_uri(lot, lot_code_row(lot).code)


def _supplied(lot: Lot) -> str:
    """The addresses of the suppliers' lots that raw material is, one after the other."""
    return " ".join(_uri(supply.lot) for supply in list_supplies(lot.id)) if lot.product_id is None else ""


def _master_data(lot: Lot) -> MasterData:
    return MasterData(lot_number=lot.code, produced_on=lot.made_on, best_before=lot.best_before)


def _last_digest(lot: Lot) -> str:
    query = select(TraceEvent).where(TraceEvent.lot_id == lot.id).order_by(TraceEvent.id.desc()).limit(1)
    last = db.session.scalar(query)
    return "" if last is None else chain.digest(_link(last))


def _link(row: TraceEvent) -> chain.Entry:
    return chain.Entry(row.epcis, row.event_hash, row.recorded_at, row.previous_hash)
