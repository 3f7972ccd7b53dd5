"""Recognitions from published notices: facts about real producers, with their source, nothing added."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import NotAllowed, RuleBroken
from app.core.text import sort_key
from catalog.acts import free_slug
from catalog.awards.services import AwardData, issue_award
from catalog.enums import AwardSource, FacilityKind, FacilityState, Level, ProductGroup, ProductState
from catalog.models import AdministrativeUnit, Award, Facility, Product
from catalog.names import skeleton
from catalog.policies import is_system
from catalog.units.queries import unit_named

_KINDS = {
    "hợp tác xã": FacilityKind.COOPERATIVE,
    "htx": FacilityKind.COOPERATIVE,
    "tổ hợp tác": FacilityKind.COOPERATIVE_GROUP,
    "hộ": FacilityKind.HOUSEHOLD,
    "cơ sở": FacilityKind.HOUSEHOLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line of a published notice. province: its name in that year. producer: empty where none is named.

    source: the notice's address; note: what is uncertain about the line.
    """

    name_vi: str
    producer: str
    province: str
    group: ProductGroup
    level: Level
    year: int
    source: str
    note: str = ""


def record_notice(actor: Actor, notice: Notice) -> Award:
    """A published product with the recognition of the notice; the same line again adds nothing.

    The notice gives a year and no number: the day of issue is kept as that year's last, the number stays
    empty. Raises RuleBroken("unit_not_found") for a province that did not exist that year.
    """
    if not is_system(actor):
        raise NotAllowed("not_allowed")
    issued_on = date(notice.year, 12, 31)
    unit = unit_named(notice.province, issued_on)
    if unit is None:
        raise RuleBroken("unit_not_found", "province", unit=notice.province)
    facility = _facility(actor, notice, unit.present)
    product = _product(actor, notice, facility)
    known = select(Award).where(
        Award.product_id == product.id, Award.level == notice.level, Award.year == notice.year
    )
    if (award := db.session.scalar(known)) is not None:
        return award
    data = AwardData(
        level=notice.level,
        issued_on=issued_on,
        unit_name=unit.name_on(issued_on),
        source=AwardSource.PUBLISHED_NOTICE,
        source_text=notice.source,
        source_note=notice.note,
    )
    return issue_award(actor, product.id, data)


def _facility(actor: Actor, notice: Notice, unit: AdministrativeUnit) -> Facility:
    """The producer in that province; one without a name represents those that notices do not name."""
    name = notice.producer or f"Cơ sở không nêu tên ({unit.name_vi})"
    known = select(Facility).where(Facility.name == name, Facility.unit_id == unit.id, Facility.source != "")
    if (facility := db.session.scalar(known)) is not None:
        return facility
    now = utc_now()
    facility = Facility(
        slug=free_slug(Facility, name, "co-so"), name=name, sort_key=sort_key(name), skeleton=skeleton(name),
        kind=_kind(name), unit_id=unit.id, state=FacilityState.VERIFIED, source=notice.source,
        created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(facility)
    audit.record(actor, "catalog.facility.record_notice", facility, source=notice.source)
    record_change("facility", facility.id)
    return facility


def _product(actor: Actor, notice: Notice, facility: Facility) -> Product:
    known = select(Product).where(Product.name_vi == notice.name_vi, Product.facility_id == facility.id)
    if (product := db.session.scalar(known)) is not None:
        return product
    now = utc_now()
    product = Product(
        slug=free_slug(Product, notice.name_vi, "san-pham"), facility_id=facility.id, name_vi=notice.name_vi,
        sort_key=sort_key(notice.name_vi), group=notice.group,
        is_set=notice.name_vi.lower().startswith("bộ sản phẩm"), state=ProductState.PUBLISHED, published_at=now,
        source=notice.source, created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(product)
    audit.record(actor, "catalog.product.record_notice", product, source=notice.source, note=notice.note)
    return product


def _kind(name: str) -> FacilityKind:
    """By the legal form in the name; a name without one counts as an enterprise."""
    lowered = name.lower()
    return next((kind for sign, kind in _KINDS.items() if lowered.startswith(sign)), FacilityKind.ENTERPRISE)
