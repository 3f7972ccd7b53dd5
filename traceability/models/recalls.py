"""Tables behind the report of a recall: drills, whom to call, who was reached."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from traceability.models.lots import Lot


class RecallDrill(HasId, Base):
    """A mock recall (diễn tập thu hồi) of a lot. It is not public; nothing is put on hold.

    scenario: what is assumed to be wrong. found: what was counted or learnt, written when it ends.
    """

    __tablename__ = "recall_drill"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    scenario: Mapped[str]
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    found: Mapped[str] = mapped_column(default="")

    lot: Mapped[Lot] = relationship()

    @property
    def audit_label(self) -> str:
        return self.lot.code


class RecallContact(HasId, Base):
    """How a facility reaches one that it ships to. key: the name in the diary without marks and case."""

    __tablename__ = "recall_contact"
    __table_args__ = (UniqueConstraint("facility_id", "key"),)

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    key: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]


class RecallAnswer(HasId, Base):
    """A recipient was reached, in a drill or in a recall. key: as in RecallContact."""

    __tablename__ = "recall_answer"
    __table_args__ = (
        UniqueConstraint("drill_id", "key"),
        UniqueConstraint("recall_id", "key"),
        CheckConstraint("(drill_id IS NULL) <> (recall_id IS NULL)", name="one_subject"),
    )

    drill_id: Mapped[int | None] = mapped_column(ForeignKey("recall_drill.id"), default=None)
    recall_id: Mapped[int | None] = mapped_column(ForeignKey("recall.id"), default=None)
    key: Mapped[str]
    reached_at: Mapped[datetime]
    reached_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    note: Mapped[str] = mapped_column(default="")


name_constraint("uq_recall_answer_drill_id_key", "reached_already")


name_constraint("uq_recall_answer_recall_id_key", "reached_already")


class Recall(HasId, Base):
    """A hold or recall of a lot and of everything made from it. undone_at keeps the record. kind: hold, recall."""

    __tablename__ = "recall"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    kind: Mapped[str]
    reason_vi: Mapped[str]
    reason_en: Mapped[str] = mapped_column(default="")
    advice_vi: Mapped[str] = mapped_column(default="")
    advice_en: Mapped[str] = mapped_column(default="")
    by_officer: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    undone_reason: Mapped[str] = mapped_column(default="")

    lot: Mapped[Lot] = relationship(back_populates="recalls")
