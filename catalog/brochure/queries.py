"""Products that a brochure shows: public, with a valid recognition, by province and name."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.text import sort_key
from catalog.awards.queries import best_award
from catalog.listings.cards import is_public
from catalog.models import Award, Facility, Product

Entry = tuple[Product, Award]


def list_recognised(on: date, unit_id: int | None = None) -> list[Entry]:
    """Each with the recognition of the highest level. unit_id: of today's province; None for the whole country."""
    query = (
        select(Product)
        .join(Product.facility)
        .where(is_public(), Product.awards.any(Award.valid_until >= on))
        .options(
            joinedload(Product.facility).joinedload(Facility.unit),
            selectinload(Product.awards),
            selectinload(Product.pictures),
        )
    )
    found = [(product, best_award(product.awards, on)) for product in db.session.scalars(query).unique()]
    entries = [
        (product, award)
        for product, award in found
        if award is not None and unit_id in {None, product.facility.unit.present.id}
    ]
    return sorted(entries, key=_place)


def _place(entry: Entry) -> tuple[str, str]:
    """Provinces in the order of the Vietnamese dictionary, products within."""
    product = entry[0]
    return sort_key(product.facility.unit.present.name_vi), product.sort_key
