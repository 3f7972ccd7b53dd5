"""Tables of what follows the count: sets merged by the council, complaints and their answers, promotions.

Complaints and answers are append-only; a set that is dissolved and a promotion that is carried out stay on record.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.constraints import name_constraint
from app.core.db import Base, HasId
from voting.models import Nomination, SelectionRound


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


class Complaint(HasId, Base):
    """A complaint (khiếu nại) of an entrant about the result of one entry (Circular 26/2014, article 20).

    code: K1, K2 … in the round, stands in the bundle, where the text stands only as SHA-256(salt, text). due_on: the
    council answers by then, working days from receipt.
    """

    __tablename__ = "complaint"
    __table_args__ = (UniqueConstraint("round_id", "code"), Index(None, "nomination_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    code: Mapped[str]
    text: Mapped[str]
    salt: Mapped[str]
    filed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    filed_at: Mapped[datetime]
    due_on: Mapped[date]

    round: Mapped[SelectionRound] = relationship()
    nomination: Mapped[Nomination] = relationship()
    answer: Mapped["ComplaintAnswer | None"] = relationship()

    @property
    def audit_label(self) -> str:
        return self.code


class ComplaintAnswer(HasId, Base):
    """outcome: upheld, partly_upheld, rejected (the council's), or withdrawn (the facility's)."""

    __tablename__ = "complaint_answer"
    __table_args__ = (UniqueConstraint("complaint_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    outcome: Mapped[str]
    text: Mapped[str]
    answered_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime]


class Promotion(HasId, Base):
    """A recognised entry that its council sends up. result: hash of the frozen result cited, once signed.

    promoted_id: the dossier made of it in the round above. removed_at: taken off the list before signing.
    """

    __tablename__ = "promotion"
    __table_args__ = (UniqueConstraint("promoted_id"), Index(None, "round_id", "to_round_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    to_round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    promoted_at: Mapped[datetime | None] = mapped_column(default=None)
    promoted_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), default=None)
    result: Mapped[str] = mapped_column(default="")

    round: Mapped[SelectionRound] = relationship(foreign_keys=[round_id])
    to_round: Mapped[SelectionRound] = relationship(foreign_keys=[to_round_id])
    nomination: Mapped[Nomination] = relationship(foreign_keys=[nomination_id])
    promoted: Mapped[Nomination | None] = relationship(foreign_keys=[promoted_id])


for _table in ("complaint", "complaint_answer"):
    append_only(_table)
name_constraint("uq_complaint_answer_complaint_id", "complaint_answered")
