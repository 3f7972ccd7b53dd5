"""Hold and recall: one record on a lot covers everything made from it; ending it keeps the record."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_changes
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import MAX_TEXT, lots_changed, short
from traceability.enums import RecallKind
from traceability.genealogy.queries import list_derived_ids, list_receivers
from traceability.models import Lot, Recall
from traceability.policies import can_oversee_lot, can_recall_lot, can_undo_recall
from traceability.recalls.hold import release_runs
from traceability.recalls.mails import recalled_by_officer, supply_lifted, supply_recalled

LEAST_REASON = 10
"""Minimum length of a reason that a buyer can act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallData:
    """reason: what is wrong; advice: what a person who has the goods should do."""

    kind: RecallKind
    reason_vi: str
    reason_en: str = ""
    advice_vi: str = ""
    advice_en: str = ""


def recall_lot(actor: Actor, lot_id: int, data: RecallData) -> Recall:
    """Hold or recall a lot and all that was made from it."""
    lot = load(Lot, lot_id)
    texts = check_recall(actor, lot, data)
    recall = Recall(
        lot_id=lot.id,
        kind=data.kind,
        by_officer=bool(can_oversee_lot(actor, lot)),
        created_by=actor.user_id,
        created_at=utc_now(),
        **texts,
    )
    db.session.add(recall)
    reached = [lot.id, *list_derived_ids(lot.id)]
    audit.record(actor, f"traceability.lot.{data.kind}", lot, reason=data.reason_vi, lots=len(reached))
    lots_changed(reached)
    _products_changed(reached)
    if recall.by_officer:
        recalled_by_officer(lot, recall)
    supply_recalled(recall, list_receivers(lot.id))
    return recall


def check_recall(actor: Actor, lot: Lot, data: RecallData) -> dict[str, str]:
    """The texts as they will be stored; changes nothing. Raises what `recall_lot` raises."""
    authorize(actor, can_recall_lot, lot)
    if not data.reason_vi:
        raise RuleBroken("reason_text_required", "reason_vi")
    if any(r.undone_at is None and r.kind == data.kind for r in lot.recalls):
        raise Conflict("recalled_already")
    if len(data.reason_vi) < LEAST_REASON or len(data.reason_vi.split()) < 2:  # noqa: PLR2004  # one word is no reason
        raise RuleBroken("reason_too_short", "reason_vi", least=LEAST_REASON)
    names = ("reason_vi", "reason_en", "advice_vi", "advice_en")
    return {name: short(getattr(data, name), name, MAX_TEXT) for name in names}


def undo_recall(actor: Actor, recall_id: int, reason: str) -> Recall:
    """End a hold or recall; its record stays."""
    recall = load(Recall, recall_id)
    authorize(actor, can_undo_recall, recall)
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if recall.undone_at is not None:
        raise Conflict("recall_undone")
    recall.undone_at, recall.undone_by = utc_now(), actor.user_id
    recall.undone_reason = short(reason, "reason", MAX_TEXT)
    audit.record(
        actor, "traceability.lot.lift", recall.lot, label=recall.lot.code, recall=recall.id, reason=reason
    )
    reached = [recall.lot_id, *list_derived_ids(recall.lot_id)]
    lots_changed(reached)
    _products_changed(reached)
    supply_lifted(recall, list_receivers(recall.lot_id))
    db.session.flush()
    release_runs(frozenset(reached))
    return recall


def _products_changed(lots: Iterable[int]) -> None:
    """A search puts products under recall last."""
    products = select(Lot.product_id).where(Lot.id.in_(list(lots)), Lot.product_id.is_not(None)).distinct()
    record_changes("product", db.session.scalars(products))
