"""Entries of diaries that make claims, and what an officer decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.core.database.base import Base
from traceability.models.lots import TraceEvent


class DiaryClaim(Base):
    """An entry whose words make claims. state: as of ClaimState, whose words the public reads once accepted."""

    __tablename__ = "diary_claim"
    __table_args__ = (Index(None, "state", "event_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("trace_event.id"), primary_key=True)
    state: Mapped[str]
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    judged_at: Mapped[datetime | None] = mapped_column(default=None)


TraceEvent.claims = column_property(
    select(DiaryClaim.state)
    .where(DiaryClaim.event_id == TraceEvent.id)
    .correlate(TraceEvent)
    .scalar_subquery()
)
