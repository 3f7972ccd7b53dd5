"""Fairs, their stands and what came of them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import Facility, Product
from programme.models.places import Place


class Fair(HasId, Place, Base):
    """A fair or exhibition (hội chợ, triển lãm). country_vi: of a fair abroad, else empty; its unit is then the
    province that takes part, or none. cancelled_on: the day it was called off.
    """

    KIND = "fair"
    __tablename__ = "fair"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        Index(None, "starts_on"),
    )

    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours: Mapped[str] = mapped_column(default="")
    admission: Mapped[str] = mapped_column(default="")
    venue: Mapped[str] = mapped_column(default="")
    country_vi: Mapped[str] = mapped_column(default="")
    country_en: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str]
    decision_number: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None] = mapped_column(default=None)
    cancelled_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    booths: Mapped[list["Booth"]] = relationship(back_populates="fair", order_by="Booth.id")
    outcomes: Mapped[list["FairOutcome"]] = relationship(order_by="FairOutcome.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy


class Booth(HasId, Base):
    """A stand (gian hàng). facility_id: None while it is free. is_supported: its rent was supported."""

    __tablename__ = "booth"
    __table_args__ = (UniqueConstraint("fair_id", "code"),)

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    code: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True, default=None)
    is_supported: Mapped[bool] = mapped_column(default=False)

    fair: Mapped[Fair] = relationship(back_populates="booths")
    facility: Mapped[Facility | None] = relationship()
    products: Mapped[list[Product]] = relationship(secondary="booth_product", order_by="Product.sort_key")

    @property
    def audit_label(self) -> str:
        return f"{self.fair.name_vi}: {self.code}"


class BoothProduct(Base):
    __tablename__ = "booth_product"

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)


class FairOutcome(HasId, Base):
    """What an officer recorded of a fair, with the paper it is taken from. The last row holds; earlier ones stay.

    None: not known. contract_value, sales: in đồng.
    """

    __tablename__ = "fair_outcome"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    visitors: Mapped[int | None] = mapped_column(default=None)
    contracts: Mapped[int | None] = mapped_column(default=None)
    contract_value: Mapped[Decimal | None] = mapped_column(default=None)
    sales: Mapped[Decimal | None] = mapped_column(default=None)
    evidence: Mapped[str]
    evidence_date: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


name_constraint("uq_booth_fair_id_code", "stand_twice", "stands")
name_constraint("ck_fair_days_in_order", "fair_days_in_order", "ends_on")
name_constraint("uq_fair_slug", "slug_taken", "name_vi")
