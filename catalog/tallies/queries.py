"""Reads of the kept numbers: as many rows as there are values, whatever the size of the register."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import cast as as_type

from app.core.database.reading import Prepared, PreparedMany, Source, reading
from catalog.models import Award, Product, RecognitionCell, Tally
from catalog.tallies.cells import BETWEEN, ENDS, FACETS

Numbers = dict[str, dict[str, int]]
Asked = Mapping[str, tuple[str, ...]]
WHOLE = {"year", "province", "round"}
"""Facets whose values are whole numbers."""


def numbers_of(*kinds: str) -> Numbers:
    """Kind -> value -> number; one statement. Kinds and values: `catalog.tallies.cells`."""
    with reading() as source:
        return read_numbers(source, *kinds)


def read_numbers(source: Source, *kinds: str) -> Numbers:
    """As `numbers_of`, beside other reads of the same moment."""
    found: Numbers = {kind: {} for kind in kinds}
    for row in _NUMBERS.all(source, kinds):
        found[row.kind][row.value] = row.number
    return found


_tally, _award, _product, _cell = (
    cast("Table", entity.__table__) for entity in (Tally, Award, Product, RecognitionCell)
)
_COLUMN = {
    "level": _cell.c.level,
    "year": _cell.c.year,
    "province": _cell.c.unit_id,
    "group": _cell.c.group,
    "round": _cell.c.round_id,
}
_NUMBERS = PreparedMany(
    lambda kinds: select(_tally.c.kind, _tally.c.value, _tally.c.number).where(
        _tally.c.kind.in_(kinds), _tally.c.number > 0
    )
)


def count_recognitions_by_facet(asked: Asked) -> Numbers:
    """Facet -> value -> recognitions in results, those of days to come too; one statement.

    asked: facets that have one of some values; the numbers of each are those without it.
    """
    with reading() as source:
        return read_recognitions_by_facet(source, asked)


def read_recognitions_by_facet(source: Source, asked: Asked) -> Numbers:
    """As `count_recognitions_by_facet`, beside other reads of the same moment."""
    if not asked:
        found = read_numbers(source, *(f"award.{facet}" for facet in FACETS))
        return {facet: found[f"award.{facet}"] for facet in FACETS}
    if len(asked) == 1:
        return _read_beside(source, *next(iter(asked.items())))
    params = {
        f"{name}_{at}": int(value) if name in WHOLE else value
        for name, values in asked.items()
        for at, value in enumerate(values)
    }
    numbers: Numbers = {facet: {} for facet in FACETS}
    for row in _of_cells(tuple((name, len(asked[name])) for name in sorted(asked))).all(source, **params):
        numbers[row.facet][row.value] = int(row.number)
    if "0" in numbers["round"]:
        del numbers["round"]["0"]
    return numbers


def _read_beside(source: Source, name: str, values: tuple[str, ...]) -> Numbers:
    others = {kind: (facet, 1 - at) for facet in FACETS if facet != name for kind, at in [_pair(name, facet)]}
    numbers: Numbers = {facet: {} for facet in FACETS}
    for row in _beside(name).all(source, values or ("",)):
        facet, at = others.get(row.kind, (name, 0))
        key = row.value.split(BETWEEN)[at]
        numbers[facet][key] = numbers[facet].get(key, 0) + row.number
    return numbers


@cache
def _of_cells(asked: tuple[tuple[str, int], ...]) -> Prepared:
    """The numbers of every facet among the cells that have the values asked of the others. asked: each facet with
    how many values.
    """
    conditions: dict[str, ColumnElement[bool]] = {
        name: _COLUMN[name].in_([bindparam(f"{name}_{at}") for at in range(count)]) for name, count in asked
    }
    return Prepared(
        union_all(
            *(
                select(
                    literal(facet).label("facet"),
                    as_type(_COLUMN[facet], String).label("value"),
                    func.sum(_cell.c.number).label("number"),
                )
                .where(*(conditions[name] for name in conditions if name != facet), _cell.c.number > 0)
                .group_by(_COLUMN[facet])
                for facet in FACETS
            )
        )
    )


@cache
def _beside(name: str) -> PreparedMany:
    """The numbers of a facet, and those of every other facet beside some of its values."""

    def made(values: list[BindParameter[str]]) -> Select[Any]:
        asked = [
            and_(_tally.c.kind == kind, or_(*(_has(value, at) for value in values)))
            for facet in FACETS
            if facet != name
            for kind, at in [_pair(name, facet)]
        ]
        return select(_tally.c.kind, _tally.c.value, _tally.c.number).where(
            or_(_tally.c.kind == f"award.{name}", *asked), _tally.c.number > 0
        )

    return PreparedMany(made)


def _pair(name: str, other: str) -> tuple[str, int]:
    """The kind of number of two facets, and which of its two values is the first one's."""
    if FACETS.index(name) < FACETS.index(other):
        return f"award.{name}.{other}", 0
    return f"award.{other}.{name}", 1


def _has(value: BindParameter[str], at: int) -> ColumnElement[bool]:
    """Numbers of a pair where the value at a place is this one."""
    text = type_coerce(value, String())
    return _tally.c.value.like(literal(f"%{BETWEEN}") + text if at else text + literal(f"{BETWEEN}%"))


def count_in_force(day: date) -> int:
    """Recognitions of public products that hold on a day; one statement."""
    with reading() as source:
        return read_in_force(source, day)


def read_in_force(source: Source, day: date) -> int:
    """As `count_in_force`, beside other reads of the same moment."""
    found = _IN_FORCE.all(source, day=day, text=day.isoformat())[0]
    return int(found.kept - found.dated_later + found.ended_later)


def _in_force() -> Prepared:
    """The kept numbers know neither of a certificate dated later than the day nor of one that is revoked or
    suspended from a later day on; those few are found by their own index.
    """
    day, far = bindparam("day", type_=Date()), literal(date.max, Date())
    kept = select(func.coalesce(func.sum(_tally.c.number), 0)).where(
        _tally.c.kind == ENDS, _tally.c.value >= bindparam("text")
    )
    public = _product.c.counted_as != ""
    # Expressions that no index has: the planner is left with the one index by which few rows are found.
    ended = func.coalesce(_award.c.revoked_on, _award.c.suspended_on)
    begins, ends = func.coalesce(_award.c.issued_on, day), func.coalesce(_award.c.valid_until, day)
    counted = select(func.count()).select_from(_award).join(_product, _product.c.id == _award.c.product_id)
    later = counted.where(_award.c.issued_on > day, ends >= day, public, ended.is_(None))
    not_yet = counted.where(
        or_(_award.c.revoked_on > day, _award.c.suspended_on > day),
        func.coalesce(_award.c.revoked_on, far) > day,
        func.coalesce(_award.c.suspended_on, far) > day,
        begins <= day, ends >= day, public,
    )  # fmt: skip
    return Prepared(
        select(
            kept.scalar_subquery().label("kept"),
            later.scalar_subquery().label("dated_later"),
            not_yet.scalar_subquery().label("ended_later"),
        )
    )


_IN_FORCE = _in_force()
