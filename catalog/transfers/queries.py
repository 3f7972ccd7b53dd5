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
    """Products that came to the facility or left it, the latest first, as columns. What says whether a side may be
    named goes along.
    """
    with reading() as source:
        return _HANDED_ON.all(source, facility=facility_id)


def list_sides_of(product_id: int) -> list[Facility]:
    """Every facility that handed the product on or took it."""
    sides = select(ProductTransfer.giver_id, ProductTransfer.taker_id).where(
        ProductTransfer.product_id == product_id, ProductTransfer.answer == "accepted"
    )
    ids = {key for row in db.session.execute(sides) for key in row}
    return list(db.session.scalars(select(Facility).where(Facility.id.in_(ids)).order_by(Facility.id)))


_transfer, _product, _giver = (
    cast("Table", entity.__table__) for entity in (ProductTransfer, Product, Facility)
)
_taker = _giver.alias("taker")
_HANDED_ON = Prepared(
    select(
        _transfer.c.taker_id,
        _transfer.c.answered_at,
        _product.c.name_vi.label("product_name"),
        *(
            side.c[name].label(f"{prefix}_{name}")
            for prefix, side in (("giver", _giver), ("taker", _taker))
            for name in ("name", "kind", "consent_at", "state")
        ),
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
