"""Writes and reads the public history of a listing."""

from typing import Any

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from catalog.models import ListingChange, Product

PICTURES, LINKS = "pictures", "links"


def note_change(product: Product, act: str, field: str = "", before: Any = "", after: Any = "") -> None:
    """Add a line to the history; inside the transaction of the act itself."""
    db.session.add(
        ListingChange(
            product_id=product.id,
            act=act,
            field=field,
            before=_text(before),
            after=_text(after),
            at=utc_now(),
        )
    )


def mark_unchecked(product: Product, field: str) -> None:
    """Let a change show with the note that nobody has checked it yet."""
    now = utc_now()
    product.unchecked = {**product.unchecked, field: now.isoformat()}
    product.unchecked_at = product.unchecked_at or now


def clear_unchecked(product: Product) -> None:
    """An officer has checked everything that was marked."""
    for field in product.unchecked:
        note_change(product, "checked", field)
    product.unchecked, product.unchecked_at = {}, None


def list_history(product_id: int) -> list[ListingChange]:
    """The newest first."""
    query = select(ListingChange).where(ListingChange.product_id == product_id)
    return list(db.session.scalars(query.order_by(ListingChange.at.desc(), ListingChange.id.desc())))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
