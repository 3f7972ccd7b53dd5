"""Dossiers that came on paper: the receipt, and what the office did with each until it was answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from voting.models.dossiers import Nomination


class PaperDossier(HasId, Base):
    """A dossier received on paper in the facility's name. code: as its form set makes them, for good.

    form_set: see voting.paper_dossiers.form_sets; a dossier keeps the one it was received under. papers: rows {"kind",
    "title", "copies"}; sets: how many full sets came. days: working days to answer in, None without a term; due_on:
    counted from the day the dossier was full, moved by extensions.
    """

    __tablename__ = "paper_dossier"
    __table_args__ = (
        UniqueConstraint("nomination_id"),
        UniqueConstraint("code"),
        CheckConstraint("sets > 0", name="sets_positive"),
        Index(None, "due_on"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    code: Mapped[str]
    form_set: Mapped[str]
    handed_in_by: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    papers: Mapped[list[Any]]
    sets: Mapped[int]
    days: Mapped[int | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    received_at: Mapped[datetime]

    nomination: Mapped[Nomination] = relationship()
    steps: Mapped[list["DossierStep"]] = relationship(order_by="DossierStep.id")

    @property
    def audit_label(self) -> str:
        return self.code


class DossierStep(HasId, Base):
    """What was done with a dossier on paper, append-only. kind: call, complete, refuse, extend, stop, handover.

    detail: what lacks, why, to whom; guidance: how to mend it; due_before, due_on: the term around an extension.
    """

    __tablename__ = "dossier_step"
    __table_args__ = (Index(None, "dossier_id"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("paper_dossier.id"))
    kind: Mapped[str]
    detail: Mapped[str]
    guidance: Mapped[str] = mapped_column(default="")
    due_before: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    done_by_name: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime]


append_only("dossier_step")
name_constraint("uq_paper_dossier_nomination_id", "dossier_received")
name_constraint("uq_paper_dossier_code", "dossier_code_taken")
name_constraint("ck_paper_dossier_sets_positive", "sets_missing", "sets")
