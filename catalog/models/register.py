"""The register of certificates as a tamper-evident log, and the files that were printed and signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.awards import Award


class RegisterEdge(HasId, Base):
    """The right edge of the register: one row. nodes: hexadecimal."""

    __tablename__ = "register_edge"

    size: Mapped[int] = mapped_column(default=0)
    nodes: Mapped[list[Any]]


class RegisterLeaf(HasId, Base):
    """One record of the register: canonical JSON text with its salt and hash in hexadecimal. Append-only."""

    __tablename__ = "register_leaf"

    position: Mapped[int] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    event: Mapped[str]
    salt: Mapped[str]
    leaf_hash: Mapped[str]
    at: Mapped[datetime]


class RegisterCheckpoint(HasId, Base):
    """A signed root of the register (C2SP note form). Append-only."""

    __tablename__ = "register_checkpoint"

    size: Mapped[int]
    root: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class CertificatePaper(HasId, Base):
    """The printed and signed file of a certificate, made once. file: its name in the store; signed_by: whom the key's
    certificate names; self_made: only the site itself says so. Append-only.
    """

    __tablename__ = "certificate_paper"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    file: Mapped[str]
    size: Mapped[int]
    signed_by: Mapped[str]
    self_made: Mapped[bool]
    made_at: Mapped[datetime]

    award: Mapped[Award] = relationship()

    @property
    def sha256(self) -> str:
        return self.file.partition(".")[0]


for _table in ("register_leaf", "register_checkpoint", "certificate_paper"):
    append_only(_table)
name_constraint("uq_certificate_paper_award_id", "paper_made_already")
