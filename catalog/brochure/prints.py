"""Copies of brochures that were printed: noted by an officer of the area, taken back where that was a mistake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.actor import Actor, Role
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import NotFound, RuleBroken, check_together
from app.core.policy import ALLOWED, Decision, Denied, authorize
from app.core.text import fold_line
from catalog import fields
from catalog.models import AdministrativeUnit, BrochurePrint
from catalog.policies import is_system
from catalog.units.queries import order_of_choice

MOST_COPIES = 10_000_000
EARLIEST = date(1990, 1, 1)
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class PrintData:
    """unit: the province as it was on the day, None for the whole country. is_told: entered as an activity already;
    is_other: another print run than those that are counted already.
    """

    title: str
    copies: int
    printed_on: date
    document: str
    unit: AdministrativeUnit | None = None
    is_told: bool = False
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Copies that are counted from elsewhere. document: what proves them."""

    title: str
    copies: int
    day: date
    document: str


Teller = Callable[[PrintData], Sequence[Counted]]
tellers: list[Teller] = []
"""Who tells what is counted from elsewhere and is like a print run; packages above add theirs."""


def can_note_print(actor: Actor, unit: AdministrativeUnit | None) -> Decision:
    """Officers of the nation; of a province for their own."""
    if is_system(actor) or actor.has(Role.OFFICER_NATIONAL):
        return ALLOWED
    is_own = unit is not None and actor.has(Role.OFFICER_PROVINCE) and unit.present.id in actor.provinces
    return ALLOWED if is_own else Denied("outside_area")


def note_print(actor: Actor, data: PrintData) -> BrochurePrint:
    """A run of copies, which programmes count on its day."""
    authorize(actor, can_note_print, data.unit)
    check_together(
        lambda: fields.required(data.title.strip(), "title"),
        lambda: _check_copies(data.copies),
        lambda: _check_day(data.printed_on, data.unit),
        lambda: fields.required(data.document.strip(), "document"),
    )
    if not data.is_told:
        _check_new(data)
    row = BrochurePrint(
        title=data.title.strip(), unit=data.unit, copies=data.copies, printed_on=data.printed_on,
        document=data.document.strip(), is_told=data.is_told, noted_by=actor.user_id, noted_at=utc_now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "catalog.brochure_print.add", row, copies=row.copies)
    record_change("brochure", row.id)
    return row


def remove_print(actor: Actor, print_id: int) -> None:
    """Taken back: it counts no more; the row stays, marked."""
    row = db.session.get(BrochurePrint, print_id, with_for_update=True)
    if row is None or row.removed_at is not None:
        raise NotFound("not_found")
    authorize(actor, can_note_print, row.unit)
    row.removed_by, row.removed_at = actor.user_id, utc_now()
    audit.record(actor, "catalog.brochure_print.remove", row)
    record_change("brochure", row.id)


def list_print_units(actor: Actor) -> list[AdministrativeUnit]:
    """Provinces for which the person may note copies: those of today, then those that went into them; by name."""
    units = db.session.scalars(select(AdministrativeUnit))
    mine = [unit for unit in units if can_note_print(actor, unit)]
    return sorted(mine, key=order_of_choice)


def list_prints(actor: Actor) -> list[BrochurePrint]:
    """Of the person's area, the newest first."""
    query = (
        select(BrochurePrint)
        .where(BrochurePrint.removed_at.is_(None))
        .options(joinedload(BrochurePrint.unit))
    )
    if not actor.has(Role.OFFICER_NATIONAL):
        query = query.join(BrochurePrint.unit).where(
            BrochurePrint.unit_id.in_(actor.provinces) | AdministrativeUnit.successor_id.in_(actor.provinces)
        )
    return list(db.session.scalars(query.order_by(BrochurePrint.printed_on.desc(), BrochurePrint.id.desc())))


def list_counted_prints() -> list[BrochurePrint]:
    """Those that programmes count, in the order in which they were noted."""
    query = select(BrochurePrint).where(BrochurePrint.removed_at.is_(None), BrochurePrint.is_told.is_(False))
    return list(db.session.scalars(query.options(joinedload(BrochurePrint.unit)).order_by(BrochurePrint.id)))


def list_prints_near(unit: AdministrativeUnit | None, day: date, days: int) -> list[BrochurePrint]:
    """Those that count by themselves, of what a unit is today, at most so many days before or after a day."""
    near = BrochurePrint.printed_on.between(day - timedelta(days), day + timedelta(days))
    query = (
        select(BrochurePrint)
        .where(BrochurePrint.removed_at.is_(None), BrochurePrint.is_told.is_(False), near)
        .options(joinedload(BrochurePrint.unit))
        .order_by(BrochurePrint.printed_on, BrochurePrint.id)
    )
    return [row for row in db.session.scalars(query) if present_id(row.unit) == present_id(unit)]


def present_id(unit: AdministrativeUnit | None) -> int | None:
    """Of what a unit is today; None for the whole country."""
    return unit.present.id if unit is not None else None


def _check_new(data: PrintData) -> None:
    """One document of a day tells of one print run; what is counted from elsewhere and is like it is asked about."""
    same = [
        row
        for row in list_prints_near(data.unit, data.printed_on, 0)
        if fold_line(row.document) == fold_line(data.document)
    ]
    if same:
        raise RuleBroken("brochure_print_there", "document", title=same[0].title)
    found = [] if data.is_other else [told for teller in tellers for told in teller(data)]
    if found:
        raise RuleBroken(
            "brochure_counted",
            "is_told",
            counted="; ".join(counted_text(told) for told in found[:MOST_NAMED]),
        )


def counted_text(told: Counted) -> str:
    """As in "Tập gấp (500; 02/03/2025; BC 7)"."""
    return f"{told.title} ({told.copies}; {told.day:%d/%m/%Y}; {told.document})"


def _check_copies(copies: int) -> None:
    if not 0 < copies <= MOST_COPIES:
        raise RuleBroken("brochure_copies", "copies", most=MOST_COPIES)


def _check_day(day: date, unit: AdministrativeUnit | None) -> None:
    if day > today():
        raise RuleBroken("date_in_future", "printed_on")
    if day < EARLIEST:
        raise RuleBroken("date_out_of_range", "printed_on")
    if unit is not None and not unit.valid_from <= day <= (unit.valid_until or day):
        raise RuleBroken("unit_not_then", "unit")
