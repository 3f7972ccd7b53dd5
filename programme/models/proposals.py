"""Proposals: what may be asked for in a year, what was asked, and every act on it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import BIG, Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import AdministrativeUnit, Facility, Product, Trademark, TrademarkSupport
from programme.models.activities import Activity, ActivityKind


class PlanYear(HasId, Base):
    """The year of a plan: until when to register and to hand in the dossier. source: the letter that says so."""

    __tablename__ = "programme_plan_year"
    __table_args__ = (CheckConstraint("dossier_until >= register_until", name="days_in_order"),)

    year: Mapped[int] = mapped_column(unique=True)
    register_until: Mapped[date]
    dossier_until: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    set_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    offers: Mapped[list["Offer"]] = relationship(back_populates="plan_year", order_by="Offer.id")
    papers: Mapped[list["PlanPaper"]] = relationship(back_populates="plan_year", order_by="PlanPaper.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return str(self.year)


class Offer(HasId, Base):
    """What may be asked for in a year. most: of promotion money in đồng, None where no sum is set."""

    __tablename__ = "programme_offer"
    __table_args__ = (UniqueConstraint("plan_year_id", "kind_id"),)

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("programme_plan_year.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("programme_activity_kind.id"))
    about: Mapped[str] = mapped_column(default="")
    most: Mapped[int | None] = mapped_column(BIG, default=None)

    plan_year: Mapped[PlanYear] = relationship(back_populates="offers")
    kind: Mapped[ActivityKind] = relationship()

    @property
    def audit_label(self) -> str:
        return f"{self.plan_year.year} {self.kind.name_vi}"


class PlanPaper(HasId, Base):
    """A paper that the dossiers of a year hold. kind_id: of activity, None where every kind asks for it. about: where
    its form is, what it must show. is_needed: no dossier is handed in without it.
    """

    __tablename__ = "programme_plan_paper"
    __table_args__ = (UniqueConstraint("plan_year_id", "kind_id", "name_vi"),)

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("programme_plan_year.id"))
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("programme_activity_kind.id"), default=None)
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    is_needed: Mapped[bool] = mapped_column(default=True)

    plan_year: Mapped[PlanYear] = relationship(back_populates="papers")
    kind: Mapped[ActivityKind | None] = relationship()

    @property
    def audit_label(self) -> str:
        return f"{self.plan_year.year} {self.name_vi}"


class Proposal(HasId, Base):
    """What a facility, or the centre of a province, asks the programme for (đề án). unit_id: a province of today.

    support_id: the wish on the trademark desk that it came from. registered_on, dossier_on: the days on which it was
    handed in. priority: as it was judged, see `programme.proposals.priority`; empty before. activity_id: what was
    carried out. Sums in đồng: of the nation's and the province's promotion money, and the own.
    """

    __tablename__ = "programme_proposal"
    __table_args__ = (
        UniqueConstraint("support_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index(None, "state", "unit_id"),
        Index(None, "facility_id"),
        Index(None, "plan_year_id"),
        Index(None, "activity_id"),
    )

    plan_year_id: Mapped[int] = mapped_column(ForeignKey("programme_plan_year.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("programme_activity_kind.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), default=None)
    trademark_id: Mapped[int | None] = mapped_column(ForeignKey("trademark.id"), default=None)
    support_id: Mapped[int | None] = mapped_column(ForeignKey("trademark_support.id"), default=None)
    title: Mapped[str]
    need: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int] = mapped_column(default=1)
    asked_national: Mapped[int] = mapped_column(BIG, default=0)
    asked_local: Mapped[int] = mapped_column(BIG, default=0)
    asked_own: Mapped[int] = mapped_column(BIG, default=0)
    approved_national: Mapped[int] = mapped_column(BIG, default=0)
    approved_local: Mapped[int] = mapped_column(BIG, default=0)
    approved_own: Mapped[int] = mapped_column(BIG, default=0)
    decision: Mapped[str] = mapped_column(default="")
    dossier: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    registered_on: Mapped[date | None] = mapped_column(default=None)
    dossier_on: Mapped[date | None] = mapped_column(default=None)
    priority: Mapped[dict[str, Any]] = mapped_column(default=dict)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("programme_activity.id"), default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    plan_year: Mapped[PlanYear] = relationship()
    kind: Mapped[ActivityKind] = relationship()
    unit: Mapped[AdministrativeUnit] = relationship()
    facility: Mapped[Facility | None] = relationship()
    trademark: Mapped[Trademark | None] = relationship()
    support: Mapped[TrademarkSupport | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    products: Mapped[list[Product]] = relationship(
        secondary="programme_proposal_product", order_by="Product.sort_key"
    )
    acts: Mapped[list["ProposalAct"]] = relationship(order_by="ProposalAct.id")
    papers: Mapped[list["ProposalPaper"]] = relationship(
        back_populates="proposal", order_by="ProposalPaper.id",
        primaryjoin="and_(ProposalPaper.proposal_id == Proposal.id, ProposalPaper.removed_at.is_(None))",
    )  # fmt: skip
    """Those that were not taken out again."""
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title


class ProposalProduct(Base):
    __tablename__ = "programme_proposal_product"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("programme_proposal.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)


class ProposalAct(HasId, Base):
    """One act on a proposal. act, state: see `programme.proposals.states`; state: after the act. Append-only."""

    __tablename__ = "programme_proposal_act"
    __table_args__ = (Index(None, "proposal_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("programme_proposal.id"))
    act: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    done_at: Mapped[datetime]


class ProposalPaper(HasId, Base):
    """A file of a dossier. plan_paper_id: which paper of the year it is, None for any other. file: private, in the
    store. removed_at: when it was taken out again; the row stays. deleted_at: when the file itself went.
    """

    __tablename__ = "programme_proposal_paper"
    __table_args__ = (Index(None, "proposal_id"), Index(None, "plan_paper_id"))

    proposal_id: Mapped[int] = mapped_column(ForeignKey("programme_proposal.id"))
    plan_paper_id: Mapped[int | None] = mapped_column(ForeignKey("programme_plan_paper.id"), default=None)
    text: Mapped[str] = mapped_column(default="")
    file: Mapped[str]
    media_type: Mapped[str]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    added_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)

    proposal: Mapped[Proposal] = relationship(back_populates="papers")
    plan_paper: Mapped[PlanPaper | None] = relationship()

    @property
    def audit_label(self) -> str:
        return (
            f"{self.proposal.title}: {self.plan_paper.name_vi if self.plan_paper is not None else self.text}"
        )


append_only("programme_proposal_act")
name_constraint("uq_programme_plan_year_year", "plan_year_there", "year")
name_constraint("ck_programme_plan_year_days_in_order", "plan_days_in_order", "dossier_until")
name_constraint("uq_programme_offer_plan_year_id_kind_id", "offer_there", "kind")
name_constraint("uq_programme_plan_paper_plan_year_id_kind_id_name_vi", "plan_paper_there", "name_vi")
name_constraint("uq_programme_proposal_support_id", "support_is_proposal", "title")
name_constraint("ck_programme_proposal_quantity_positive", "proposal_quantity", "quantity")
