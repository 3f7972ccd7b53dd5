"""Products handed from one facility to another."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from catalog.models.facilities import Facility
from catalog.models.products import Product


class ProductTransfer(HasId, Base):
    """One facility offers, the other answers. answer: `accepted`, `refused`, `withdrawn`; "" while it is open."""

    __tablename__ = "product_transfer"
    __table_args__ = (Index(None, "product_id", "answer"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    taker_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    reason: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    offered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    offered_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    product: Mapped[Product] = relationship()
    giver: Mapped[Facility] = relationship(foreign_keys=[giver_id])
    taker: Mapped[Facility] = relationship(foreign_keys=[taker_id])

    @property
    def audit_label(self) -> str:
        return self.product.name_vi
