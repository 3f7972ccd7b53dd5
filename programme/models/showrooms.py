"""Showrooms and what they show."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import Facility, Product
from programme.models.places import Place


class Showroom(HasId, Place, Base):
    """A showroom (phòng trưng bày). facility_id: of the facility that keeps it, None for one of a centre."""

    KIND = "showroom"
    __tablename__ = "showroom"

    place_kind: Mapped[str]
    hours: Mapped[str] = mapped_column(default="")
    directions: Mapped[str] = mapped_column(default="")
    operator: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True, default=None)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None] = mapped_column(default=None)
    decision_number: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility | None] = relationship()
    products: Mapped[list[Product]] = relationship(secondary="showroom_product", order_by="Product.sort_key")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy


class ShowroomProduct(Base):
    __tablename__ = "showroom_product"

    showroom_id: Mapped[int] = mapped_column(ForeignKey("showroom.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)


name_constraint("uq_showroom_slug", "slug_taken", "name_vi")
