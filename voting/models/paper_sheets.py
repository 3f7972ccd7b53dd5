"""Tables of score sheets on paper: what was printed, what clerks typed, the scans, the ballots made of them.

Typings, scans and ballots are append-only: who typed what stays on record whatever the decision.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from voting.models.score_sheets import ScoreSheet, ScoreSheetRevision


class PaperSheet(HasId, Base):
    """A sheet that was printed. code: on the paper and in its QR code, see voting.paper_sheets.codes."""

    __tablename__ = "paper_sheet"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("sheet_id"))

    code: Mapped[str]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    printed_at: Mapped[datetime]

    sheet: Mapped[ScoreSheet] = relationship()
    typings: Mapped[list["PaperTyping"]] = relationship(order_by="PaperTyping.id")
    scans: Mapped[list["PaperScan"]] = relationship(order_by="PaperScan.id")
    ballot: Mapped["PaperBallot | None"] = relationship()

    @property
    def audit_label(self) -> str:
        return self.code


class PaperTyping(HasId, Base):
    """What one clerk read on the paper; the latest of each clerk is valid. scores: {criterion code: ASCII
    decimal text}.
    """

    __tablename__ = "paper_typing"
    __table_args__ = (UniqueConstraint("paper_id", "clerk_id", "number"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id"))
    clerk_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int]
    scores: Mapped[dict[str, Any]]
    comment: Mapped[str]
    typed_at: Mapped[datetime]


class PaperScan(HasId, Base):
    """A picture or PDF of the filled-in sheet. file: name in the file store, private."""

    __tablename__ = "paper_scan"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id"), index=True)
    file: Mapped[str]
    media_type: Mapped[str]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]


class PaperBallot(HasId, Base):
    """The ballot made of a paper: two clerks agreed, or the chair settled their difference with a reason."""

    __tablename__ = "paper_ballot"
    __table_args__ = (UniqueConstraint("paper_id"), UniqueConstraint("revision_id"))

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("score_sheet_revision.id"))
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    revision: Mapped[ScoreSheetRevision] = relationship()


for _table in ("paper_typing", "paper_scan", "paper_ballot"):
    append_only(_table)
name_constraint("uq_paper_ballot_paper_id", "already_submitted")
name_constraint("uq_paper_typing_paper_id_clerk_id_number", "stale")
