"""Artisans for the public: only those who agree. Of the others, a number."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from catalog.listings.cards import is_public
from catalog.models import AdministrativeUnit, Product
from programme.artisans.titles import ORDER, Title
from programme.exhibits.queries import list_units_served, name_order, public_place
from programme.models import Artisan, ArtisanProduct, ArtisanTitle, CraftVillage


@dataclass(frozen=True, slots=True)
class Artisans:
    """named: those who agree; others: how many do not."""

    named: list[Artisan]
    others: int


def list_artisans(*, province: str = "", title: str = "") -> list[Artisan]:
    """Those with a page, by name. province: the code of a unit of today."""
    query = select(Artisan).join(Artisan.unit).where(public_place(Artisan))
    if province:
        query = query.where(AdministrativeUnit.code == province)
    if title:
        holds = select(ArtisanTitle.artisan_id).where(ArtisanTitle.title == title)
        query = query.where(Artisan.id.in_(holds))
    options = (joinedload(Artisan.unit), joinedload(Artisan.village), selectinload(Artisan.titles))
    return sorted(db.session.scalars(query.options(*options)), key=name_order)


def list_artisans_of(*, village_id: int | None = None, facility_id: int | None = None) -> Artisans:
    """Artisans of a village or a facility."""
    if village_id is not None:
        return _apart(Artisan.village_id == village_id)
    return _apart(Artisan.facility_id == facility_id)


def list_product_ids(artisan_id: int) -> list[int]:
    """An artisan's public products, by name."""
    query = (
        select(Product.id)
        .join(ArtisanProduct, ArtisanProduct.product_id == Product.id)
        .where(ArtisanProduct.artisan_id == artisan_id, is_public())
    )
    return list(db.session.scalars(query.order_by(Product.sort_key, Product.id)))


def highest_title(artisan: Artisan) -> ArtisanTitle | None:
    return min(artisan.titles, key=lambda row: ORDER[Title(row.title)], default=None)


def list_villages_served(actor: Actor) -> list[CraftVillage]:
    """Craft villages of the officer's area, for a choice."""
    units = [unit.id for unit in list_units_served(actor)]
    query = select(CraftVillage).where(CraftVillage.unit_id.in_(units))
    return sorted(db.session.scalars(query), key=name_order)


def _apart(belongs: ColumnElement[bool]) -> Artisans:
    options = (joinedload(Artisan.unit), selectinload(Artisan.titles))
    query = select(Artisan).where(belongs, public_place(Artisan)).options(*options)
    named = sorted(db.session.scalars(query), key=name_order)
    everyone = select(func.count()).select_from(Artisan).where(belongs, Artisan.withdrawn_at.is_(None))
    return Artisans(named, (db.session.scalar(everyone) or 0) - len(named))
