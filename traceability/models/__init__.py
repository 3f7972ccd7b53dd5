"""The tables of this domain; other modules import them from here."""

from traceability.models.claims import DiaryClaim
from traceability.models.diary import DiaryStep
from traceability.models.epcis import (
    CaptureBody,
    CaptureJob,
    CapturePiece,
    EpcisEvent,
    EpcisMirror,
    EpcisNumber,
    EpcisQuery,
    EpcisTerm,
)
from traceability.models.labels import CodeReport, LabelKey, LabelRun, TraceCode
from traceability.models.links import ProductLink
from traceability.models.list_log import ListLogEdge, ListLogLeaf
from traceability.models.lots import FormerGtin, Lot, LotInput, TraceEvent
from traceability.models.recalls import Recall, RecallAnswer, RecallContact, RecallDrill
from traceability.models.scans import CodeSignal, Scan, ScanDay, ScanKey, ScanTotal

__all__ = [
    "CaptureBody",
    "CaptureJob",
    "CapturePiece",
    "CodeReport",
    "CodeSignal",
    "DiaryClaim",
    "DiaryStep",
    "EpcisEvent",
    "EpcisMirror",
    "EpcisNumber",
    "EpcisQuery",
    "EpcisTerm",
    "FormerGtin",
    "LabelKey",
    "LabelRun",
    "ListLogEdge",
    "ListLogLeaf",
    "Lot",
    "LotInput",
    "ProductLink",
    "Recall",
    "RecallAnswer",
    "RecallContact",
    "RecallDrill",
    "Scan",
    "ScanDay",
    "ScanKey",
    "ScanTotal",
    "TraceCode",
    "TraceEvent",
]
