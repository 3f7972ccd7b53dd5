"""Tables of the selection: rule sets, rounds, council, juries, nominations, ballots, results, the log.

What a juror submitted, what was counted and what was logged is append-only; the database refuses to change it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from catalog.models.units import AdministrativeUnit

if TYPE_CHECKING:
    from voting.models.dossiers import Nomination
    from voting.models.samples import SupportMember


class RuleSet(HasId, Base):
    """body: `voting.rules.rule_set.RuleSet.to_dict()`. Frozen when a round opens scoring; a change is a new version."""

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str]
    version: Mapped[int]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    body: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime | None] = mapped_column(default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]


class SelectionRound(HasId, Base):
    """A round (kỳ bình chọn) of one level and area. unit_id: the province, region: the region key; neither at
    national level. commune: list and code of a commune's round, whose province stands in unit_id. unit_name: the
    area's name as it was when the round was planned. Deadlines are moments on the server's clock; *_late_for: the
    deadline that has refused somebody already. extended_*: of the last extension.
    """

    __tablename__ = "selection_round"
    __table_args__ = (
        CheckConstraint("level <> 'tinh' OR unit_id IS NOT NULL", name="province_area"),
        CheckConstraint("level <> 'khu-vuc' OR region <> ''", name="region_area"),
        Index(None, "state", "level"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    region: Mapped[str] = mapped_column(default="")
    commune: Mapped[str] = mapped_column(default="", server_default="")
    unit_name: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    state: Mapped[str] = mapped_column(default="plan")
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    organiser: Mapped[str] = mapped_column(default="")
    notice_vi: Mapped[str] = mapped_column(default="")
    notice_en: Mapped[str] = mapped_column(default="")
    entries_from: Mapped[datetime | None] = mapped_column(default=None)
    entries_until: Mapped[datetime | None] = mapped_column(default=None)
    scoring_from: Mapped[datetime | None] = mapped_column(default=None)
    scoring_until: Mapped[datetime | None] = mapped_column(default=None)
    entries_late_for: Mapped[datetime | None] = mapped_column(default=None)
    scoring_late_for: Mapped[datetime | None] = mapped_column(default=None)
    extended_at: Mapped[datetime | None] = mapped_column(default=None)
    extended_reason: Mapped[str] = mapped_column(default="", server_default="")
    scoring_pass: Mapped[int] = mapped_column(default=1)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    scoring_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    scoring_closed_at: Mapped[datetime | None] = mapped_column(default=None)
    provisional_at: Mapped[datetime | None] = mapped_column(default=None)
    complaints_until: Mapped[date | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_reason: Mapped[str] = mapped_column(default="")
    annulled_at: Mapped[datetime | None] = mapped_column(default=None)
    annulled_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    rule_set: Mapped[RuleSet] = relationship()
    members: Mapped[list["CouncilMember"]] = relationship(back_populates="round", order_by="CouncilMember.id")
    panels: Mapped[list["JuryPanel"]] = relationship(back_populates="round", order_by="JuryPanel.id")
    supporters: Mapped[list["SupportMember"]] = relationship(order_by="SupportMember.id", viewonly=True)
    nominations: Mapped[list["Nomination"]] = relationship(back_populates="round", order_by="Nomination.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title_vi


class CouncilMember(HasId, Base):
    """role: chair, vice, secretary, member. user_id: None for a member who has no account."""

    __tablename__ = "council_member"
    __table_args__ = (UniqueConstraint("round_id", "user_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")

    round: Mapped[SelectionRound] = relationship(back_populates="members")


class JuryPanel(HasId, Base):
    """The jury of one product group in one round. per_entry: how many of it score each entry where the work is shared;
    0 where all score all.
    """

    __tablename__ = "jury_panel"
    __table_args__ = (UniqueConstraint("round_id", "group"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    group: Mapped[str]
    per_entry: Mapped[int] = mapped_column(default=0, server_default="0")

    round: Mapped[SelectionRound] = relationship(back_populates="panels")
    jurors: Mapped[list["Juror"]] = relationship(back_populates="panel", order_by="Juror.id")


class Juror(HasId, Base):
    """alias: what the published bundle calls the juror (G1, G2 …). removed_at: ballots kept, not counted.

    commune: where the juror lives, as written down, and commune_key: list and code of that unit; only for the rule on
    conflicts of interest.
    """

    __tablename__ = "juror"
    __table_args__ = (UniqueConstraint("panel_id", "user_id"), UniqueConstraint("panel_id", "alias"))

    panel_id: Mapped[int] = mapped_column(ForeignKey("jury_panel.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    alias: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    commune: Mapped[str] = mapped_column(default="")
    commune_key: Mapped[str] = mapped_column(default="", server_default="")
    order_seed: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_reason: Mapped[str] = mapped_column(default="")

    panel: Mapped[JuryPanel] = relationship(back_populates="jurors")


class TwoPersonStep(HasId, Base):
    """One of the two signatures that an act needs. act: close_scoring, publish, annul, reopen …

    statement: what the person confirmed, hashed; both must have confirmed the same. reason: part of it, kept
    to be shown to the second person. cycle: counts the times the act was begun, so that an old signature
    never counts for a new closing.
    """

    __tablename__ = "two_person_step"
    __table_args__ = (
        UniqueConstraint("round_id", "act", "cycle", "role"),
        UniqueConstraint("round_id", "act", "cycle", "user_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("selection_round.id"))
    act: Mapped[str]
    cycle: Mapped[int] = mapped_column(default=1)
    role: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    session_key: Mapped[str]
    statement: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


append_only("two_person_step")
