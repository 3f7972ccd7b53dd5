"""Rounds for titles of artisans, who is put forward in them, and the papers of each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import AdministrativeUnit, Facility
from programme.models.artisans import Artisan


class TitleRound(HasId, Base):
    """A round for a title (đợt xét tặng danh hiệu). level: a province or the nation; unit_id: the province of today.

    title: see `programme.artisans.titles`; gives: it ends in the title, else in a proposal to the ministry. notice,
    basis: number of the notice and of the rules it follows. percent: the share of the votes that is needed, of `base`
    (see `programme.title_rounds.rules`); None where the council says so itself. asks_years, asks_taught: as the notice
    has them. members: of the council. prepared_*, published_*: the two persons who publish.
    """

    __tablename__ = "title_round"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_in_range"),
        Index(None, "unit_id", "year"),
        Index(None, "state"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    year: Mapped[int]
    title: Mapped[str]
    gives: Mapped[bool]
    notice: Mapped[str]
    notice_on: Mapped[date]
    last_day: Mapped[date]
    basis: Mapped[str] = mapped_column(default="")
    percent: Mapped[int | None] = mapped_column(default=None)
    base: Mapped[str] = mapped_column(default="members")
    asks_years: Mapped[int | None] = mapped_column(default=None)
    asks_taught: Mapped[int | None] = mapped_column(default=None)
    council: Mapped[str] = mapped_column(default="")
    met_on: Mapped[date | None] = mapped_column(default=None)
    members: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(default="open")
    decision_number: Mapped[str] = mapped_column(default="")
    decision_on: Mapped[date | None] = mapped_column(default=None)
    issuer: Mapped[str] = mapped_column(default="")
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    prepared_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    candidates: Mapped[list["TitleCandidate"]] = relationship(
        back_populates="round", order_by="TitleCandidate.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name_vi


class TitleCandidate(HasId, Base):
    """An artisan put forward in a round. facility_id: that handed them in; came_from_id: as the province proposed them.

    state: see `programme.title_rounds.rules`. years, taught: in the craft, and people they taught. present, votes:
    members who were there and who were for it; agrees: what came of it.
    """

    __tablename__ = "title_candidate"
    __table_args__ = (
        UniqueConstraint("round_id", "artisan_id"),
        CheckConstraint("votes <= present", name="votes_in_range"),
        Index(None, "artisan_id"),
        Index(None, "facility_id"),
        Index(None, "came_from_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("title_round.id"))
    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), default=None)
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("title_candidate.id"), default=None)
    years: Mapped[int | None] = mapped_column(default=None)
    taught: Mapped[int | None] = mapped_column(default=None)
    merits: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="received")
    reason: Mapped[str] = mapped_column(default="")
    handed_in_on: Mapped[date]
    present: Mapped[int | None] = mapped_column(default=None)
    votes: Mapped[int | None] = mapped_column(default=None)
    agrees: Mapped[bool | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[TitleRound] = relationship(back_populates="candidates")
    artisan: Mapped[Artisan] = relationship()
    facility: Mapped[Facility | None] = relationship()
    came_from: Mapped["TitleCandidate | None"] = relationship(remote_side="TitleCandidate.id")
    papers: Mapped[list["TitlePaper"]] = relationship(
        back_populates="candidate", order_by="TitlePaper.id",
        primaryjoin="and_(TitlePaper.candidate_id == TitleCandidate.id, TitlePaper.removed_at.is_(None))",
    )  # fmt: skip
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # as above

    @property
    def audit_label(self) -> str:
        """A number: the register of acts outlives the consent to a name."""
        return f"#{self.id}"


class TitlePaper(HasId, Base):
    """A file of a candidate, private. removed_at: when it was taken out; deleted_at: when the file itself went."""

    __tablename__ = "title_paper"
    __table_args__ = (Index(None, "candidate_id"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("title_candidate.id"))
    text: Mapped[str]
    file: Mapped[str]
    media_type: Mapped[str]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    added_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)

    candidate: Mapped[TitleCandidate] = relationship(back_populates="papers")

    @property
    def audit_label(self) -> str:
        return f"#{self.id}"


name_constraint("uq_title_round_slug", "slug_taken", "name_vi")
name_constraint("ck_title_round_percent_in_range", "title_percent", "percent")
name_constraint("uq_title_candidate_round_id_artisan_id", "title_candidate_there", "artisan")
name_constraint("ck_title_candidate_votes_in_range", "title_votes", "votes")
