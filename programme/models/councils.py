"""Councils that appraise a proposal, or accept what was carried out, and who sits in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database.base import BIG, Base, HasId
from app.core.database.constraints import name_constraint
from programme.models.proposals import Proposal


class ProposalCouncil(HasId, Base):
    """kind: appraisal or acceptance. decision: that set it up. findings, verdict, sums: what the minutes say; verdict:
    agree, refuse or empty. Its minutes hold once chair and secretary have signed. closed_at: when the
    proposal left the state that the council was called for before they had.
    """

    __tablename__ = "programme_proposal_council"
    __table_args__ = (Index(None, "proposal_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("programme_proposal.id"))
    kind: Mapped[str]
    decision: Mapped[str]
    held_on: Mapped[date | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(default="")
    findings: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(default="")
    national: Mapped[int] = mapped_column(BIG, default=0)
    local: Mapped[int] = mapped_column(BIG, default=0)
    own: Mapped[int] = mapped_column(BIG, default=0)
    chair_signed_at: Mapped[datetime | None] = mapped_column(default=None)
    secretary_signed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    proposal: Mapped[Proposal] = relationship()
    seats: Mapped[list["CouncilSeat"]] = relationship(back_populates="council", order_by="CouncilSeat.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.proposal.title

    @property
    def sitting(self) -> list["CouncilSeat"]:
        """Those who were not stood down."""
        return [seat for seat in self.seats if seat.stood_down_at is None]

    @property
    def is_signed(self) -> bool:
        return self.chair_signed_at is not None and self.secretary_signed_at is not None


class CouncilSeat(HasId, Base):
    """A person in a council. post: chair, secretary or member; agrees: None before the person has said so.

    stood_down_at: since when, with a reason, the person sits there no more and has no say in it.
    """

    __tablename__ = "programme_council_seat"
    __table_args__ = (UniqueConstraint("council_id", "user_id"), Index(None, "user_id"))

    council_id: Mapped[int] = mapped_column(ForeignKey("programme_proposal_council.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    post: Mapped[str]
    agrees: Mapped[bool | None] = mapped_column(default=None)
    opinion: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime | None] = mapped_column(default=None)
    stood_down_at: Mapped[datetime | None] = mapped_column(default=None)
    stood_down_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    stood_down_reason: Mapped[str] = mapped_column(default="")

    council: Mapped[ProposalCouncil] = relationship(back_populates="seats")
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @property
    def audit_label(self) -> str:
        return f"{self.council.proposal.title}: {self.user.name}"


name_constraint("uq_programme_council_seat_council_id_user_id", "seat_twice", "members")
