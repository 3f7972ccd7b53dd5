"""Reads of the kept numbers: as many rows as there are values, whatever the size of the register."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    Table,
    bindparam,
    func,
    literal,
    or_,
    select,
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
_both = _tally.alias("both")
BY_INDEX = ("province", "year", "group", "level")
"""Facets of cells that have an index, in the order in which fewer cells share a value."""
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
    params: dict[str, Any] = {
        f"{facet}_{at}": int(value) if facet in WHOLE else value
        for facet, values in asked.items()
        for at, value in enumerate(values)
    }
    numbers: Numbers = {facet: {} for facet in FACETS}
    prepared = _by_facet(tuple((name, len(asked[name])) for name in sorted(asked)))
    for facet, value, number in prepared.raw(source, **params):
        found = numbers[facet]
        found[value] = found.get(value, 0) + int(number)
    return numbers


@cache
def _by_facet(asked: tuple[tuple[str, int], ...]) -> Prepared:
    """The numbers of every facet among the recognitions that have the values asked of the others. asked: each facet
    with how many values.
    """
    is_asked = dict(asked)
    alike = [facet for facet in FACETS if facet not in is_asked]
    parts = [
        part
        for facet in FACETS
        if facet in is_asked or len(asked) < 2  # noqa: PLR2004  # of one value and of two there are kept numbers
        for part in _of_facet(facet, {name: n for name, n in asked if name != facet})
    ]
    if len(asked) >= 2 and alike:  # noqa: PLR2004  # as above
        parts += _of_cells(alike, is_asked)
    return Prepared(union_all(*parts))


def _of_facet(facet: str, others: Mapping[str, int]) -> list[Select[Any]]:
    """The numbers kept of it alone, of it beside one other, or those of the cells with the values of several."""
    if not others:
        alone = _labelled(facet, _tally.c.value, _tally.c.number)
        return [alone.where(_tally.c.kind == f"award.{facet}", _tally.c.number > 0)]
    if len(others) == 1:
        ((other, count),) = others.items()
        return [_beside(facet, other, at) for at in range(count)]
    return _of_cells([facet], others)


def _of_cells(facets: Sequence[str], others: Mapping[str, int]) -> list[Select[Any]]:
    """The numbers of several facets among the cells with the values of all the others, which are looked for once."""
    cells = (
        select(*(_COLUMN[facet].label(facet) for facet in facets), _cell.c.number)
        .where(*_conditions(others), _cell.c.number > 0)
        .cte()
    )
    return [
        _labelled(facet, as_type(cells.c[facet], String), func.sum(cells.c.number))
        .where(*([cells.c[facet] != 0] if facet == "round" else []))
        .group_by(cells.c[facet])
        for facet in facets
    ]


def _beside(facet: str, other: str, at: int) -> Select[Any]:
    """The numbers of a facet where another has the value at a place of those asked: each is found by its key, for the
    numbers of the facet alone tell its values.
    """
    kind, place = _pair(other, facet)
    given = as_type(bindparam(f"{other}_{at}", type_=_COLUMN[other].type), String)
    first, second = (given, _tally.c.value) if place == 0 else (_tally.c.value, given)
    return (
        _labelled(facet, _tally.c.value, _both.c.number)
        .join(_both, (_both.c.kind == kind) & (_both.c.value == first + literal(BETWEEN) + second))
        .where(_tally.c.kind == f"award.{facet}", _both.c.number > 0)
    )


def _labelled(facet: str, value: Any, number: Any) -> Select[Any]:
    return select(literal(facet).label("facet"), value.label("value"), number.label("number"))


def _conditions(asked: Mapping[str, int]) -> list[ColumnElement[bool]]:
    """Of cells with the values asked: found by the index of the facet whose values the fewest share."""
    first = next(name for name in (*BY_INDEX, *asked) if name in asked)
    by_index = {first, "level"} if first == "year" else {first}
    return [
        # An expression that no index has, so that the planner is left with the one index.
        (_COLUMN[name] if name in by_index else func.coalesce(_COLUMN[name], 0 if name in WHOLE else "")).in_(
            [bindparam(f"{name}_{at}", type_=_COLUMN[name].type) for at in range(count)]
        )
        for name, count in asked.items()
    ]


def _pair(name: str, other: str) -> tuple[str, int]:
    """The kind of number of two facets, and which of its two values is the first one's."""
    if FACETS.index(name) < FACETS.index(other):
        return f"award.{name}.{other}", 0
    return f"award.{other}.{name}", 1


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
