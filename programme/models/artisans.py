"""Artisans, their titles and their consent."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import Facility, Product
from programme.models.places import Place
from programme.models.villages import CraftVillage


class Artisan(HasId, Place, Base):
    """An artisan (nghệ nhân): a person, public only while they agree. name_vi: the person's name.

    consent_on, consent_paper: the day of the agreement and where it is kept; consent_text: the version agreed to.
    consent_ended_on: the day they took it back.
    """

    KIND = "artisan"
    __tablename__ = "artisan"

    craft: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True, default=None)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True, default=None)
    consent_on: Mapped[date | None] = mapped_column(default=None)
    consent_paper: Mapped[str] = mapped_column(default="")
    consent_text: Mapped[str] = mapped_column(default="")
    consent_ended_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    village: Mapped[CraftVillage | None] = relationship()
    facility: Mapped[Facility | None] = relationship()
    titles: Mapped[list["ArtisanTitle"]] = relationship(order_by="ArtisanTitle.decision_date.desc()")
    products: Mapped[list[Product]] = relationship(secondary="artisan_product", order_by="Product.sort_key")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def agrees(self) -> bool:
        """Whether the person may be named in public."""
        return self.consent_on is not None and self.consent_ended_on is None

    @property
    def audit_label(self) -> str:
        """A number: the register of acts outlives the consent to a name."""
        return f"#{self.id}"


class ArtisanTitle(HasId, Base):
    """A title given to an artisan. title: see `programme.artisans.titles`; round_id: that it was given in, None for one
    that an officer wrote down.
    """

    __tablename__ = "artisan_title"
    __table_args__ = (UniqueConstraint("artisan_id", "title"),)

    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"))
    title: Mapped[str]
    decision_number: Mapped[str]
    decision_date: Mapped[date]
    issuer: Mapped[str]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("title_round.id"), default=None, index=True)


class ArtisanProduct(Base):
    __tablename__ = "artisan_product"

    artisan_id: Mapped[int] = mapped_column(ForeignKey("artisan.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)


name_constraint("uq_artisan_title_artisan_id_title", "title_twice", "title")
name_constraint("uq_artisan_slug", "slug_taken", "name_vi")
