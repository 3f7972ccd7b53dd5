"""Label runs: codes are on disk before anything says so; the PDF follows, every code of it read back."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import insert, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.db import db
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.jobs import enqueue
from app.core.keys import private_bytes, signing_key
from app.core.policy import authorize
from traceability.codes import CodeKind
from traceability.enums import CodeState, RunKind, RunState
from traceability.identity import LABEL_KEY, fresh_code
from traceability.models import LabelRun, Lot, TraceCode
from traceability.policies import can_manage_lot
from traceability.queries.recalls import list_recalls_on
from traceability.services.common import load, lots_changed, short
from traceability.services.lots import lot_code_row, show
from traceability.sheets import MAX_OFFSET_MM, SHEETS
from traceability.signing import sign_code_list

DIRECT = 200
"""Up to so many labels are drawn while the person waits; more are a job."""
MOST = 10_000
TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOrder:
    """What to print. start: place on the first sheet, from 1. offset_x, offset_y: tenths of a millimetre."""

    kind: RunKind
    quantity: int
    sheet: str = "a4-65"
    start: int = 1
    offset_x: int = 0
    offset_y: int = 0
    purpose: str = ""


def order_labels(actor: Actor, lot_id: int, order: LabelOrder) -> LabelRun:
    """Make the codes of a run and queue its printing; the lot's page is public from now on."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    _require_printable(lot)
    _require_order(order)
    run = _new_run(actor, lot, order)
    gtin = lot.product.gtin if lot.product is not None else None
    if order.kind == RunKind.ITEM:
        _make_items(run, gtin)
    lot_code_row(lot).gtin_at_print = gtin
    show(actor, lot)
    audit.record(
        actor, "traceability.label.print", run, label=lot.code, lot_id=lot.id, kind=str(run.kind),
        quantity=run.quantity, purpose=run.purpose,
    )  # fmt: skip
    lots_changed([lot.id])
    return run


def reprint(
    actor: Actor, run_id: int, *, sheet: str, start: int = 1, offset_x: int = 0, offset_y: int = 0
) -> LabelRun:
    """The same codes once more, as a run of its own that names the first."""
    first = load(LabelRun, run_id)
    authorize(actor, can_manage_lot, first.lot)
    if first.reprint_of_id is not None:
        first = load(LabelRun, first.reprint_of_id)
    _require_printable(first.lot)
    order = LabelOrder(
        kind=RunKind(first.kind), quantity=first.quantity, sheet=sheet, start=start, offset_x=offset_x,
        offset_y=offset_y, purpose=first.purpose,
    )  # fmt: skip
    _require_order(order)
    run = _new_run(actor, first.lot, order)
    run.reprint_of_id = first.id
    audit.record(actor, "traceability.label.reprint", run, label=first.lot.code, reprint_of=first.id)
    return run


def finish_run(run_id: int, file: str) -> LabelRun:
    """Note the drawn file; the list of an item run's codes is signed with it. Safe to call twice."""
    run = load(LabelRun, run_id)
    if run.state != RunState.DONE:
        now = utc_now()
        run.file, run.state, run.finished_at = file, RunState.DONE, now
        if run.kind == RunKind.ITEM:
            codes = [code.code for code in codes_of(run)]
            key = private_bytes(signing_key(LABEL_KEY))
            run.signed_list = sign_code_list(
                key, batch=f"run-{run.reprint_of_id or run.id}", codes=codes, signed_at=now
            )
    return run


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
    if order.sheet not in SHEETS:
        raise RuleBroken("choice_unknown", "sheet")
    last, most = SHEETS[order.sheet].labels, int(MAX_OFFSET_MM)
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


def _within(number: int, low: int, high: int, otherwise: RuleBroken) -> None:
    if not low <= number <= high:
        raise otherwise


def _new_run(actor: Actor, lot: Lot, order: LabelOrder) -> LabelRun:
    values: dict[str, Any] = {
        name: getattr(order, name)
        for name in ("kind", "quantity", "sheet", "start", "offset_x", "offset_y", "purpose")
    }
    run = LabelRun(lot_id=lot.id, created_by=actor.user_id, created_at=utc_now(), **values)
    db.session.add(run)
    db.session.flush()
    if order.quantity > DIRECT:
        job = enqueue("traceability.print", user_id=actor.user_id, run_id=run.id)
        db.session.flush()
        run.job_id = job.id
    return run


def _make_items(run: LabelRun, gtin: str | None) -> None:
    now = utc_now()
    codes = {fresh_code(CodeKind.ITEM) for _ in range(run.quantity)}
    while len(codes) < run.quantity:
        codes.add(fresh_code(CodeKind.ITEM))
    rows = [
        {
            "code": code, "lot_id": run.lot_id, "run_id": run.id, "kind": RunKind.ITEM, "serial": code,
            "gtin_at_print": gtin, "state": CodeState.ISSUED, "created_at": now,
        }
        for code in codes
    ]  # fmt: skip
    db.session.execute(insert(TraceCode), rows)
