"""Facilities."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.enums import FacilityState
from catalog.models.units import AdministrativeUnit
from catalog.models.waiting import keep_waiting, waits_column

if TYPE_CHECKING:
    from catalog.models.credentials import Certificate, Trademark
    from catalog.models.products import Product


class Facility(HasId, Base):
    """A rural industrial establishment (cơ sở công nghiệp nông thôn).

    registration_number: tax code or business registration number, None where the source of a real
    facility names none. consent_at: when a producer who is a person agreed to be shown by name;
    consent_text: the version of the text agreed to (`catalog.facilities.consent`). proposed: new values that wait for
    an officer while the page shows the old; unchecked: as of a product. skeleton: see `catalog.names`. commune: as
    typed; commune_key: list and code of the unit that it names, empty where it names none of the province or several.
    counted_as: see `catalog.tallies.cells`; empty where the facility is not verified. waits: for an officer
    (`catalog.models.waiting`).
    closed_from: the state before it was closed, with its reason. merged_into_id: of the entry that took in this one.
    """

    __tablename__ = "facility"
    __table_args__ = (
        Index(None, "state", "unit_id"),
        Index(None, "updated_at", "id"),
        Index(None, "waits", "updated_at"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    skeleton: Mapped[str] = mapped_column(index=True, default="")
    kind: Mapped[str]
    registration_number: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    commune: Mapped[str] = mapped_column(default="")
    commune_key: Mapped[str] = mapped_column(default="", server_default="")
    address: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    about_vi: Mapped[str] = mapped_column(default="")
    about_en: Mapped[str] = mapped_column(default="")
    founded_year: Mapped[int | None] = mapped_column(default=None)
    gln: Mapped[str | None] = mapped_column(default=None)
    consent_at: Mapped[datetime | None] = mapped_column(default=None)
    consent_text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=FacilityState.PENDING)
    return_reasons: Mapped[list[Any]] = mapped_column(default=list)
    return_reason: Mapped[str] = mapped_column(default="")
    proposed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    unchecked: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    unchecked_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    counted_as: Mapped[str] = mapped_column(default="", server_default="")
    waits: Mapped[bool] = waits_column()
    closed_on: Mapped[date | None] = mapped_column(default=None)
    closed_from: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True, default=None)

    unit: Mapped[AdministrativeUnit] = relationship()
    products: Mapped[list["Product"]] = relationship(back_populates="facility", order_by="Product.sort_key")
    trademarks: Mapped[list["Trademark"]] = relationship(back_populates="facility", order_by="Trademark.id")
    certificates: Mapped[list["Certificate"]] = relationship(
        back_populates="facility", order_by="Certificate.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name


keep_waiting(Facility)
name_constraint("uq_facility_slug", "slug_taken", "name")
name_constraint("uq_facility_registration_number", "registration_number_taken", "registration_number")
