"""Dossiers, their documents, entry codes and recusals."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from catalog.models.facilities import Facility
from catalog.models.products import Product
from voting.models.rounds import SelectionRound


class Nomination(HasId, Base):
    """A dossier (hồ sơ) that enters one product or set into one round.

    entry: what jurors see, copied at acceptance ({"description", …, "pictures"}), without the producer; its part "open"
    only under open rules. set_case: a, b, c of Circular 26/2014 article 3.2, empty for a single product. set_items: the
    names of what is in the set. outside_list_id: the list of a body below that brought it, None otherwise.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("round_id", "product_id"), Index(None, "round_id", "state"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    group: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    is_set: Mapped[bool] = mapped_column(default=False)
    set_case: Mapped[str] = mapped_column(default="")
    set_name: Mapped[str] = mapped_column(default="", server_default="")
    set_items: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    statement: Mapped[str] = mapped_column(default="")
    entry: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    return_reason: Mapped[str] = mapped_column(default="")
    promoted_from_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), default=None)
    outside_list_id: Mapped[int | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[SelectionRound] = relationship(back_populates="nominations")
    product: Mapped[Product] = relationship()
    facility: Mapped[Facility] = relationship()
    documents: Mapped[list["DossierDocument"]] = relationship(
        back_populates="nomination", order_by="DossierDocument.id"
    )
    codes: Mapped[list["EntryCode"]] = relationship(order_by="EntryCode.scoring_pass")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy


class DossierDocument(HasId, Base):
    """kind: entry-form, registration, photo, other. file: name in the file store; never served to jurors."""

    __tablename__ = "dossier_document"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    file: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    files: Mapped[dict[str, Any]]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    nomination: Mapped[Nomination] = relationship(back_populates="documents")


class EntryCode(HasId, Base):
    """The random code (mã số bình chọn) under which jurors see an entry in one pass. salt: never published; hides
    what the sealed record of the entry is bound to.
    """

    __tablename__ = "entry_code"
    __table_args__ = (UniqueConstraint("round_id", "code"), UniqueConstraint("nomination_id", "scoring_pass"))

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    scoring_pass: Mapped[int] = mapped_column(default=1)
    code: Mapped[str]
    salt: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(16))


class Recusal(HasId, Base):
    """A juror stands aside from an entry and is shut out of it. state: proposed, declared, confirmed, refused."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("juror_id", "nomination_id"),)

    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
