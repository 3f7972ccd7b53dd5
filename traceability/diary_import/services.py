"""A table of entries checked without writing, then written: the correct rows, each entry once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.clock import VIETNAM
from app.core.database.base import db
from app.core.documents.tables.tables import Table
from app.core.errors import DomainError, RuleBroken
from app.core.text import fold_line
from traceability.diary.entries.flow import FlowCheck
from traceability.diary.entries.measures import MEASURES
from traceability.diary.entries.moments import moment_of
from traceability.diary.services import DiaryEntry, InputUse, check_event, record_event
from traceability.diary_import.rows import Column, InputSaid, RowSaid, read_row, row_key
from traceability.enums import EventKind
from traceability.models import Lot

_READINGS = {Column(measure.field): kind for kind, measure in MEASURES.items()}
_COLUMNS = {
    "happened_on": Column.DAY,
    "readings": Column.TEMPERATURE,
} | {str(column): column for column in Column}
"""Field of a refusal -> the column in which it can be corrected."""


class RowState(StrEnum):
    NEW = "new"
    THERE = "there"
    WRONG = "wrong"


@dataclass(slots=True)
class JudgedRow:
    """line: in the file. lot, entry: None where the row is wrong. faults: each names its column as `field`."""

    line: int
    cells: tuple[str, ...]
    state: RowState = RowState.WRONG
    lot: Lot | None = None
    entry: DiaryEntry | None = None
    faults: list[DomainError] = field(default_factory=list)


def judge_rows(actor: Actor, table: Table) -> list[JudgedRow]:
    """Every row as `enter_rows` would take it. Writes nothing."""
    lots = _lots_by_code(actor)
    seen: Counter[str] = Counter()
    judged = []
    flow = FlowCheck()
    for line, cells in table.rows:
        said = read_row(table.headings, cells)
        words = row_key(said, 0)
        judged.append(_judged(actor, JudgedRow(line, cells), said, lots, row_key(said, seen[words]), flow))
        seen[words] += 1
    return judged


def enter_rows(actor: Actor, table: Table) -> tuple[int, int]:
    """Write the correct rows: (how many are new, how many existed). The others are left out."""
    states: Counter[RowState] = Counter()
    for row in judge_rows(actor, table):
        states[row.state] += 1
        if row.state == RowState.NEW and row.lot is not None and row.entry is not None:
            record_event(actor, row.lot.id, row.entry)
    if not states[RowState.NEW] and not states[RowState.THERE]:
        raise RuleBroken("import_nothing")
    return states[RowState.NEW], states[RowState.THERE]


def list_open_lots(actor: Actor) -> list[Lot]:
    """Every lot that a row may name, the newest first."""
    query = select(Lot).where(Lot.facility_id.in_(actor.facilities)).options(joinedload(Lot.facility))
    return list(db.session.scalars(query.order_by(Lot.id.desc())))


def _lots_by_code(actor: Actor) -> dict[str, list[Lot]]:
    found = defaultdict(list)
    for lot in list_open_lots(actor):
        found[lot.code].append(lot)
    return found


def _judged(
    actor: Actor,
    row: JudgedRow,
    said: RowSaid,
    lots: Mapping[str, list[Lot]],
    client_id: str,
    flow: FlowCheck,
) -> JudgedRow:
    row.faults += said.faults
    try:
        row.lot = _own_lot(said, lots)
        inputs = _uses(said.get(Column.INPUTS, ()), row.lot, lots)
    except RuleBroken as fault:
        row.faults.append(fault)
    if row.faults or row.lot is None:
        row.faults = [fault for fault in row.faults if fault.code]
        return row
    entry = _entry(said, inputs, client_id)
    try:
        there = check_event(actor, row.lot, entry, flow)
    except DomainError as error:
        row.faults += [
            RuleBroken(each.code, _COLUMNS.get(each.field or ""), **each.params)
            for each in (error, *error.also)
        ]
        return row
    row.entry, row.state = entry, RowState.THERE if there else RowState.NEW
    return row


def _own_lot(said: RowSaid, lots: Mapping[str, list[Lot]]) -> Lot | None:
    """None where the row names no lot, which is a fault of its own."""
    if Column.LOT not in said.values:
        return None
    name = fold_line(said.get(Column.PRODUCT))
    found = [
        lot
        for lot in lots.get(_code(said.get(Column.LOT)), ())
        if not name or fold_line(lot.snapshot["name_vi"]) == name
    ]
    if not found:
        raise RuleBroken("lot_unknown", Column.LOT)
    if len(found) > 1:
        raise RuleBroken("lot_several", Column.LOT)
    return found[0]


def _uses(
    inputs: Iterable[InputSaid], lot: Lot | None, lots: Mapping[str, list[Lot]]
) -> tuple[InputUse, ...]:
    return tuple(_use(said, lot, lots) for said in inputs)


def _use(said: InputSaid, lot: Lot | None, lots: Mapping[str, list[Lot]]) -> InputUse:
    """The lot of an input; raw material comes before products of the same code."""
    named = [
        other for other in lots.get(said.code, ()) if lot is None or other.facility_id == lot.facility_id
    ]
    found = [other for other in named if other.product_id is None] or named
    if not found:
        raise RuleBroken("lot_unknown", Column.INPUTS)
    if len(found) > 1:
        raise RuleBroken("lot_several", Column.INPUTS)
    unit = (said.unit or found[0].unit) if said.quantity is not None else ""
    return InputUse(lot_id=found[0].id, quantity=said.quantity, unit=unit)


def _entry(said: RowSaid, inputs: tuple[InputUse, ...], client_id: str) -> DiaryEntry:
    kind: EventKind = said.values[Column.KIND]
    at: time | None = said.get(Column.TIME, None)
    since: date | None = said.get(Column.SINCE, None)
    readings: dict[str, Decimal] = {
        name: said.values[column] for column, name in _READINGS.items() if column in said.values
    }
    return DiaryEntry(
        kind=kind,
        client_id=client_id,
        happened_at=moment_of(said.values[Column.DAY], at),
        precision="day" if at is None else "minute",
        place=said.get(Column.PLACE),
        party=said.get(Column.PARTY),
        quantity=said.get(Column.QUANTITY, None),
        unit=said.get(Column.UNIT),
        note=said.get(Column.NOTE),
        inputs=inputs,
        readings={name: format(value, "f") for name, value in readings.items()},
        since=datetime.combine(since, time(0), VIETNAM) if since else None,
        conforms=said.get(Column.RESULT, True),
        is_public=said.get(Column.PUBLIC, True),
        confirmed=said.get(Column.CONFIRMED),
    )


def _code(text: str) -> str:
    return "".join(text.upper().split())
