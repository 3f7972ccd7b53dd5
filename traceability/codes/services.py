"""Codes after printing: activated, sold, made void, one by one or from the first to the last of a roll."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select, update

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import MAX_TEXT, lots_changed, short
from traceability.codes.scan_text import read_scan
from traceability.enums import CodeAct, CodeState, RunKind
from traceability.models import Lot, TraceCode
from traceability.policies import can_manage_lot

MOVES: Mapping[CodeAct, tuple[frozenset[CodeState], CodeState]] = {
    CodeAct.ACTIVATE: (frozenset({CodeState.ISSUED}), CodeState.ACTIVE),
    CodeAct.SELL: (frozenset({CodeState.ISSUED, CodeState.ACTIVE}), CodeState.SOLD),
    CodeAct.VOID: (frozenset({CodeState.ISSUED, CodeState.ACTIVE, CodeState.SOLD}), CodeState.VOID),
}


def change_codes(
    actor: Actor, lot_id: int, act: CodeAct, first: str, last: str = "", *, reason: str = ""
) -> int:
    """Move the codes from the first to the last scanned, in the order of printing; returns how many moved.

    last: empty for the first alone. Codes already past the move stay as they are. Voiding needs a reason.
    """
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if act == CodeAct.VOID and not reason:
        raise RuleBroken("reason_text_required", "reason")
    start, end, moved = _range(lot, act, first, last)
    ids = list(db.session.scalars(select(TraceCode.id).where(*moved)))
    db.session.execute(update(TraceCode).where(*moved).values(state=MOVES[act][1], changed_at=utc_now()))
    audit.record(
        actor, f"traceability.code.{act}", lot, first=start.code, last=end.code, count=len(ids),
        reason=short(reason, "reason", MAX_TEXT),
    )  # fmt: skip
    lots_changed([lot.id])
    return len(ids)


def count_codes_between(actor: Actor, lot: Lot, act: CodeAct, first: str, last: str = "") -> int:
    """How many codes `change_codes` would move. Changes nothing."""
    authorize(actor, can_manage_lot, lot)
    _start, _end, moved = _range(lot, act, first, last)
    return db.session.scalar(select(func.count()).select_from(TraceCode).where(*moved)) or 0


def _range(
    lot: Lot, act: CodeAct, first: str, last: str
) -> tuple[TraceCode, TraceCode, tuple[ColumnElement[bool], ...]]:
    """The first and the last code, and the condition for the codes between them that the act moves."""
    if not first:
        raise RuleBroken("required", "first")
    start, end = _code_of(lot, first, "first"), _code_of(lot, last or first, "last")
    low, high = sorted((start.id, end.id))
    moved = (
        TraceCode.lot_id == lot.id,
        TraceCode.kind == RunKind.ITEM,
        TraceCode.id.between(low, high),
        TraceCode.state.in_(MOVES[act][0]),
    )
    return start, end, moved


def _code_of(lot: Lot, typed: str, field: str) -> TraceCode:
    """The item code as scanned or typed. Raises RuleBroken code_unknown."""
    code = read_scan(typed).code
    found = db.session.scalar(select(TraceCode).where(TraceCode.code == code)) if code else None
    if found is None or found.lot_id != lot.id or found.kind != RunKind.ITEM:
        raise RuleBroken("code_unknown", field)
    return found
