"""A recall as pages show it."""

from typing import Any

from app.core.clock import VIETNAM
from traceability.enums import RecallKind
from traceability.models import Recall
from traceability.terms import said


def recall_view(recall: Recall) -> dict[str, Any]:
    """One notice, with the lot it was given for."""
    return {
        "is_recall": recall.kind == RecallKind.RECALL,
        "reason": said(recall.reason_vi, recall.reason_en),
        "advice": said(recall.advice_vi, recall.advice_en),
        "on": recall.created_at.astimezone(VIETNAM).date(),
        "until": recall.undone_at.astimezone(VIETNAM).date() if recall.undone_at else None,
        "by_officer": recall.by_officer,
        "lot": recall.lot.code,
        "lot_id": recall.lot_id,
        "name": recall.lot.snapshot["name_vi"],
    }
