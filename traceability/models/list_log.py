"""The log of signed code lists."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.database.base import Base, HasId


class ListLogEdge(HasId, Base):
    """The right edge of the log: one row. nodes: hexadecimal."""

    __tablename__ = "list_log_edge"

    size: Mapped[int] = mapped_column(default=0)
    nodes: Mapped[list[Any]]


class ListLogLeaf(HasId, Base):
    """One list: canonical JSON text with its salt and hash in hexadecimal; note: the log signed with it as its last
    record. Append-only.
    """

    __tablename__ = "list_log_leaf"

    position: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    event: Mapped[str]
    salt: Mapped[str]
    leaf_hash: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str]


append_only("list_log_leaf")
