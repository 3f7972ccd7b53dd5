"""Complaints and their answers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from voting.models.dossiers import Nomination
from voting.models.rounds import SelectionRound


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
    """outcome: upheld, partly_upheld, upheld_unchanged, rejected (the council's), or withdrawn (the facility's)."""

    __tablename__ = "complaint_answer"
    __table_args__ = (UniqueConstraint("complaint_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    outcome: Mapped[str]
    text: Mapped[str]
    answered_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime]


for _table in ("complaint", "complaint_answer"):
    append_only(_table)
name_constraint("uq_complaint_answer_complaint_id", "complaint_answered")
