"""Tables of the catalogue: administrative units, facilities, products and their papers, awards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.enums import CheckState, TrademarkState, Validity
from catalog.models.facilities import Facility
from catalog.models.name_keys import keep_name_key, keep_sort_key, name_key_column, sort_key_column
from catalog.validity import trademark_validity, validity_on


@dataclass(frozen=True, slots=True)
class MarkPicture:
    """The picture of a mark as a page shows it. file: its name in the store."""

    file: str
    width: int
    height: int


def picture_of_mark(files: dict[str, Any]) -> MarkPicture | None:
    """From the stored names by width; the smallest is large enough for a mark."""
    widths = sorted(int(name) for name in files if name.isdigit())
    if not widths:
        return None
    width, height = files["size"]
    return MarkPicture(files[str(widths[0])], widths[0], round(widths[0] * height / width))


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
    """nice_classes: list of 1..45 by nice_edition, "" where that is not known. Numbers are free text: formats changed,
    none is refused for its form.
    """

    __tablename__ = "trademark"
    __table_args__ = (
        Index(None, "valid_until"),
        Index(None, "check_state", "updated_at"),
        Index(None, "updated_at", "id"),
        Index(None, "sort_key", "id"),
    )

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
    nice_edition: Mapped[str] = mapped_column(default="", server_default="")
    logo_files: Mapped[dict[str, Any]]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)
    name_key: Mapped[str] = name_key_column("name")
    sort_key: Mapped[str] = sort_key_column("name")

    facility: Mapped[Facility] = relationship(back_populates="trademarks")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name

    @property
    def picture(self) -> "MarkPicture | None":
        return picture_of_mark(self.logo_files)

    def validity_on(self, day: date) -> Validity | None:
        return trademark_validity(TrademarkState(self.state), self.registration_date, self.valid_until, day)


class Certificate(HasId, Paper, Base):
    """A paper supplied by the facility; valid_until is inclusive, None where the paper has no end. scheme: its code in
    the list, "" for the kind alone. replaces_id: the paper that this one renews.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="dates_in_order"),
        Index(None, "valid_until"),
        Index(None, "check_state", "updated_at"),
        Index(None, "updated_at", "id"),
    )

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    kind: Mapped[str]
    scheme: Mapped[str] = mapped_column(default="", server_default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True, default=None)
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


name_constraint("ck_certificate_dates_in_order", "dates_in_order", "valid_until")
keep_name_key(Trademark, "name")
keep_sort_key(Trademark, "name")
