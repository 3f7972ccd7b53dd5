"""Offers of products, open and answered."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.database.reading import Prepared, reading
from catalog.models import Facility, Product, ProductTransfer

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


def list_handed_on(facility_id: int) -> Sequence[Any]:
    """Products that came to the facility or left it, the latest first, as columns."""
    with reading() as source:
        return _HANDED_ON.all(source, facility=facility_id)


_transfer, _product, _giver = (
    cast("Table", entity.__table__) for entity in (ProductTransfer, Product, Facility)
)
_taker = _giver.alias("taker")
_HANDED_ON = Prepared(
    select(
        _transfer.c.taker_id,
        _transfer.c.answered_at,
        _product.c.name_vi.label("product_name"),
        _giver.c.name.label("giver_name"),
        _taker.c.name.label("taker_name"),
    )
    .join(_product, _product.c.id == _transfer.c.product_id)
    .join(_giver, _giver.c.id == _transfer.c.giver_id)
    .join(_taker, _taker.c.id == _transfer.c.taker_id)
    .where(
        or_(_transfer.c.giver_id == bindparam("facility"), _transfer.c.taker_id == bindparam("facility")),
        _transfer.c.answer == "accepted",
    )
    .order_by(_transfer.c.answered_at.desc())
)
