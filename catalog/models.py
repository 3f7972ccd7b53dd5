"""Tables of the catalogue: administrative units, facilities, products and their papers, awards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.constraints import name_constraint
from app.core.db import Base, HasId
from catalog.enums import AwardSource, CheckState, FacilityState, ProductState, TrademarkState, Validity
from catalog.validity import trademark_validity, validity_on


class AdministrativeUnit(HasId, Base):
    """A province or city for a span of days. Codes were reused on 1 July 2025: never join on `code` alone.

    list_version: `2004` (63 units, until 30 June 2025) or `2025` (34 units). successor_id: the unit of the
    next list it went into. valid_until: inclusive, None while in force. earlier_*: name and kind until a
    day within its list (Thừa Thiên Huế, a province until 31 December 2024); empty where nothing changed.
    """

    __tablename__ = "administrative_unit"
    __table_args__ = (UniqueConstraint("list_version", "code"),)

    list_version: Mapped[str]
    code: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    slug: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    earlier_name: Mapped[str] = mapped_column(default="")
    earlier_kind: Mapped[str] = mapped_column(default="")
    earlier_until: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    successor: Mapped["AdministrativeUnit | None"] = relationship(remote_side="AdministrativeUnit.id")

    @property
    def present(self) -> "AdministrativeUnit":
        """The unit of the list in force that this one has become; itself where nothing followed."""
        unit = self
        while unit.successor is not None:
            unit = unit.successor
        return unit

    def name_in(self, locale: str) -> str:
        return self.name_en if locale == "en" else self.name_vi

    def name_on(self, day: date) -> str:
        return self.earlier_name if self.earlier_until and day <= self.earlier_until else self.name_vi

    def kind_on(self, day: date) -> str:
        return self.earlier_kind if self.earlier_until and day <= self.earlier_until else self.kind


class Facility(HasId, Base):
    """A rural industrial establishment (cơ sở công nghiệp nông thôn).

    registration_number: tax code or business registration number, None where the source of a real
    facility names none. consent_at: when a producer who is a person agreed to be shown by name;
    consent_text: the version of the text agreed to (`catalog.consent`). proposed: new values of verified
    facts that wait for an officer while the page shows the old. skeleton: see `catalog.names`.
    """

    __tablename__ = "facility"
    __table_args__ = (Index(None, "state", "unit_id"),)

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    skeleton: Mapped[str] = mapped_column(index=True, default="")
    kind: Mapped[str]
    registration_number: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("administrative_unit.id"), index=True)
    commune: Mapped[str] = mapped_column(default="")
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
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

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


class Product(HasId, Base):
    """A product or a set. gtin: 14 digits or None; never invented. source: where a real one's facts are from.

    proposed: new values of reviewed facts (name, group) that wait for an officer; the page shows the old.
    """

    __tablename__ = "product"
    __table_args__ = (Index(None, "state", "group"), Index(None, "facility_id", "state"))

    slug: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(index=True)
    group: Mapped[str]
    is_set: Mapped[bool] = mapped_column(default=False)
    description_vi: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    materials: Mapped[str] = mapped_column(default="")
    dimensions: Mapped[str] = mapped_column(default="")
    net_content: Mapped[str] = mapped_column(default="")
    shelf_life: Mapped[str] = mapped_column(default="")
    standard: Mapped[str] = mapped_column(default="")
    safety_note: Mapped[str] = mapped_column(default="")
    where_sold: Mapped[str] = mapped_column(default="")
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True, default=None)
    trademark_id: Mapped[int | None] = mapped_column(ForeignKey("trademark.id"), default=None)
    state: Mapped[str] = mapped_column(default=ProductState.DRAFT)
    return_reasons: Mapped[list[Any]] = mapped_column(default=list)
    return_reason: Mapped[str] = mapped_column(default="")
    proposed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship(back_populates="products")
    trademark: Mapped["Trademark | None"] = relationship()
    pictures: Mapped[list["ProductPicture"]] = relationship(
        back_populates="product", order_by="ProductPicture.position", cascade="all, delete-orphan"
    )
    certificates: Mapped[list["Certificate"]] = relationship(
        secondary="product_certificate", order_by="Certificate.id"
    )
    awards: Mapped[list["Award"]] = relationship(back_populates="product", order_by="Award.issued_on.desc()")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name_vi


class ProductPicture(HasId, Base):
    """files: {"320": name, "640": name, "1280": name, "share": name} in the file store."""

    __tablename__ = "product_picture"
    __table_args__ = (Index(None, "product_id", "position"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int]
    alt_vi: Mapped[str] = mapped_column(default="")
    alt_en: Mapped[str] = mapped_column(default="")
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str] = mapped_column(default="")
    files: Mapped[dict[str, Any]]
    is_illustration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(back_populates="pictures")


class Paper:
    """What trademarks and certificates share: a scan and the officer's check."""

    scan_file: Mapped[str] = mapped_column(default="")
    scan_type: Mapped[str] = mapped_column(default="")
    check_state: Mapped[str] = mapped_column(default=CheckState.UNCHECKED)
    check_note: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Trademark(HasId, Paper, Base):
    """nice_classes: list of 1..45. Numbers are free text: formats changed, none is refused for its form."""

    __tablename__ = "trademark"

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    application_number: Mapped[str] = mapped_column(default="")
    application_date: Mapped[date | None] = mapped_column(default=None)
    registration_number: Mapped[str] = mapped_column(default="", index=True)
    registration_date: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    holder: Mapped[str] = mapped_column(default="")
    nice_classes: Mapped[list[Any]]
    logo_files: Mapped[dict[str, Any]]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship(back_populates="trademarks")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name

    def validity_on(self, day: date) -> Validity | None:
        return trademark_validity(TrademarkState(self.state), self.registration_date, self.valid_until, day)


class Certificate(HasId, Paper, Base):
    """A paper supplied by the facility; valid_until is inclusive, None where the paper has no end."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="dates_in_order"),
    )

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    stars: Mapped[int | None] = mapped_column(default=None)
    revoked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship(back_populates="certificates")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return f"{self.kind} {self.number}"

    def validity_on(self, day: date) -> Validity:
        return validity_on(day, self.issued_on, self.valid_until, revoked_on=self.revoked_on)


class ProductCertificate(Base):
    __tablename__ = "product_certificate"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)


class Award(HasId, Base):
    """A recognition as typical product (danh hiệu sản phẩm CNNT tiêu biểu).

    number: of the certificate, None for a fact taken from a published notice that names none; the slug in
    `/giay-chung-nhan/<number>`. unit_name: the province as it was called then. round_id: of the selection
    round that led to it, None otherwise (no foreign key: the catalogue does not know of rounds).
    valid_until: 31 December of the fourth year counted from the year of issue, unless edited before signing.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(None, "product_id", "level"),
        CheckConstraint("valid_until >= issued_on", name="dates_in_order"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    number: Mapped[str | None] = mapped_column(unique=True)
    level: Mapped[str]
    year: Mapped[int]
    title_vi: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    decision_number: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None] = mapped_column(default=None)
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    revoked_on: Mapped[date | None] = mapped_column(default=None)
    revoked_reason: Mapped[str] = mapped_column(default="")
    suspended_on: Mapped[date | None] = mapped_column(default=None)
    unit_name: Mapped[str] = mapped_column(default="")
    product_name: Mapped[str]
    producer_name: Mapped[str]
    producer_address: Mapped[str] = mapped_column(default="")
    round_id: Mapped[int | None] = mapped_column(default=None, index=True)
    nomination_id: Mapped[int | None] = mapped_column(default=None, index=True)
    source: Mapped[str] = mapped_column(default=AwardSource.ROUND)
    source_text: Mapped[str] = mapped_column(default="")
    source_note: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(back_populates="awards")

    @property
    def audit_label(self) -> str:
        return self.number or self.product_name

    @property
    def stated_on(self) -> date | None:
        """The day of issue where it is known: a published notice names no number and gives the year alone."""
        return self.issued_on if self.number else None

    def validity_on(self, day: date) -> Validity:
        return validity_on(
            day, self.issued_on, self.valid_until, suspended_on=self.suspended_on, revoked_on=self.revoked_on
        )


name_constraint("uq_facility_slug", "slug_taken", "name")
name_constraint("uq_facility_registration_number", "registration_number_taken", "registration_number")
name_constraint("uq_product_slug", "slug_taken", "name_vi")
name_constraint("uq_product_gtin", "gtin_taken", "gtin")
name_constraint("uq_award_number", "award_number_taken", "number")
name_constraint("ck_certificate_dates_in_order", "dates_in_order", "valid_until")
name_constraint("ck_award_dates_in_order", "dates_in_order", "valid_until")
