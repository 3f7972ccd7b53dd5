"""Tables of origin: lots, trace codes, label runs, events, recalls, links, scans.

Events and recalls are append-only: a correction is an event, an undone recall keeps its record.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    UniqueConstraint,
    delete,
    event,
    insert,
    inspect,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.clock import utc_now
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.facilities import Facility
from catalog.models.products import Product

if TYPE_CHECKING:
    from traceability.models.labels import TraceCode
    from traceability.models.recalls import Recall


class Lot(HasId, Base):
    """A lot (lô) of a published product, or of an input (raw material) when product_id is None.

    code: the maker's lot code, unique within the product, characters of GS1 AI 10 limited to A–Z 0–9 and `-`.
    snapshot: what the page states of product and maker, copied when the lot is opened, so that a later edit
    of the product does not change the page of an old label.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("product_id", "code"),
        Index(None, "facility_id", "state"),
        Index(None, "code", "id"),
        Index(None, "created_at", "id"),
        Index(None, "best_before", "id"),
        CheckConstraint(
            "best_before IS NULL OR made_on IS NULL OR best_before >= made_on", name="dates_in_order"
        ),
    )

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    code: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    supplier: Mapped[str] = mapped_column(default="")
    made_on: Mapped[date | None] = mapped_column(default=None)
    best_before: Mapped[date | None] = mapped_column(default=None)
    quantity: Mapped[Decimal | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    is_public: Mapped[bool] = mapped_column(default=False)
    snapshot: Mapped[dict[str, Any]]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship()
    product: Mapped[Product | None] = relationship()
    events: Mapped[list["TraceEvent"]] = relationship(
        back_populates="lot", order_by="TraceEvent.happened_at, TraceEvent.id"
    )
    codes: Mapped[list["TraceCode"]] = relationship(back_populates="lot")
    recalls: Mapped[list["Recall"]] = relationship(back_populates="lot", order_by="Recall.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.code


class LotInput(HasId, Base):
    """What went into a lot: an edge of the genealogy. event_id: the event that says so."""

    __tablename__ = "lot_input"
    __table_args__ = (Index(None, "input_lot_id"), Index(None, "output_lot_id"))

    input_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    output_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("trace_event.id"), default=None)
    quantity: Mapped[Decimal | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(default="")


class TraceEvent(HasId, Base):
    """One event (sự kiện truy xuất) in the maker's diary, append-only.

    kind: receive, make, dry, ferment, check, fill, pack, ship, sell, take-back, destroy, correct. epcis: the event
    as EPCIS 2.0 JSON; event_hash: its CBV 2.0 hash; previous_hash: digest of the lot's row recorded before it
    (`traceability.diary.entries.chain`). corrects_id: the event this one declares wrong. happened_at: as the maker
    says; recorded_at: by the server's clock. picture: files (width -> name, not served by name), width, height, and
    whether it is `shown` to the public.
    """

    __tablename__ = "trace_event"
    __table_args__ = (UniqueConstraint("lot_id", "client_id"), Index(None, "lot_id", "happened_at"))

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    kind: Mapped[str]
    client_id: Mapped[str]
    happened_at: Mapped[datetime]
    happened_precision: Mapped[str] = mapped_column(default="day")
    place: Mapped[str] = mapped_column(default="")
    party: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    readings: Mapped[list[Any]]
    picture: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    is_public: Mapped[bool] = mapped_column(default=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("trace_event.id"), default=None)
    epcis: Mapped[dict[str, Any]]
    event_hash: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    recorded_at: Mapped[datetime]

    lot: Mapped[Lot] = relationship(back_populates="events")
    if TYPE_CHECKING:
        claims: Mapped[str | None]
    """How its words that make claims stand (`models.claims`); None where there are none."""


class FormerGtin(Base):
    """A former GTIN of a product: codes printed with it keep working."""

    __tablename__ = "former_gtin"

    gtin: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    until: Mapped[datetime]


append_only("trace_event")


name_constraint("uq_lot_product_id_code", "lot_code_taken", "code")


name_constraint("ck_lot_dates_in_order", "best_before_too_early", "best_before")


@event.listens_for(Product, "before_update")
def keep_former_gtin(_mapper: object, connection: Connection, product: Product) -> None:
    """Keep the old GTIN of a product, however it is changed: printed codes contain it for years."""
    lost = inspect(product).attrs.gtin.history.deleted
    if lost and lost[0]:
        connection.execute(delete(FormerGtin).where(FormerGtin.gtin == lost[0]))
        connection.execute(insert(FormerGtin).values(gtin=lost[0], product_id=product.id, until=utc_now()))
