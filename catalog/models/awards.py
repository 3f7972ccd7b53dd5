"""Recognitions, and changes to issued certificates that their own rows do not show."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.enums import AwardSource, Validity
from catalog.models.products import Product
from catalog.validity import validity_on

RESULTS = {
    "ix_award_shown_results": ["in_results"],
    "ix_award_results_level": ["in_results", "level"],
    "ix_award_results_year": ["in_results", "year"],
    "ix_award_results_unit": ["shown_unit_id"],
    "ix_award_results_group": ["shown_group"],
    "ix_award_results_round": ["round_id", "in_results"],
}
"""The indexes of the public results, the newest first: by what they are chosen."""
BY_CODE = String().with_variant(String(collation="C"), "postgresql")
"""Ordered by the code of each character, so that all that begins alike stands together."""


class Award(HasId, Base):
    """A recognition as typical product (danh hiệu sản phẩm CNNT tiêu biểu).

    number: of the certificate, None for a fact taken from a published notice that names none; the slug in
    `/giay-chung-nhan/<number>`. unit_name: the province as it was called then. round_id: of the selection
    round that led to it, None otherwise (no foreign key: the catalogue does not know of rounds). set_items: names
    of what is in a set, as of the day; empty for one product.
    valid_until: 31 December of the fourth year counted from the year of issue, unless edited before signing.
    sort_key, number_key: of the product's name and the number, for order and look-up. in_results, is_listed,
    counted_as, shown_unit_id and shown_group are kept by `catalog.tallies`: among the public results, among the
    certificates, the cell, and unit and group while among the results.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(None, "product_id", "level"),
        CheckConstraint("valid_until >= issued_on", name="dates_in_order"),
        *(Index(name, *chosen, "issued_on", "sort_key", "id") for name, chosen in RESULTS.items()),
        Index(None, "is_listed", "issued_on", "id"),
        Index(None, "issued_on"),
        Index(None, "sort_key", "id"),
        Index(None, "valid_until"),
        Index(None, "revoked_on"),
        Index(None, "suspended_on"),
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
    set_items: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    producer_name: Mapped[str]
    producer_address: Mapped[str] = mapped_column(default="")
    round_id: Mapped[int | None] = mapped_column(default=None)
    nomination_id: Mapped[int | None] = mapped_column(default=None, index=True)
    source: Mapped[str] = mapped_column(default=AwardSource.ROUND)
    source_text: Mapped[str] = mapped_column(default="")
    source_note: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sort_key: Mapped[str] = mapped_column(default="", server_default="")
    number_key: Mapped[str] = mapped_column(BY_CODE, default="", server_default="", index=True)
    in_results: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_listed: Mapped[bool] = mapped_column(default=False, server_default=false())
    counted_as: Mapped[str] = mapped_column(default="", server_default="")
    shown_unit_id: Mapped[int | None] = mapped_column(default=None)
    shown_group: Mapped[str | None] = mapped_column(default=None)

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


def _newest_first(name: str, chosen: list[str]) -> DDL:
    """SQLite goes through an index in its order: days of issue from the last, names of one day from the first."""
    columns = ", ".join([*chosen, "issued_on DESC", "sort_key", "id"])
    return DDL(f"CREATE INDEX {name} ON award ({columns})").execute_if(dialect="sqlite")


for _name, _chosen in RESULTS.items():
    event.listen(Award.__table__, "after_create", DDL(f"DROP INDEX {_name}").execute_if(dialect="sqlite"))
    event.listen(Award.__table__, "after_create", _newest_first(_name, _chosen))


class AwardCorrection(HasId, Base):
    """A new certificate that replaces one with a mistake. Append-only."""

    __tablename__ = "award_correction"
    __table_args__ = (UniqueConstraint("old_id"), UniqueConstraint("new_id"))

    old_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    reason: Mapped[str]
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    corrected_at: Mapped[datetime]

    old: Mapped[Award] = relationship(foreign_keys=[old_id])
    new: Mapped[Award] = relationship(foreign_keys=[new_id])


class AwardNumberPart(Base):
    """What follows in a certificate's number from a place where a look-up may begin (`catalog.names.number_parts`);
    kept by `catalog.tallies`.
    """

    __tablename__ = "award_number_part"
    __table_args__ = (Index(None, "award_id", "part"), {"sqlite_with_rowid": False})

    part: Mapped[str] = mapped_column(BY_CODE, primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True, autoincrement=False)


class AwardOrder(HasId, Base):
    """What an authority decided about a certificate after its issue: one person writes it down, another confirms it.

    act: suspend, restore, revoke. It takes effect with the confirmation; dropped_at: taken back before that.
    """

    __tablename__ = "award_order"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    act: Mapped[str]
    decision_number: Mapped[str]
    decision_date: Mapped[date]
    authority: Mapped[str]
    reason: Mapped[str]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)

    award: Mapped[Award] = relationship()

    @property
    def audit_label(self) -> str:
        return self.award.audit_label


append_only("award_correction")


name_constraint("uq_award_correction_old_id", "award_corrected_already")


name_constraint("uq_award_number", "award_number_taken", "number")
name_constraint("ck_award_dates_in_order", "dates_in_order", "valid_until")
