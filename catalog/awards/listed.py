"""Products that a body outside this site has recognised and sends up: facility, product and recognition as listed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import RuleBroken
from app.core.policy import authorize
from app.core.text import sort_key
from catalog.acts import free_slug
from catalog.awards.services import AwardData, issue_award
from catalog.enums import PERSONAL_KINDS, AwardSource, FacilityState, Level, ProductState
from catalog.models import AdministrativeUnit, Award, Facility, Product
from catalog.names import skeleton
from catalog.policies import can_issue_award
from catalog.units.communes import commune_key_of
from catalog.units.queries import unit_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list. source: the list it stands in; province: by name, of today."""

    product: str
    group: str
    is_set: bool
    facility: str
    kind: str
    registration_number: str
    province: str
    commune: str
    address: str
    level: Level
    certificate: str
    issuer: str
    decision_number: str
    decision_date: date
    issued_on: date
    valid_until: date
    source: str


def record_listed(actor: Actor, line: Listed) -> Award:
    """The recognition of a line, with facility and product found by number and name or made; again adds nothing.

    Raises RuleBroken(`unit_not_found`, `list_certificate_taken`).
    """
    authorize(actor, can_issue_award)
    unit = unit_named(line.province)
    if unit is None:
        raise RuleBroken("unit_not_found", "file")
    product = _product(actor, line, _facility(actor, line, unit.present))
    known = db.session.scalar(select(Award).where(Award.number == line.certificate))
    if known is not None and (known.product_id, known.level) != (product.id, line.level):
        raise RuleBroken("list_certificate_taken", "file", number=line.certificate)
    return known or issue_award(
        actor,
        product.id,
        AwardData(
            level=line.level,
            number=line.certificate,
            issued_on=line.issued_on,
            valid_until=line.valid_until,
            issuer=line.issuer,
            decision_number=line.decision_number,
            decision_date=line.decision_date,
            product_name=line.product,
            source=AwardSource.PUBLISHED_NOTICE,
            source_text=line.source,
        ),
    )


def _facility(actor: Actor, line: Listed, unit: AdministrativeUnit) -> Facility:
    """By its registration number, else by name in the province among those that have no number."""
    if line.registration_number:
        known = select(Facility).where(Facility.registration_number == line.registration_number)
    else:
        known = select(Facility).where(
            Facility.name == line.facility,
            Facility.unit_id == unit.id,
            Facility.registration_number.is_(None),
        )
    if (facility := db.session.scalars(known.order_by(Facility.id)).first()) is not None:
        return facility
    now = utc_now()
    address = "" if line.kind in PERSONAL_KINDS else line.address  # a home: shown with consent alone
    facility = Facility(
        slug=free_slug(Facility, line.facility, "co-so"), name=line.facility, sort_key=sort_key(line.facility),
        skeleton=skeleton(line.facility), kind=line.kind, registration_number=line.registration_number or None,
        unit_id=unit.id, commune=line.commune, commune_key=commune_key_of(line.commune, unit.code),
        address=address, state=FacilityState.VERIFIED, source=line.source, created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(facility)
    audit.record(actor, "catalog.facility.record_notice", facility, source=line.source)
    record_change("facility", facility.id)
    return facility


def _product(actor: Actor, line: Listed, facility: Facility) -> Product:
    known = select(Product).where(Product.name_vi == line.product, Product.facility_id == facility.id)
    if (product := db.session.scalar(known)) is not None:
        return product
    now = utc_now()
    product = Product(
        slug=free_slug(Product, line.product, "san-pham"), facility_id=facility.id, name_vi=line.product,
        sort_key=sort_key(line.product), group=line.group, is_set=line.is_set, state=ProductState.PUBLISHED,
        published_at=now, source=line.source, created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(product)
    audit.record(actor, "catalog.product.record_notice", product, source=line.source)
    record_change("product", product.id)
    return product
