"""Signals about the scans of item codes: raised by the program, closed by people with what they found."""

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import close_case, lots_changed
from traceability.codes.lookup import waits_for_use
from traceability.codes.signed_lists.signed_list import code_digest
from traceability.enums import CodeState, RunKind
from traceability.models import CodeSignal, TraceCode
from traceability.policies import can_recall_lot
from traceability.scans.store import ScanStore
from traceability.signals.rules import Seen, Signal, find_signals

LEAST_SCANS = 3
"""Fewer scans than this raise nothing."""


def raise_signals(store: ScanStore) -> int:
    """Check the item codes that were scanned in the last days; returns how many signals are new. Safe to
    repeat.
    """
    new, told = 0, list[int]()
    partly_used = _partly_used_lots()
    busy = store.list_busy_items(LEAST_SCANS)
    scanned = {lot: hashes for lot, hashes in store.list_busy_items(1).items() if lot in partly_used}
    for lot_id in sorted(busy | scanned):
        mine = (TraceCode.lot_id == lot_id) & (TraceCode.kind == RunKind.ITEM)
        codes = select(TraceCode, waits_for_use()).where(mine).order_by(TraceCode.id)
        found = [
            _raise(code, signal)
            for code, waits in db.session.execute(codes)
            if code_digest(code.code) in (scanned if waits else busy).get(lot_id, ())
            for signal in _signals_of(code, store, waits_for_use=waits)
        ]
        if found:
            told.append(lot_id)
        new += sum(found)
    if told:
        lots_changed(told)
    return new


def close_signal(actor: Actor, signal_id: int, answer: str) -> CodeSignal:
    """Record what was found; earlier scans do not raise it again."""
    signal = load(CodeSignal, signal_id)
    authorize(actor, can_recall_lot, signal.code.lot)
    close_case(signal, actor, answer)
    audit.record(actor, "traceability.signal.close", signal, label=signal.code.lot.code, answer=answer)
    lots_changed([signal.code.lot_id])
    return signal


def _partly_used_lots() -> set[int]:
    """Lots some of whose item codes are in use or sold: a scan of one that is not is odd."""
    in_use = TraceCode.state.in_((CodeState.ACTIVE, CodeState.SOLD))
    return set(
        db.session.scalars(select(TraceCode.lot_id).where(TraceCode.kind == RunKind.ITEM, in_use).distinct())
    )


def _signals_of(code: TraceCode, store: ScanStore, *, waits_for_use: bool) -> list[Signal]:
    """The findings from the scans since the last check."""
    looked = db.session.scalars(select(CodeSignal.closed_at).where(CodeSignal.code_id == code.id))
    since = max((at for at in looked if at is not None), default=None)
    seen = [Seen(row.hour, row.unit_code) for row in store.list_scans_of(code.code)]
    sold_at = code.changed_at if code.state == CodeState.SOLD else None
    return find_signals(
        [scan for scan in seen if since is None or scan.hour > since], sold_at, waits_for_use=waits_for_use
    )


def _raise(code: TraceCode, signal: Signal) -> bool:
    """Keep a signal; False where one of its kind is open already, which then tells the newest numbers."""
    # Who checks the same code at the same time waits here, and then finds the signal.
    one = select(TraceCode.id).where(TraceCode.id == code.id)
    db.session.execute(one.with_for_update(key_share=True))
    query = select(CodeSignal).where(
        CodeSignal.code_id == code.id, CodeSignal.kind == signal.kind, CodeSignal.closed_at.is_(None)
    )
    row = db.session.scalar(query)
    is_new = row is None
    if row is None:
        row = CodeSignal(code_id=code.id, kind=signal.kind, created_at=utc_now())
        db.session.add(row)
    row.scans, row.provinces = signal.scans, signal.provinces
    row.first_at, row.last_at = signal.first_at, signal.last_at
    return is_new
