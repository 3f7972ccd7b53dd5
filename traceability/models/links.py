"""Links that a code leads to."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class ProductLink(HasId, Base):
    """A link of the resolver that a facility manages. link_type: a name of `link_types`; scope: product, or one lot."""

    __tablename__ = "product_link"
    __table_args__ = (Index(None, "product_id", "lot_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), default=None)
    link_type: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    hreflang: Mapped[str] = mapped_column(default="vi")
    media_type: Mapped[str] = mapped_column(default="text/html")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
