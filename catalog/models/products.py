"""Products and their pictures."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.enums import ProductState
from catalog.models.facilities import Facility
from catalog.models.name_keys import keep_name_key, name_key_column
from catalog.models.waiting import keep_waiting, waits_column

if TYPE_CHECKING:
    from catalog.models.awards import Award
    from catalog.models.credentials import Certificate, Trademark


class Product(HasId, Base):
    """A product or a set. gtin: 14 digits or None; never invented. source: where a real one's facts are from.

    proposed: new values that wait for an officer; the page shows the old. unchecked: field -> moment (ISO) of a change
    that shows already and that no officer has looked at yet. counted_as: its cell while the public sees the product,
    else empty (`catalog.tallies.cells`). name_key: its Vietnamese name as `catalog.names.number_key` gives it.
    waits: for an officer (`catalog.models.waiting`).
    """

    __tablename__ = "product"
    __table_args__ = (
        Index(None, "state", "group"),
        Index(None, "facility_id", "state"),
        Index(None, "updated_at", "id"),
        Index(None, "waits", "updated_at"),
        Index(None, "counted_as", "id"),
        Index(None, "name_key"),
    )

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
    unchecked: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    unchecked_at: Mapped[datetime | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    counted_as: Mapped[str] = mapped_column(default="", server_default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True, default=None)
    name_key: Mapped[str] = name_key_column("name_vi")
    waits: Mapped[bool] = waits_column()

    facility: Mapped[Facility] = relationship(back_populates="products")
    trademark: Mapped["Trademark | None"] = relationship()
    pictures: Mapped[list["ProductPicture"]] = relationship(
        primaryjoin="and_(Product.id == ProductPicture.product_id, ProductPicture.waiting.is_(False))",
        back_populates="product", order_by="ProductPicture.position", cascade="all, delete-orphan",
    )  # fmt: skip
    waiting_pictures: Mapped[list["ProductPicture"]] = relationship(
        primaryjoin="and_(Product.id == ProductPicture.product_id, ProductPicture.waiting.is_(True))",
        order_by="ProductPicture.position", cascade="all, delete-orphan", overlaps="pictures,product",
    )  # fmt: skip
    certificates: Mapped[list["Certificate"]] = relationship(
        secondary="product_certificate", order_by="Certificate.id"
    )
    awards: Mapped[list["Award"]] = relationship(back_populates="product", order_by="Award.issued_on.desc()")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name_vi


class ProductPicture(HasId, Base):
    """files: {"320": name, "640": name, "1280": name, "share": name} in the file store. waiting: added to a public
    product and not yet seen by an officer; such a picture shows to its facility and to officers alone.
    """

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
    waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(back_populates="pictures", overlaps="waiting_pictures")


name_constraint("uq_product_slug", "slug_taken", "name_vi")
name_constraint("uq_product_gtin", "gtin_taken", "gtin")
keep_name_key(Product, "name_vi")
keep_waiting(Product)
