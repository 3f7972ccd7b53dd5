"""Score sheets and their revisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from voting.models.dossiers import Nomination
from voting.models.rounds import Juror


class ScoreSheet(HasId, Base):
    """The sheet (phiếu chấm điểm) of one juror for one entry in one pass; its content is its latest revision.

    key: random, the `<id>` of addresses and of the juror API. status: empty, draft, submitted, void.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("juror_id", "nomination_id", "scoring_pass"),)

    key: Mapped[str] = mapped_column(unique=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    scoring_pass: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="empty")
    revision: Mapped[int] = mapped_column(default=0)

    juror: Mapped[Juror] = relationship()
    nomination: Mapped[Nomination] = relationship()
    revisions: Mapped[list["ScoreSheetRevision"]] = relationship(order_by="ScoreSheetRevision.revision")


class ScoreSheetRevision(HasId, Base):
    """One saving of a sheet, append-only. client_id: made by the client, so that a resend is recognised.

    scores: {criterion code: ASCII decimal text}. status: draft, cast, recused, absent, void; only the latest revision
    counts, and only when cast. leaf_index: where the round's log holds it. receipt: what the juror is given. source:
    screen, or paper for what two clerks typed from a sheet on paper.
    """

    __tablename__ = "score_sheet_revision"
    __table_args__ = (UniqueConstraint("sheet_id", "revision"), UniqueConstraint("sheet_id", "client_id"))

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    revision: Mapped[int]
    client_id: Mapped[str]
    scores: Mapped[dict[str, Any]]
    comment: Mapped[str]
    status: Mapped[str]
    receipt: Mapped[str] = mapped_column(index=True)
    leaf_index: Mapped[int]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="screen")


append_only("score_sheet_revision")
