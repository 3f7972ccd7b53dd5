"""Offers of products, open and answered."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.models import ProductTransfer

_WITH = (
    joinedload(ProductTransfer.product),
    joinedload(ProductTransfer.giver),
    joinedload(ProductTransfer.taker),
)


def find_open_transfer(product_id: int) -> ProductTransfer | None:
    """The offer of a product that waits for an answer."""
    query = select(ProductTransfer).where(
        ProductTransfer.product_id == product_id, ProductTransfer.answer == ""
    )
    return db.session.scalar(query.options(*_WITH))


def list_offers_to(facility_ids: Iterable[int]) -> list[ProductTransfer]:
    """What other facilities offer to these, the oldest first."""
    query = select(ProductTransfer).where(
        ProductTransfer.taker_id.in_(facility_ids), ProductTransfer.answer == ""
    )
    return list(db.session.scalars(query.options(*_WITH).order_by(ProductTransfer.id)))


def list_handed_on(facility_id: int) -> list[ProductTransfer]:
    """Products that came to the facility or left it, the latest first."""
    mine = or_(ProductTransfer.giver_id == facility_id, ProductTransfer.taker_id == facility_id)
    query = select(ProductTransfer).where(mine, ProductTransfer.answer == "accepted")
    return list(db.session.scalars(query.options(*_WITH).order_by(ProductTransfer.answered_at.desc())))
