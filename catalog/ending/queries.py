"""What ends soon in an officer's area: recognitions, papers and marks in one list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, null, or_, select, union_all

from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.database.base import db
from catalog.enums import TrademarkState
from catalog.listings.workspace import in_scope
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark

KINDS: dict[str, type[Any]] = {"award": Award, "certificate": Certificate, "trademark": Trademark}
PER_PAGE = 50
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


def list_ending(
    actor: Actor, day: date, *, within: int, unit_id: int | None = None, page: int = 1
) -> tuple[list[Ending], int]:
    """What holds and ends within so many days, the soonest first, and how much there is: three statements."""
    whole = union_all(*(_part(kind, actor, day, within, unit_id) for kind in KINDS)).subquery()
    total = db.session.scalar(select(func.count()).select_from(whole)) or 0
    order = (whole.c.until, whole.c.kind, whole.c.id)
    rows = db.session.execute(
        select(whole).order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    ).all()
    told = _last_told(rows)
    return [Ending(**row._asdict(), told_at=told.get((row.kind, str(row.id)))) for row in rows], total


def _part(kind: str, actor: Actor, day: date, within: int, unit_id: int | None) -> Select[Any]:
    entity = KINDS[kind]
    name, number = _NAMES[kind]
    query = select(
        literal(kind).label("kind"), entity.id, name.label("name"), _SORTS[kind].label("sort"), number.label("number"),
        Facility.id.label("facility_id"), Facility.name.label("facility"), AdministrativeUnit.name_vi.label("unit"),
        entity.valid_until.label("until"),
    ).select_from(entity)  # fmt: skip
    if entity is Award:
        query = query.join(Product, Product.id == Award.product_id).join(
            Facility, Facility.id == Product.facility_id
        )
    else:
        query = query.join(Facility, Facility.id == entity.facility_id)
    query = query.join(AdministrativeUnit, AdministrativeUnit.id == Facility.unit_id).where(
        entity.valid_until.between(day, day + timedelta(days=within)), in_scope(actor)
    )
    if unit_id is not None:
        query = query.where((AdministrativeUnit.id == unit_id) | (AdministrativeUnit.successor_id == unit_id))
    return query.where(*_holding(entity, day))


def _holding(entity: type[Any], day: date) -> list[Any]:
    """What ends without having been taken back before."""
    if entity is Trademark:
        return [Trademark.state == TrademarkState.GRANTED]
    rules: list[Any] = [or_(entity.revoked_on.is_(None), entity.revoked_on > day), entity.issued_on <= day]
    if entity is Award:
        rules += [Award.number.is_not(None), or_(Award.suspended_on.is_(None), Award.suspended_on > day)]
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
