"""Tables of the public's favourite: apart from the jury's in every way, joined to a round by its number alone.

No address is kept: a voter is a keyed hash whose key part (`salt`) is thrown away with the publication.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint


class FavouriteVote(HasId, Base):
    """The vote of one round; without a row there is none. frozen: what is published, None before."""

    __tablename__ = "favourite_vote"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"), unique=True)
    salt: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    finalists: Mapped[list["FavouriteFinalist"]] = relationship(order_by="FavouriteFinalist.number")

    @property
    def audit_label(self) -> str:
        return f"favourite of round {self.round_id}"


class FavouriteFinalist(HasId, Base):
    """A published product as in the decision. number: from 1, used in addresses."""

    __tablename__ = "favourite_finalist"
    __table_args__ = (UniqueConstraint("vote_id", "number"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("favourite_vote.id"))
    number: Mapped[int]
    group: Mapped[str]
    product: Mapped[str]
    product_slug: Mapped[str]
    facility: Mapped[str]


class FavouriteBallot(HasId, Base):
    """One confirmed vote, append-only. voter, origin, domain: keyed hashes; origin's key changes each day, domain is
    empty for the large mail services.
    """

    __tablename__ = "favourite_ballot"
    __table_args__ = (UniqueConstraint("vote_id", "voter"), Index(None, "finalist_id"))

    vote_id: Mapped[int] = mapped_column(ForeignKey("favourite_vote.id"))
    finalist_id: Mapped[int] = mapped_column(ForeignKey("favourite_finalist.id"))
    voter: Mapped[str]
    origin: Mapped[str]
    domain: Mapped[str]
    at: Mapped[datetime]


class FavouriteVoid(HasId, Base):
    """A vote voided by an act with a reason. Append-only."""

    __tablename__ = "favourite_void"
    __table_args__ = (UniqueConstraint("ballot_id"),)

    ballot_id: Mapped[int] = mapped_column(ForeignKey("favourite_ballot.id"))
    reason: Mapped[str]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    voided_at: Mapped[datetime]


class FavouriteLetter(Base):
    """A mail that asks for confirmation: it leaves the outbox as soon as its link has expired."""

    __tablename__ = "favourite_letter"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox_mail.id"), primary_key=True)
    delete_after: Mapped[datetime]


for _table in ("favourite_ballot", "favourite_void"):
    append_only(_table)
name_constraint("uq_favourite_ballot_vote_id_voter", "favourite_voted")
name_constraint("uq_favourite_vote_round_id", "stale")
name_constraint("ck_favourite_vote_closes_after_opening", "favourite_dates", "closes_at")
