"""Tables of origin: lots, trace codes, label runs, events, recalls, links, scans.

Events and recalls are append-only: a correction is an event, an undone recall keeps its record.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
from app.core.constraints import name_constraint
from app.core.db import Base, HasId
from catalog.models import Facility, Product


class Lot(HasId, Base):
    """A lot (lô) of a published product, or of an input (raw material) when product_id is None.

    code: the maker's lot code, unique within the product, characters of GS1 AI 10 limited to A–Z 0–9 and `-`.
    snapshot: what the page states of product and maker, copied when the lot is opened, so that a later edit of the
    product does not change what an old label says.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("product_id", "code"),
        Index(None, "facility_id", "state"),
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
    (`traceability.chain`). corrects_id: the event this one declares wrong. happened_at: as the maker says;
    recorded_at: by the server's clock. picture: files (width -> name, not served by name), width, height, and whether
    it is `shown` to the public.
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


class LabelRun(HasId, Base):
    """One printing of labels. kind: lot (one code, many stamps) or item (a serial each).

    A reprint gives the same codes and is a run of its own that names the first. state: asked (over the quota, no codes
    yet), queued, done, refused. own_sheet: the grid where `sheet` is "own", fields of `sheets.Sheet`. with_pin: each
    item bears a number under a scratch layer. logo: in the middle of the code, "" for none, "programme", or the
    name of a kept picture. approved_by: within the quota who ordered, over it an officer.
    """

    __tablename__ = "label_run"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    kind: Mapped[str]
    quantity: Mapped[int]
    sheet: Mapped[str]
    start: Mapped[int] = mapped_column(default=1)
    offset_x: Mapped[int] = mapped_column(default=0)
    offset_y: Mapped[int] = mapped_column(default=0)
    logo: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    own_sheet: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    level: Mapped[str] = mapped_column(default="M")
    with_pin: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="queued")
    reprint_of_id: Mapped[int | None] = mapped_column(ForeignKey("label_run.id"), default=None)
    file: Mapped[str] = mapped_column(default="")
    signed_list: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), default=None)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    lot: Mapped[Lot] = relationship()
    codes: Mapped[list["TraceCode"]] = relationship(back_populates="run", order_by="TraceCode.id")


class TraceCode(HasId, Base):
    """A code (mã truy xuất) that a QR holds. kind: lot or item. serial: GS1 AI 21 of an item, "" for a lot.

    state: issued, active, sold, void; changed_at: when it came to it. gtin_at_print: the GTIN its address was printed
    with, None for `/t/`. pin_hash: of the number under the scratch layer, "" where there is none; pin_checked_at: the
    first time it was given rightly; pin_failures: wrong ones since a right one, pin_wait_until: none is judged before.
    """

    __tablename__ = "trace_code"
    __table_args__ = (Index(None, "lot_id", "kind"), Index(None, "gtin_at_print", "serial"))

    code: Mapped[str] = mapped_column(unique=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("label_run.id"), default=None, index=True)
    kind: Mapped[str]
    serial: Mapped[str] = mapped_column(default="")
    gtin_at_print: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(default="issued")
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    pin_hash: Mapped[str] = mapped_column(default="")
    pin_checked_at: Mapped[datetime | None] = mapped_column(default=None)
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_wait_until: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]

    lot: Mapped[Lot] = relationship(back_populates="codes")
    run: Mapped[LabelRun | None] = relationship(back_populates="codes")


class Recall(HasId, Base):
    """A hold or recall of a lot and of everything made from it. undone_at keeps the record. kind: hold, recall."""

    __tablename__ = "recall"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    kind: Mapped[str]
    reason_vi: Mapped[str]
    reason_en: Mapped[str] = mapped_column(default="")
    advice_vi: Mapped[str] = mapped_column(default="")
    advice_en: Mapped[str] = mapped_column(default="")
    by_officer: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    undone_reason: Mapped[str] = mapped_column(default="")

    lot: Mapped[Lot] = relationship(back_populates="recalls")


class FormerGtin(Base):
    """A GTIN that a product carried before a correction: codes printed with it stay alive."""

    __tablename__ = "former_gtin"

    gtin: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    until: Mapped[datetime]


class ProductLink(HasId, Base):
    """A link of the resolver that a facility manages. link_type: a name of `link_types`; scope: product, or one lot."""

    __tablename__ = "product_link"
    __table_args__ = (Index(None, "product_id", "lot_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), default=None)
    link_type: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    hreflang: Mapped[str] = mapped_column(default="vi")
    media_type: Mapped[str] = mapped_column(default="text/html")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class CodeReport(HasId, Base):
    """What a person who scanned a code tells the facility and the officers. contact: only if they gave it;
    emptied when the report is closed.
    """

    __tablename__ = "code_report"

    code_id: Mapped[int] = mapped_column(ForeignKey("trace_code.id"), index=True)
    reason: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    answer: Mapped[str] = mapped_column(default="")

    code: Mapped[TraceCode] = relationship()


class LabelKey(HasId, Base):
    """A public key that signs lists of codes from `since` on. revoked_at: what is signed from then on is worth nothing.

    The private half is a file named by the public one and is removed with the revocation.
    """

    __tablename__ = "label_key"

    public: Mapped[str] = mapped_column(unique=True)
    since: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_reason: Mapped[str] = mapped_column(default="")

    @property
    def audit_label(self) -> str:
        return self.public[:16]


append_only("trace_event")
name_constraint("uq_lot_product_id_code", "lot_code_taken", "code")
name_constraint("ck_lot_dates_in_order", "best_before_too_early", "best_before")


@event.listens_for(Product, "before_update")
def keep_former_gtin(_mapper: object, connection: Connection, product: Product) -> None:
    """Remember the GTIN a product loses, whichever way it is changed: printed codes hold it for years."""
    lost = inspect(product).attrs.gtin.history.deleted
    if lost and lost[0]:
        connection.execute(delete(FormerGtin).where(FormerGtin.gtin == lost[0]))
        connection.execute(insert(FormerGtin).values(gtin=lost[0], product_id=product.id, until=utc_now()))
