"""Label runs: codes are on disk first; the PDF follows, and every code in it is read back. Within a quota a
facility orders item codes itself; larger runs need an officer and have no codes before that.
"""

from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, insert, select, update

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.documents.qr import Level
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.policy import authorize
from app.core.work.jobs import enqueue
from catalog.acts import load
from traceability.checks import lots_changed, short
from traceability.codes.code import CodeKind
from traceability.codes.identity import fresh_code
from traceability.codes.qr.symbols import LOGO_LEVELS
from traceability.codes.scratch_numbers.services import stored_pin
from traceability.codes.signed_lists.keys import label_signing_key
from traceability.codes.signed_lists.list_log import countersign
from traceability.codes.signed_lists.signed_list import sign_code_list
from traceability.enums import CodeState, RunKind, RunState
from traceability.labels.layout.sheets import MAX_OFFSET_MM, OWN, SHEETS, Sheet, SheetError, get_sheet
from traceability.lots.services import lot_code_row, show
from traceability.models import LabelRun, Lot, TraceCode
from traceability.policies import can_manage_lot, can_oversee_lot
from traceability.recalls.queries import list_recalls_on

DIRECT = 200
"""Up to this many labels are drawn while the person waits; more need a job."""
MOST = 10_000
QUOTA = 20_000
"""Item codes that a facility makes in 30 days without an officer's approval."""
QUOTA_DAYS = timedelta(days=30)
TENTHS = 10
LEVELS = tuple(level.value for level in Level)
CUT_OFF = timedelta(minutes=1)
"""After this time a small run that is not drawn yet is drawn by a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOrder:
    """What to print. start: place on the first sheet, from 1. offset_x, offset_y: tenths of a millimetre. own_sheet:
    the grid where sheet is "own", fields of `sheets.Sheet`. with_pin: a number for a scratch layer on each item.
    activates: the codes are put into use when the run is ready to print. logo: as in `LabelRun`.
    """

    kind: RunKind
    quantity: int
    sheet: str = "a4-65"
    start: int = 1
    offset_x: int = 0
    offset_y: int = 0
    purpose: str = ""
    own_sheet: dict[str, Any] | None = None
    level: str = "M"
    logo: str = ""
    with_pin: bool = False
    activates: bool = False


def order_labels(actor: Actor, lot_id: int, order: LabelOrder) -> LabelRun:
    """Make the codes of a run and queue its printing; the lot's page is public from now on.

    A run beyond the facility's quota is only requested: its state is `asked`.
    """
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    _require_printable(lot)
    _require_order(order)
    run = _new_run(actor, lot, order)
    if order.kind == RunKind.ITEM and count_fresh_codes(lot.facility_id) + order.quantity > QUOTA:
        run.state = RunState.ASKED
        audit.record(
            actor, "traceability.label.ask", run, label=lot.code, lot_id=lot.id, quantity=run.quantity,
            purpose=run.purpose,
        )  # fmt: skip
        return run
    _release(actor, run)
    return run


def approve_run(actor: Actor, run_id: int) -> LabelRun:
    """An officer approves a run beyond the quota."""
    run = _asked(actor, run_id)
    _require_printable(run.lot)
    run.state = RunState.QUEUED
    _release(actor, run)
    return run


def refuse_run(actor: Actor, run_id: int) -> LabelRun:
    """An officer refuses it."""
    run = _asked(actor, run_id)
    run.state, run.finished_at = RunState.REFUSED, utc_now()
    audit.record(actor, "traceability.label.refuse", run, label=run.lot.code, quantity=run.quantity)
    return run


def count_fresh_codes(facility_id: int) -> int:
    """Item codes that a facility made within its own quota in the last 30 days."""
    mine = (
        Lot.facility_id == facility_id,
        LabelRun.kind == RunKind.ITEM,
        LabelRun.reprint_of_id.is_(None),
        LabelRun.state.in_([RunState.QUEUED, RunState.DONE]),
        LabelRun.approved_by == LabelRun.created_by,
        LabelRun.created_at > utc_now() - QUOTA_DAYS,
    )
    query = select(func.sum(LabelRun.quantity)).join(LabelRun.lot).where(*mine)
    return int(db.session.scalar(query) or 0)


def _asked(actor: Actor, run_id: int) -> LabelRun:
    run = load(LabelRun, run_id)
    authorize(actor, can_oversee_lot, run.lot)
    if run.state != RunState.ASKED:
        raise Conflict("wrong_state")
    return run


def _release(actor: Actor, run: LabelRun) -> None:
    """Make the codes of an approved run and queue its drawing."""
    lot = run.lot
    gtin = lot.product.gtin if lot.product is not None else None
    if run.kind == RunKind.ITEM:
        _make_items(run, gtin)
    run.approved_by, run.approved_at = actor.user_id, utc_now()
    lot_code_row(lot).gtin_at_print = gtin
    _queue(run, run.created_by)
    show(actor, lot)
    audit.record(
        actor, "traceability.label.print", run, label=lot.code, lot_id=lot.id, kind=str(run.kind),
        quantity=run.quantity, purpose=run.purpose,
    )  # fmt: skip
    lots_changed([lot.id])


def reprint(
    actor: Actor, run_id: int, *, sheet: str, start: int = 1, offset_x: int = 0, offset_y: int = 0
) -> LabelRun:
    """The same codes again, as a separate run that names the first."""
    first = load(LabelRun, run_id)
    authorize(actor, can_manage_lot, first.lot)
    if first.reprint_of_id is not None:
        first = load(LabelRun, first.reprint_of_id)
    if first.state in {RunState.ASKED, RunState.REFUSED}:
        raise Conflict("wrong_state")
    _require_printable(first.lot)
    order = LabelOrder(
        kind=RunKind(first.kind), quantity=first.quantity, sheet=sheet, start=start, offset_x=offset_x,
        offset_y=offset_y, purpose=first.purpose, own_sheet=first.own_sheet, level=first.level,
        logo=first.logo, with_pin=first.with_pin,
    )  # fmt: skip
    _require_order(order)
    run = _new_run(actor, first.lot, order)
    run.reprint_of_id = first.id
    run.approved_by, run.approved_at = actor.user_id, utc_now()
    _queue(run, actor.user_id)
    audit.record(actor, "traceability.label.reprint", run, label=first.lot.code, reprint_of=first.id)
    return run


def finish_run(run_id: int, file: str) -> LabelRun:
    """Note the drawn file; the list of an item run's codes is signed with it, and the codes of a run that was ordered
    so are in use from now on. Safe to call twice.
    """
    run = load(LabelRun, run_id)
    db.session.refresh(run, with_for_update=True)  # two runners may have drawn it
    if run.state != RunState.DONE:
        now = utc_now()
        run.file, run.state, run.finished_at = file, RunState.DONE, now
        if run.activates:
            _put_into_use(run)
        if run.kind == RunKind.ITEM:
            codes = [code.code for code in codes_of(run)]
            batch = f"run-{run.reprint_of_id or run.id}"
            signed = sign_code_list(label_signing_key(), batch=batch, codes=codes, signed_at=utc_now())
            run.signed_list = countersign(signed)
    return run


def _put_into_use(run: LabelRun) -> None:
    waiting = (TraceCode.run_id == run.id, TraceCode.state == CodeState.ISSUED)
    db.session.execute(update(TraceCode).where(*waiting).values(state=CodeState.ACTIVE, changed_at=utc_now()))
    lots_changed([run.lot_id])


def codes_of(run: LabelRun) -> list[TraceCode]:
    """The codes of a run in the order of printing: of a lot run the one code; of a reprint those of the first."""
    if run.kind == RunKind.LOT:
        return [lot_code_row(run.lot)]
    query = select(TraceCode).where(TraceCode.run_id == (run.reprint_of_id or run.id))
    return list(db.session.scalars(query.order_by(TraceCode.id)))


def _require_printable(lot: Lot) -> None:
    if lot.product_id is None:
        raise RuleBroken("input_not_public")
    if list_recalls_on(lot.id):
        raise Conflict("lot_recalled")


def _require_order(order: LabelOrder) -> None:
    if order.level not in LEVELS:
        raise RuleBroken("choice_unknown", "level")
    if order.logo and order.level not in LOGO_LEVELS:
        raise RuleBroken("logo_needs_level", "level")
    sheet, most = _sheet_of(order), int(MAX_OFFSET_MM)
    last = sheet.labels
    check_together(
        lambda: _within(order.quantity, 1, MOST, RuleBroken("label_quantity", "quantity", most=MOST)),
        lambda: _within(order.start, 1, last, RuleBroken("start_outside", "start", last=last)),
        *(
            partial(
                _within, getattr(order, field), -most * TENTHS, most * TENTHS,
                RuleBroken("offset_too_large", field, most=most),
            )
            for field in ("offset_x", "offset_y")
        ),
        lambda: short(order.purpose, "purpose"),
    )  # fmt: skip


def _sheet_of(order: LabelOrder) -> Sheet:
    if order.sheet != OWN and order.sheet not in SHEETS:
        raise RuleBroken("choice_unknown", "sheet")
    if order.sheet == OWN and order.own_sheet is None:
        raise RuleBroken("sheet_malformed", "sheet")
    try:
        return get_sheet(order.own_sheet if order.sheet == OWN else order.sheet)
    except SheetError as error:
        params = {name: value for name, value in error.params.items() if name != "field"}
        raise RuleBroken(error.code, "sheet", **params) from error


def _within(number: int, low: int, high: int, otherwise: RuleBroken) -> None:
    if not low <= number <= high:
        raise otherwise


def _new_run(actor: Actor, lot: Lot, order: LabelOrder) -> LabelRun:
    values: dict[str, Any] = {field.name: getattr(order, field.name) for field in fields(order)}
    values |= {
        "own_sheet": order.own_sheet if order.sheet == OWN else None,
        "with_pin": order.with_pin and order.kind == RunKind.ITEM,
        "activates": order.activates and order.kind == RunKind.ITEM,
    }
    run = LabelRun(lot_id=lot.id, created_by=actor.user_id, created_at=utc_now(), **values)
    db.session.add(run)
    db.session.flush()
    return run


def _queue(run: LabelRun, user_id: int | None) -> None:
    """A large run is drawn in the background, a small one while the person waits; if that is interrupted, by
    a job.
    """
    is_large = run.quantity > DIRECT
    delay = timedelta() if is_large else CUT_OFF
    job = enqueue("traceability.print", key=f"labels:{run.id}", user_id=user_id, delay=delay, run_id=run.id)
    if is_large:
        db.session.flush()
        run.job_id = job.id


def _make_items(run: LabelRun, gtin: str | None) -> None:
    now = utc_now()
    codes: set[str] = set()
    while len(codes) < run.quantity:
        codes.add(fresh_code(CodeKind.ITEM))
    rows = [
        {
            "code": code, "lot_id": run.lot_id, "run_id": run.id, "kind": RunKind.ITEM, "serial": code,
            "gtin_at_print": gtin, "state": CodeState.ISSUED, "created_at": now,
            "pin_hash": stored_pin(code) if run.with_pin else "",
        }
        for code in codes
    ]  # fmt: skip
    db.session.execute(insert(TraceCode), rows)
