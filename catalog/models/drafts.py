"""What somebody has typed into the form of a product and not yet saved in the listing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class ProductDraft(HasId, Base):
    """One a person and listing. product_id: None for a new product. fields: as typed, by name; version: of the listing
    that the person had before them.
    """

    __tablename__ = "product_draft"
    __table_args__ = (UniqueConstraint("user_id", "target"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True, default=None
    )
    target: Mapped[str]
    fields: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
