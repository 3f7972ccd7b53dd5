"""Showrooms for the public."""

from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.listings.cards import is_public
from catalog.models import AdministrativeUnit, Product
from programme.exhibits.queries import place_order, public_place
from programme.models import Showroom, ShowroomProduct


def list_showrooms(day: date, *, province: str = "", kind: str = "") -> list[Showroom]:
    """Those that are open on a day, by province and name. province: the code of a unit of today."""
    query = select(Showroom).join(Showroom.unit).where(public_place(Showroom), _is_open(day))
    if province:
        query = query.where(AdministrativeUnit.code == province)
    if kind:
        query = query.where(Showroom.place_kind == kind)
    rows = db.session.scalars(query.options(joinedload(Showroom.unit)))
    return sorted(rows, key=place_order)


def list_product_ids(showroom_id: int) -> list[int]:
    """The public products that a showroom shows, by name."""
    query = (
        select(Product.id)
        .join(ShowroomProduct, ShowroomProduct.product_id == Product.id)
        .where(ShowroomProduct.showroom_id == showroom_id, is_public())
    )
    return list(db.session.scalars(query.order_by(Product.sort_key, Product.id)))


def count_products(showroom_ids: list[int]) -> dict[int, int]:
    """How many public products each showroom shows."""
    query = (
        select(ShowroomProduct.showroom_id, func.count())
        .join(Product, Product.id == ShowroomProduct.product_id)
        .where(ShowroomProduct.showroom_id.in_(showroom_ids), is_public())
        .group_by(ShowroomProduct.showroom_id)
    )
    return {key: count for key, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def _is_open(day: date) -> ColumnElement[bool]:
    return (Showroom.opened_on <= day) & (Showroom.closed_on.is_(None) | (Showroom.closed_on > day))
