"""Tables of what follows the count: sets merged by the council, complaints and their answers, promotions.

Complaints and answers are append-only; a set that is dissolved and a promotion that is carried out stay on record.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from voting.models.dossiers import Nomination
from voting.models.rounds import SelectionRound


class MergedSet(HasId, Base):
    """Like entries of one facility that the council merged into one product set after scoring.

    code: B1, B2 … in the round, stands in the bundle. set_case: a, b, c of Circular 26/2014, article 3.2.
    lead_id: the best placed member, which carries the set as one award. dissolved_at: taken apart again.
    """

    __tablename__ = "merged_set"
    __table_args__ = (UniqueConstraint("round_id", "code"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    code: Mapped[str]
    name_vi: Mapped[str]
    set_case: Mapped[str]
    lead_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None] = mapped_column(default=None)
    dissolved_reason: Mapped[str] = mapped_column(default="")

    round: Mapped[SelectionRound] = relationship()
    lead: Mapped[Nomination] = relationship()
    members: Mapped[list["MergedSetMember"]] = relationship(order_by="MergedSetMember.id")

    @property
    def audit_label(self) -> str:
        return f"{self.code} {self.name_vi}"


class MergedSetMember(HasId, Base):
    __tablename__ = "merged_set_member"
    __table_args__ = (UniqueConstraint("set_id", "nomination_id"),)

    set_id: Mapped[int] = mapped_column(ForeignKey("merged_set.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)

    nomination: Mapped[Nomination] = relationship()
