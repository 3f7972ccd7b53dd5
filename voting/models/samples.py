"""Samples of entries, visits to facilities, and the support team that handles both."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.facilities import Facility
from voting.models.dossiers import Nomination


class Sample(HasId, Base):
    """A sample handed in for an entry. label: stands on it, names no maker. state: received, stored, returned, used_up.

    instead: what came for a product too large to bring (a catalogue), empty where the product itself came.
    """

    __tablename__ = "sample"
    __table_args__ = (
        UniqueConstraint("round_id", "label"),
        CheckConstraint("count > 0", name="count_positive"),
        Index(None, "nomination_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    label: Mapped[str]
    description: Mapped[str]
    count: Mapped[int]
    instead: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="received")
    place: Mapped[str] = mapped_column(default="")
    handed_in_by: Mapped[str]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    received_at: Mapped[datetime]
    left_to: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None] = mapped_column(default=None)

    nomination: Mapped[Nomination] = relationship()

    @property
    def audit_label(self) -> str:
        return self.label


class SiteVisit(HasId, Base):
    """A visit to one facility for its entries of a round. team: rows {"name", "title"}; minutes: for the office.

    findings: what the jury may read, without the maker's name: blanked as descriptions are.
    """

    __tablename__ = "site_visit"
    __table_args__ = (Index(None, "round_id", "facility_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    held_on: Mapped[date]
    team: Mapped[list[Any]]
    minutes: Mapped[str]
    findings: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship()
    pictures: Mapped[list["SiteVisitPicture"]] = relationship(order_by="SiteVisitPicture.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return f"{self.facility_id} {self.held_on.isoformat()}"


class SiteVisitPicture(HasId, Base):
    """A picture of a visit, for the office alone: what it shows may name the maker."""

    __tablename__ = "site_visit_picture"
    __table_args__ = (Index(None, "visit_id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("site_visit.id"))
    file: Mapped[str]
    files: Mapped[dict[str, Any]]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]

    visit: Mapped[SiteVisit] = relationship(back_populates="pictures")


class SupportMember(HasId, Base):
    """A member of the support team (tổ chuyên môn giúp việc): handles samples and visits; sees no score."""

    __tablename__ = "support_member"
    __table_args__ = (UniqueConstraint("round_id", "user_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")


name_constraint("ck_sample_count_positive", "count_missing", "count")
name_constraint("uq_sample_round_id_label", "sample_label_taken", "label")
name_constraint("uq_support_member_round_id_user_id", "person_twice")
