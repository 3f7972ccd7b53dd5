"""Two entries of one facility, or of one product, that became one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class Merge(HasId, Base):
    """One officer writes it down; where a recognition moves with it, another confirms. It takes effect as confirmed.

    kind: `facility` or `product`; from_id goes into into_id. old_name, old_code: of what went, so that it is found by
    them (registration number or GTIN). dropped_at: taken back before it took effect. moved: what went along, as
    `catalog.merging.parts.Moved` says, with facts of both entries as they were; empty for a merge of before it
    was kept. undo_by asked for it to be undone, undone_by did it.
    """

    __tablename__ = "merge"
    __table_args__ = (Index(None, "kind", "into_id"), Index(None, "kind", "from_id"))

    kind: Mapped[str]
    from_id: Mapped[int]
    into_id: Mapped[int]
    old_name: Mapped[str]
    old_code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)

    moved: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    undo_reason: Mapped[str] = mapped_column(default="", server_default="")
    undo_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    undo_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def audit_label(self) -> str:
        return self.old_name
