"""What the register knows about a thing: product, lot, item, place."""

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from catalog.awards.queries import find_current_recognition
from catalog.enums import FacilityState
from catalog.models import Facility
from traceability.codes.lookup import Thing
from traceability.models import Lot, ProductLink
from traceability.recalls.queries import list_recalls_on


def find_place(gln: str) -> Facility | None:
    """The verified facility with that location number."""
    query = select(Facility).where(Facility.gln == gln, Facility.state == FacilityState.VERIFIED)
    return db.session.scalars(query.order_by(Facility.id).limit(1)).first()


def list_links_of(thing: Thing) -> list[ProductLink]:
    """The links that the facility added to the product or to this lot."""
    query = select(ProductLink).where(
        ProductLink.product_id == thing.product.id, ProductLink.removed_at.is_(None)
    )
    wanted = {None, thing.lot.id if thing.lot is not None else None}
    return [link for link in db.session.scalars(query.order_by(ProductLink.id)) if link.lot_id in wanted]


def find_award_number(thing: Thing) -> str | None:
    """The number of the recognition that is valid today, if it has one."""
    award = find_current_recognition(thing.product, today())
    return award.number if award is not None else None


def is_recalled(lot: Lot) -> bool:
    return bool(list_recalls_on(lot.id))
