"""Enums of traceability. Values are stable codes: they are used in the database and in data."""

import re
from decimal import Decimal
from enum import StrEnum

LOT_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")
"""A lot code as it is stored."""


class LotState(StrEnum):
    """CLOSED: nothing of the lot is left at the maker; its codes and page stay."""

    OPEN = "open"
    CLOSED = "closed"


class ClaimState(StrEnum):
    """Of a diary entry whose words make claims. The public reads accepted ones only."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class EventKind(StrEnum):
    """Kinds of diary entries."""

    RECEIVE = "receive"
    MAKE = "make"
    DRY = "dry"
    FERMENT = "ferment"
    CHECK = "check"
    FILL = "fill"
    PACK = "pack"
    SHIP = "ship"
    SELL = "sell"
    TAKE_BACK = "take-back"
    DESTROY = "destroy"
    CORRECT = "correct"


DIARY_KINDS = tuple(kind for kind in EventKind if kind is not EventKind.CORRECT)


class RunKind(StrEnum):
    """What a label identifies: the lot (all labels alike) or one item (each with a serial)."""

    LOT = "lot"
    ITEM = "item"


class RunState(StrEnum):
    """ASKED: over the facility's quota, waiting for an officer. REFUSED: by that officer. Neither has codes."""

    ASKED = "asked"
    REFUSED = "refused"
    QUEUED = "queued"
    DONE = "done"


class CodeState(StrEnum):
    ISSUED = "issued"
    ACTIVE = "active"
    SOLD = "sold"
    VOID = "void"


class CodeAct(StrEnum):
    ACTIVATE = "activate"
    SELL = "sell"
    VOID = "void"


class RecallKind(StrEnum):
    HOLD = "hold"
    RECALL = "recall"


UNITS = ("kg", "g", "tấn", "lít", "ml", "m", "cái", "chai", "hộp", "gói", "túi", "thùng", "bộ")
"""Units of the diary as people write them; the first six are measured, the others counted."""

LEAST_ABOVE = Decimal(10) ** 9


def is_amount(value: Decimal) -> bool:
    """Whether a lot or an entry of the diary may hold it: above 0, below a thousand million, three decimals at most."""
    return value.is_finite() and 0 < value < LEAST_ABOVE and value == round(value, 3)


MEASURED = {"kg": "KGM", "g": "GRM", "tấn": "TNE", "lít": "LTR", "ml": "MLT", "m": "MTR"}
"""UN/ECE Recommendation 20 codes; a counted unit has none in EPCIS."""
