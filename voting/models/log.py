"""The sealed log of a round."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.database.base import Base, HasId


class RoundLog(Base):
    """The right edge of a round's log, so that appending needs no other row. nodes: hexadecimal."""

    __tablename__ = "round_log"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), primary_key=True)
    size: Mapped[int] = mapped_column(default=0)
    nodes: Mapped[list[Any]]


class RoundLeaf(HasId, Base):
    """One record of a round's tamper-evident log. event: canonical JSON text; salt: hexadecimal, released when the
    decision is published.
    """

    __tablename__ = "round_leaf"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    position: Mapped[int]
    kind: Mapped[str]
    event: Mapped[str]
    salt: Mapped[str]
    leaf_hash: Mapped[str]
    at: Mapped[datetime]


class RoundCheckpoint(HasId, Base):
    """A signed root of a round's log (C2SP note form)."""

    __tablename__ = "round_checkpoint"

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), index=True)
    size: Mapped[int]
    root: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


for _table in ("round_leaf", "round_checkpoint"):
    append_only(_table)
