"""Label runs, trace codes, label keys, reports about codes."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from traceability.models.lots import Lot


class LabelRun(HasId, Base):
    """One printing of labels. kind: lot (one code, many stamps) or item (a serial each).

    A reprint gives the same codes and is a run of its own that names the first. state: asked (over the quota,
    no codes yet), queued, done, refused. own_sheet: the grid where `sheet` is "own", fields of
    `sheets.Sheet`. with_pin: each item has a number under a scratch layer. activates: its item codes are in
    use once it is ready to print. logo: in the middle of the code, "" for none, "programme", or the name of a
    kept picture. approved_by: within the quota who ordered, over it an officer.
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
    activates: Mapped[bool] = mapped_column(default=False, server_default=false())
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
