"""Products taken from a spreadsheet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from catalog.enums import ImportState
from catalog.models.facilities import Facility


class ProductImport(HasId, Base):
    """One file of products. table_file, pictures_file, errors_file: in the file store, "" for none; the table is JSON
    once it was looked at. job_id: of the check, then of the entering. locale: of the person's page, and so of the
    texts in `report`. rows: in the file; good, there, wrong: how many of them are new, were in the catalogue already,
    have errors. made: products entered.
    """

    __tablename__ = "product_import"

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    locale: Mapped[str]
    file_name: Mapped[str]
    table_file: Mapped[str]
    pictures_file: Mapped[str] = mapped_column(default="")
    errors_file: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ImportState.CHECKING)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), default=None)
    rows: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    there: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    entered_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    facility: Mapped[Facility] = relationship()

    @property
    def audit_label(self) -> str:
        return self.file_name


class ImportedProduct(Base):
    """A product and the line of the file from which it was made."""

    __tablename__ = "imported_product"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("product_import.id"), index=True)
    line: Mapped[int]
