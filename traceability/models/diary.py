"""The set-up of a product's diary."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class DiaryStep(HasId, Base):
    """One act of a product's diary plan (mẫu nhật ký), in the order of `position`.

    is_expected: required for every lot, so that a page says where its entry is missing. unit, place, note:
    what the form of an entry starts with, "" to take over the last entry's.
    """

    __tablename__ = "diary_step"
    __table_args__ = (UniqueConstraint("product_id", "kind"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[str]
    position: Mapped[int]
    is_expected: Mapped[bool] = mapped_column(default=True)
    unit: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
