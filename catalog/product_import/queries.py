"""Reads of imports."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.models import ImportedProduct, Product, ProductImport
from catalog.policies import can_manage_facility

AT_ONCE = 500


def get_import(actor: Actor, import_id: int) -> ProductImport:
    """One of a facility of this person. Raises NotFound or NotAllowed."""
    made = db.session.get(ProductImport, import_id)
    if made is None:
        raise NotFound("not_found")
    authorize(actor, can_manage_facility, made.facility)
    return made


def list_imports(facility_id: int, limit: int = 20) -> list[ProductImport]:
    """The latest first."""
    query = select(ProductImport).where(ProductImport.facility_id == facility_id)
    return list(db.session.scalars(query.order_by(ProductImport.id.desc()).limit(limit)))


def count_changed(import_id: int) -> int:
    """How many products of the import somebody has changed since."""
    query = (
        select(func.count())
        .select_from(Product)
        .join(ImportedProduct, ImportedProduct.product_id == Product.id)
        .where(ImportedProduct.import_id == import_id, Product.version > 1)
    )
    return db.session.scalar(query) or 0


def each_product(facility_id: int) -> Iterator[Product]:
    """All products of a facility by name, read a part at a time."""
    ids = list(
        db.session.scalars(
            select(Product.id).where(Product.facility_id == facility_id).order_by(Product.sort_key)
        )
    )
    options = (
        selectinload(Product.pictures),
        selectinload(Product.certificates),
        joinedload(Product.trademark),
    )
    for start in range(0, len(ids), AT_ONCE):
        query = select(Product).where(Product.id.in_(ids[start : start + AT_ONCE])).options(*options)
        yield from db.session.scalars(query.order_by(Product.sort_key))
        db.session.expunge_all()
