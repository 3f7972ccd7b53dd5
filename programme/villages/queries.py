"""Craft villages for the public."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.core.database.base import db
from app.core.text import sort_key
from catalog.enums import FacilityState
from catalog.listings.cards import is_public
from catalog.models import AdministrativeUnit, Facility, Product
from catalog.search.villages import village_source
from programme.exhibits.queries import place_order, public_place
from programme.models import CraftVillage, VillageFacility


def list_villages(*, province: str = "") -> list[CraftVillage]:
    """By province and name. province: the code of a unit of today."""
    query = select(CraftVillage).join(CraftVillage.unit).where(public_place(CraftVillage))
    if province:
        query = query.where(AdministrativeUnit.code == province)
    rows = db.session.scalars(query.options(joinedload(CraftVillage.unit)))
    return sorted(rows, key=place_order)


@village_source
def list_villages_of(session: Session, facility_ids: list[int]) -> list[tuple[int, str]]:
    """(facility id, name) of the villages with a page that some facilities work in."""
    query = (
        select(VillageFacility.facility_id, CraftVillage.name_vi)
        .join(CraftVillage, CraftVillage.id == VillageFacility.village_id)
        .where(
            public_place(CraftVillage),
            CraftVillage.revoked_on.is_(None),
            VillageFacility.facility_id.in_(facility_ids),
        )
    )
    return sorted(((key, name) for key, name in session.execute(query)), key=lambda row: sort_key(row[1]))


def count_by_province() -> dict[str, int]:
    """Code of a province of today -> craft villages with a page."""
    query = (
        select(AdministrativeUnit.code, func.count())
        .join(CraftVillage, CraftVillage.unit_id == AdministrativeUnit.id)
        .where(public_place(CraftVillage))
        .group_by(AdministrativeUnit.code)
    )
    return {code: count for code, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def list_facilities_in(village_id: int) -> list[Facility]:
    """The facilities of a village that have a page, by name."""
    query = (
        select(Facility)
        .join(VillageFacility, VillageFacility.facility_id == Facility.id)
        .where(VillageFacility.village_id == village_id, Facility.state == FacilityState.VERIFIED)
        .options(joinedload(Facility.unit))
    )
    return list(db.session.scalars(query.order_by(Facility.sort_key, Facility.id)))


def list_product_ids(village_id: int, limit: int) -> list[int]:
    """Public products of the facilities of a village, by name."""
    query = (
        select(Product.id)
        .join(VillageFacility, VillageFacility.facility_id == Product.facility_id)
        .where(VillageFacility.village_id == village_id, is_public())
    )
    return list(db.session.scalars(query.order_by(Product.sort_key, Product.id).limit(limit)))
