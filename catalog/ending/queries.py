"""What ends soon in an officer's area: recognitions, papers and marks in one list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, null, or_, select, union_all

from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.keyset import beyond
from catalog.enums import TrademarkState
from catalog.listings.workspace import units_in_scope
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark
from catalog.schemes.queries import is_renewed

KINDS: dict[str, type[Any]] = {"award": Award, "certificate": Certificate, "trademark": Trademark}
PER_PAGE = 20
MOST_OF_PLACE = 60
MOST_DIGITS = 18
TOLD = ("expiry_notice", "remind")
"""The verbs of the acts by which a facility was told that a paper ends."""


@dataclass(frozen=True, slots=True)
class Ending:
    """kind: of KINDS. told_at: when the facility was last told, by the calendar or by an officer."""

    kind: str
    id: int
    name: str
    sort: str
    number: str
    facility_id: int
    facility: str
    unit: str
    until: date
    told_at: datetime | None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list ends or begins: as in an address, `2027-01-31.award.12`."""

    until: date
    kind: str
    id: int

    @property
    def text(self) -> str:
        return f"{self.until.isoformat()}.{self.kind}.{self.id}"


def read_place(text: str) -> Place | None:
    """None where the text names no place."""
    day, _, rest = text[:MOST_OF_PLACE].partition(".")
    kind, _, key = rest.partition(".")
    try:
        until = date.fromisoformat(day)
    except ValueError:
        return None
    is_key = key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS
    return Place(until, kind, int(key)) if kind in KINDS and is_key else None


@dataclass(frozen=True, slots=True)
class EndingPage:
    """rows: the soonest first. before, after: the places of its neighbours; None where there is none."""

    rows: list[Ending]
    before: Place | None = None
    after: Place | None = None


def list_ending(
    actor: Actor,
    day: date,
    *,
    within: int,
    unit_id: int | None = None,
    place: Place | None = None,
    back: bool = False,
) -> EndingPage:
    """What holds and ends within so many days, from a place on or with `back` before it: two statements."""
    whole = union_all(*(_part(kind, actor, day, within, unit_id, place, back) for kind in KINDS))
    names = whole.selected_columns
    columns = (names.until, names.id, names.kind)
    whole = whole.order_by(*(column.desc() if back else column for column in columns)).limit(PER_PAGE + 1)
    rows = db.session.execute(whole).all()
    is_more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if back:
        rows = rows[::-1]
    told = _last_told(rows)
    found = [Ending(**row._asdict(), told_at=told.get((row.kind, str(row.id)))) for row in rows]
    if not found:
        return EndingPage([])
    first, last = (Place(row.until, row.kind, row.id) for row in (found[0], found[-1]))
    has_before, has_after = (is_more, True) if back else (place is not None, is_more)
    return EndingPage(found, first if has_before else None, last if has_after else None)


def _part(
    kind: str, actor: Actor, day: date, within: int, unit_id: int | None, place: Place | None, back: bool
) -> Select[Any]:
    entity = KINDS[kind]
    name, number = _NAMES[kind]
    query = select(
        literal(kind).label("kind"), entity.id.label("id"), name.label("name"), _SORTS[kind].label("sort"),
        number.label("number"), entity.valid_until.label("until"), Facility.id.label("facility_id"),
        Facility.name.label("facility"), AdministrativeUnit.name_vi.label("unit"),
    ).select_from(entity)  # fmt: skip
    if entity is Award:
        query = query.join(Product, Product.id == Award.product_id).join(
            Facility, Facility.id == Product.facility_id
        )
    else:
        query = query.join(Facility, Facility.id == entity.facility_id)
    query = query.join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id).where(
        entity.valid_until.between(day, day + timedelta(days=within)), *_holding(entity, day)
    )
    if (units := units_in_scope(actor, unit_id)) is not None:
        query = query.where(func.coalesce(Facility.unit_id, Facility.unit_id).in_(units))
    return query if place is None else query.where(_beyond(kind, place, back=back))


def _beyond(kind: str, place: Place, *, back: bool) -> ColumnElement[bool]:
    """Rows of one kind after a place in the order of day, key and kind, before it where `back`."""
    entity = KINDS[kind]
    same_is_beyond = kind < place.kind if back else kind > place.kind
    nearest = (1 if back else -1) * same_is_beyond
    return beyond(entity.valid_until, entity.id, (place.until, place.id + nearest), down=back)


def _holding(entity: type[Any], day: date) -> list[Any]:
    """What ends without having been taken back or renewed before."""
    if entity is Trademark:
        return [Trademark.state == TrademarkState.GRANTED]
    rules: list[Any] = [or_(entity.revoked_on.is_(None), entity.revoked_on > day), entity.issued_on <= day]
    if entity is Award:
        rules += [Award.number.is_not(None), or_(Award.suspended_on.is_(None), Award.suspended_on > day)]
    if entity is Certificate:
        rules.append(~is_renewed())
    return rules


_NAMES: dict[str, tuple[Any, Any]] = {
    "award": (Award.product_name, Award.number),
    "certificate": (Certificate.title, Certificate.number),
    "trademark": (Trademark.name, Trademark.registration_number),
}
_SORTS: dict[str, Any] = {
    "award": Award.level,
    "certificate": Certificate.kind,
    "trademark": cast(null(), String),
}


def _last_told(rows: Sequence[Any]) -> dict[tuple[str, str], datetime]:
    if not rows:
        return {}
    ids: Collection[str] = {str(row.id) for row in rows}
    acts = [f"catalog.{kind}.{verb}" for kind in KINDS for verb in TOLD]
    query = (
        select(AuditEntry.subject_kind, AuditEntry.subject_id, func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_kind.in_(tuple(KINDS)),
            AuditEntry.subject_id.in_(ids),
            AuditEntry.act.in_(acts),
        )
        .group_by(AuditEntry.subject_kind, AuditEntry.subject_id)
    )
    return {(kind, key): at for kind, key, at in db.session.execute(query)}


def find_last_told(kind: str, key: int) -> datetime | None:
    """When the facility was last told that this one ends."""
    acts = [f"catalog.{kind}.{verb}" for verb in TOLD]
    return db.session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.subject_kind == kind, AuditEntry.subject_id == str(key), AuditEntry.act.in_(acts)
        )
    )
