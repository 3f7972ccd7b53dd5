"""The histories of products and facilities that everyone may read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.database.base import Base, HasId


class _Line:
    """act: `published`, `changed`, `proposed`, `accepted`, `refused`, `checked`. field: of the thing, or "" for all
    of it. before, after: as text, empty for pictures and for what was refused. No person is named.
    """

    act: Mapped[str]
    field: Mapped[str] = mapped_column(default="")
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class ListingChange(_Line, HasId, Base):
    """One fact of a product at one moment: changed by its maker, proposed, or checked by an officer. Append-only."""

    __tablename__ = "listing_change"
    __table_args__ = (Index(None, "product_id", "at"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))


class FacilityChange(_Line, HasId, Base):
    """The same of a facility. Append-only. before, after: empty too where they may be a person's."""

    __tablename__ = "facility_change"
    __table_args__ = (Index(None, "facility_id", "at"),)

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))


append_only("listing_change")
append_only("facility_change")
