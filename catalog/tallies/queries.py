"""Reads of the kept numbers: as many rows as there are values, whatever the size of the register."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.core.database.base import db
from catalog.models import Award, Product, Tally
from catalog.tallies.cells import BETWEEN, ENDS, FACETS

Numbers = dict[str, dict[str, int]]


def numbers_of(*kinds: str) -> Numbers:
    """Kind -> value -> number; one statement. Kinds and values: `catalog.tallies.cells`."""
    query = select(Tally.kind, Tally.value, Tally.number).where(Tally.kind.in_(kinds), Tally.number > 0)
    found: Numbers = {kind: {} for kind in kinds}
    for kind, value, number in db.session.execute(query):
        found[kind][value] = number
    return found


def count_recognitions_by_facet(name: str = "", values: tuple[str, ...] = ()) -> Numbers:
    """Facet -> value -> recognitions in results, those of days to come too; one statement.

    name, values: a facet that has one of some values; its own numbers are those without it.
    """
    if not name:
        found = numbers_of(*(f"award.{facet}" for facet in FACETS))
        return {facet: found[f"award.{facet}"] for facet in FACETS}
    pairs = {_pair(name, facet): facet for facet in FACETS if facet != name}
    asked = [and_(Tally.kind == kind, _has(values, at)) for kind, at in pairs]
    query = select(Tally.kind, Tally.value, Tally.number).where(
        or_(Tally.kind == f"award.{name}", *asked), Tally.number > 0
    )
    others = {kind: (facet, 1 - at) for (kind, at), facet in pairs.items()}
    numbers: Numbers = {facet: {} for facet in FACETS}
    for kind, value, number in db.session.execute(query):
        facet, at = others.get(kind, (name, 0))
        key = value.split(BETWEEN)[at]
        numbers[facet][key] = numbers[facet].get(key, 0) + number
    return numbers


def _pair(name: str, other: str) -> tuple[str, int]:
    """The kind of number of two facets, and which of its two values is the first one's."""
    if FACETS.index(name) < FACETS.index(other):
        return f"award.{name}.{other}", 0
    return f"award.{other}.{name}", 1


def _has(values: tuple[str, ...], at: int) -> ColumnElement[bool]:
    """Numbers of a pair where the value at a place is one of some."""
    return or_(
        False, *(Tally.value.like(f"%{BETWEEN}{value}" if at else f"{value}{BETWEEN}%") for value in values)
    )


def count_in_force(day: date) -> int:
    """Recognitions of public products that hold on a day.

    The kept numbers know neither of a certificate dated later than the day nor of one that is revoked or
    suspended from a later day on; those few are found by their own index.
    """
    kept = select(func.coalesce(func.sum(Tally.number), 0)).where(
        Tally.kind == ENDS, Tally.value >= day.isoformat()
    )
    public = Product.counted_as != ""
    # Expressions that no index has: the planner is left with the one index by which few rows are found.
    ended, begins = func.coalesce(Award.revoked_on, Award.suspended_on), func.coalesce(Award.issued_on, day)
    later = (
        select(func.count()).select_from(Award).join(Award.product)
        .where(Award.issued_on > day, Award.valid_until >= day, public, ended.is_(None))
    )  # fmt: skip
    not_yet = (
        select(func.count()).select_from(Award).join(Award.product)
        .where(
            or_(Award.revoked_on > day, Award.suspended_on > day),
            func.coalesce(Award.revoked_on, date.max) > day,
            func.coalesce(Award.suspended_on, date.max) > day,
            begins <= day, Award.valid_until >= day, public,
        )
    )  # fmt: skip
    all_kept, dated_later, ended_later = db.session.execute(
        select(kept.scalar_subquery(), later.scalar_subquery(), not_yet.scalar_subquery())
    ).one()
    return int(all_kept - dated_later + ended_later)
