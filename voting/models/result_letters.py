"""What a facility learns beside the count: remarks that the chair released, grade and money of an award."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint


class ReleasedRemark(HasId, Base):
    """Remarks of the jury on one entry, in the words in which its facility may read them; empty: none."""

    __tablename__ = "released_remark"
    __table_args__ = (UniqueConstraint("nomination_id"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    text: Mapped[str]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime]


class AwardMoney(HasId, Base):
    """grade: of a round that ranks (nhất, nhì, ba …), empty else. amount: whole đồng; decision: on the money."""

    __tablename__ = "award_money"
    __table_args__ = (
        UniqueConstraint("nomination_id"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    grade: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None] = mapped_column(default=None)
    decision: Mapped[str] = mapped_column(default="")
    paid_on: Mapped[date | None] = mapped_column(default=None)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]


name_constraint("ck_award_money_amount_positive", "amount_not_positive", "amount")
