"""Many activities at once: every row judged, then the good ones written."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from app.core.actor import Actor
from app.core.clock import today
from app.core.documents.tables.tables import Table, TableForm
from app.core.errors import DomainError, RuleBroken
from app.core.text import fold_line
from catalog.models import AdministrativeUnit, Facility, Trademark
from catalog.units.queries import unit_named
from programme.activities.counting import list_counting
from programme.activities.prints import Printed, list_printed, run_of, settle_print
from programme.activities.queries import COPY, find_same, find_trademarks, list_kinds, measures_by_code
from programme.activities.rows import MAX_ROWS, NEEDED, Column, RowSaid, column_of, days_of, read_row
from programme.activities.rules import PARTS, SUMS
from programme.activities.services import ActivityData, check_data, create_activity
from programme.exhibits.choices import find_facilities
from programme.facts.areas import commune_in, unit_on
from programme.models import ActivityKind, Measure
from programme.policies import can_run_activity

FORM = TableForm(column_of, NEEDED, MAX_ROWS, 2_000_000, 1_000_000)


Key = tuple[int, str, date, int | None]
"""Kind, title, first day and province: rows alike in these are one activity."""


class RowState(StrEnum):
    NEW = "new"
    THERE = "there"
    WRONG = "wrong"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """line: in the file; data: what would be entered, None where the row is wrong, asked about or there
    already.
    """

    line: int
    cells: tuple[str, ...]
    state: RowState
    faults: tuple[DomainError, ...] = ()
    data: ActivityData | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows refer to by words."""

    kinds: Mapping[str, ActivityKind]
    measures: Mapping[str, Measure]
    facilities: Mapping[str, Sequence[Facility]]
    unit_named: Callable[[str, date], AdministrativeUnit | None]
    own_unit: AdministrativeUnit | None
    printed: Callable[[], Printed] = field(default_factory=lambda: cache(list_printed))


def judge_rows(actor: Actor, table: Table, own_unit: AdministrativeUnit | None) -> list[JudgedRow]:
    """Every row of a table. own_unit: the province of a row that names none."""
    columns = [column_of(heading) for heading in table.headings]
    read = [(line, cells, read_row(columns, cells)) for line, cells in table.rows]
    names = {name for _line, _cells, said in read for name in said.values.get(Column.FACILITIES, ())}
    known = _known(names, own_unit)
    seen: set[Key] = set()
    return [_judged(actor, line, cells, said, known, seen) for line, cells, said in read]


def _judged(
    actor: Actor, line: int, cells: tuple[str, ...], said: RowSaid, known: Known, seen: set[Key]
) -> JudgedRow:
    """One row. seen: what the rows above it are."""
    faults = _faults(said, known)
    data = None if faults else _data(actor, said.values, known, faults)
    if data is None or faults:
        return JudgedRow(line, cells, RowState.WRONG, tuple(faults))
    unit = unit_on(data.unit, data.starts_on) if data.unit is not None else None
    key = (data.kind.id, data.title, data.starts_on, unit.id if unit is not None else None)
    there = key in seen or any(row.starts_on == data.starts_on for row in find_same(key[0], key[1], key[3]))
    seen.add(key)
    if there:
        return JudgedRow(line, cells, RowState.THERE)
    return _of_print(JudgedRow(line, cells, RowState.NEW, (), data), data, said, known)


def _of_print(row: JudgedRow, data: ActivityData, said: RowSaid, known: Known) -> JudgedRow:
    """A new row, asked about where it looks like copies counted already and does not say whether it is those."""
    if COPY not in data.kind.measures or data.kind.code not in known.printed().kinds:
        return row
    runs = known.printed().runs
    try:
        settled = settle_print(data, said.values.get(Column.PRINT, ""), runs)
    except RuleBroken as fault:
        state = RowState.ASKED if fault.code == "print_like_counted" else RowState.WRONG
        return replace(row, state=state, faults=(fault,), data=None)
    if settled is None:
        return replace(row, state=RowState.THERE, data=None)
    if (run := run_of(settled)) is not None:
        runs.append(run)
    return replace(row, data=settled)


def read_one(
    actor: Actor, cells: Mapping[Column, str], own_unit: AdministrativeUnit | None, *, is_new: bool
) -> ActivityData:
    """One activity as typed. is_new: asked about where it looks like copies counted already. Raises the first
    RuleBroken at its column, with the others in `also`.
    """
    said = read_row(list(cells), list(cells.values()))
    known = _known(said.values.get(Column.FACILITIES, ()), own_unit)
    faults = _faults(said, known)
    data = None if faults else _data(actor, said.values, known, faults)
    if data is None or faults:
        first, *others = faults
        first.also = tuple(others)
        raise first
    return _asked_of_print(data, said, known) if is_new else data


def _asked_of_print(data: ActivityData, said: RowSaid, known: Known) -> ActivityData:
    row = _of_print(JudgedRow(1, (), RowState.NEW, (), data), data, said, known)
    if row.faults:
        raise row.faults[0]
    if row.data is None:
        raise RuleBroken("print_there", Column.PRINT)
    return row.data


def enter_rows(actor: Actor, table: Table, own_unit: AdministrativeUnit | None) -> tuple[int, int]:
    """Write the good rows; what is over was held. Returns how many are new and how many were there."""
    judged = judge_rows(actor, table, own_unit)
    new = [row.data for row in judged if row.data is not None]
    if not new:
        raise RuleBroken("import_nothing", "file")
    targets = list_counting()
    for data in new:
        create_activity(actor, data, held=data.ends_on <= today(), targets=targets)
    return len(new), sum(row.state is RowState.THERE for row in judged)


def _known(names: Collection[str], own_unit: AdministrativeUnit | None) -> Known:
    measures = measures_by_code().values()
    return Known(
        kinds={fold_line(word): row for row in list_kinds() for word in (row.code, row.name_vi, row.name_en)},
        measures={fold_line(word): row for row in measures for word in (row.code, row.name_vi, row.name_en)},
        facilities=find_facilities(names),
        unit_named=cache(unit_named),
        own_unit=own_unit,
    )


def _faults(said: RowSaid, known: Known) -> list[DomainError]:
    """What could not be read, and a kind that nobody knows."""
    word = said.values.get(Column.KIND)
    is_unknown = word is not None and fold_line(word) not in known.kinds
    return [*said.faults, *([RuleBroken("kind_of_activity", Column.KIND)] if is_unknown else [])]


def _data(
    actor: Actor, values: Mapping[Column, Any], known: Known, faults: list[DomainError]
) -> ActivityData:
    """What a row says, with the rows of this site that its words name; what they do not name goes to the faults."""
    kind = known.kinds[fold_line(values[Column.KIND])]
    starts, ends = days_of(values)
    unit = _unit(values, known, starts, faults)
    facilities = _facilities(values, known, faults)
    data = ActivityData(
        kind=kind, title=values[Column.TITLE], starts_on=starts, ends_on=ends, unit=unit,
        commune=_commune(values, unit, faults),
        place=values.get(Column.PLACE, ""), organiser=values.get(Column.ORGANISER, ""),
        quantities=_quantities(kind, values, known, faults),
        breakdown={name: values.get(Column(name), 0) for name in PARTS},
        planned={name: values.get(Column(f"planned_{name}"), 0) for name in SUMS},
        used={name: values.get(Column(f"used_{name}"), 0) for name in SUMS},
        document=values.get(Column.DOCUMENT, ""), facilities=facilities,
        trademarks=_trademarks(values, facilities, faults),
    )  # fmt: skip
    if not faults and not can_run_activity(actor, unit):
        faults.append(RuleBroken("not_your_programme", Column.PROVINCE))
    if not faults:
        try:
            check_data(data)
        except RuleBroken as fault:
            faults.append(fault)
    return data


def _unit(
    values: Mapping[Column, Any], known: Known, day: date, faults: list[DomainError]
) -> AdministrativeUnit | None:
    name = values.get(Column.PROVINCE)
    if not name:
        return known.own_unit
    unit = known.unit_named(name, day)
    if unit is None:
        faults.append(RuleBroken("province_unknown_then", Column.PROVINCE, typed=name[:60]))
    return unit


def _commune(values: Mapping[Column, Any], unit: AdministrativeUnit | None, faults: list[DomainError]) -> str:
    try:
        return commune_in(values.get(Column.COMMUNE, ""), unit, Column.COMMUNE)
    except RuleBroken as fault:
        faults.append(fault)
        return ""


def _facilities(values: Mapping[Column, Any], known: Known, faults: list[DomainError]) -> Sequence[Facility]:
    found = []
    for name in values.get(Column.FACILITIES, ()):
        rows = known.facilities[name]
        if len(rows) == 1:
            found.append(rows[0])
        else:
            code = "beneficiary_several" if rows else "beneficiary_unknown"
            faults.append(RuleBroken(code, Column.FACILITIES, typed=name[:80]))
    return found


def _trademarks(
    values: Mapping[Column, Any], facilities: Sequence[Facility], faults: list[DomainError]
) -> Sequence[Trademark]:
    """Marks whose registration was supported, at most one of each facility that was helped."""
    found: dict[int, Trademark] = {}
    for name in values.get(Column.TRADEMARKS, ()):
        rows = find_trademarks(facilities, name)
        if len(rows) != 1:
            code = "mark_several" if rows else "mark_unknown"
            faults.append(RuleBroken(code, Column.TRADEMARKS, typed=name[:80]))
        elif rows[0].facility_id in found:
            faults.append(RuleBroken("mark_twice", Column.TRADEMARKS, typed=name[:80]))
        else:
            found[rows[0].facility_id] = rows[0]
    return list(found.values())


def _quantities(
    kind: ActivityKind, values: Mapping[Column, Any], known: Known, faults: list[DomainError]
) -> dict[str, int]:
    """By measure: the number in the kind's own, further ones by their names."""
    found: dict[str, int] = {}
    main = str(kind.measures[0]) if kind.measures else ""
    if main and Column.NUMBER in values:
        found[main] = values[Column.NUMBER]
    for name, number in values.get(Column.OTHER, ()):
        measure = known.measures.get(fold_line(name))
        if measure is None or measure.code not in kind.measures:
            faults.append(RuleBroken("measure_of_kind", Column.OTHER, typed=name[:40]))
        else:
            found[measure.code] = number
    return found
