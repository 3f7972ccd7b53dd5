"""Reads of the links of a product."""

from sqlalchemy import select

from app.core.database.base import db
from traceability.models import Lot, ProductLink


def list_links(product_id: int) -> list[ProductLink]:
    """The links in force that a facility added to a product and its lots."""
    query = select(ProductLink).where(ProductLink.product_id == product_id, ProductLink.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(ProductLink.id)))


def list_lots_of_product(product_id: int) -> list[Lot]:
    """The newest first."""
    return list(db.session.scalars(select(Lot).where(Lot.product_id == product_id).order_by(Lot.id.desc())))
