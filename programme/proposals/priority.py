"""The priority of a proposal: its products hold a regional or national recognition on the last day of registration.

Pure. What was judged is kept as it was; a later revocation is shown beside it and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

LEVELS = ("khu-vuc", "quoc-gia")
HOLDING = ("valid", "expiring")


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognition of a product, with its state on the last day of registration."""

    award_id: int
    number: str
    product: str
    level: str
    until: date
    state: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A recognition that gives priority. revoked_on: since then, if it was."""

    award_id: int
    number: str
    product: str
    level: str
    until: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """day: on which it is judged; is_final: kept as it was judged."""

    day: date
    reasons: tuple[Reason, ...] = ()
    is_final: bool = False

    def __bool__(self) -> bool:
        return bool(self.reasons)


def judge(recognitions: Iterable[Recognition], day: date) -> Priority:
    """Those of the region and of the nation that hold on the day."""
    reasons = [
        Reason(row.award_id, row.number, row.product, row.level, row.until)
        for row in recognitions
        if row.level in LEVELS and row.state in HOLDING
    ]
    return Priority(day, tuple(sorted(reasons, key=lambda row: (row.level, row.number, row.award_id))))


def kept(priority: Priority) -> dict[str, Any]:
    """As it is kept with the proposal."""
    rows = [
        {"award": row.award_id, "number": row.number, "product": row.product, "level": row.level,
         "until": row.until.isoformat()}
        for row in priority.reasons
    ]  # fmt: skip
    return {"day": priority.day.isoformat(), "reasons": rows}


def judged_before(words: dict[str, Any], revoked: dict[int, date]) -> Priority:
    """What was kept. revoked: recognition -> the day on which it was revoked, if it was."""
    reasons = tuple(
        Reason(
            row["award"], row["number"], row["product"], row["level"], date.fromisoformat(row["until"]),
            revoked.get(row["award"]),
        )
        for row in words["reasons"]
    )  # fmt: skip
    return Priority(date.fromisoformat(words["day"]), reasons, is_final=True)
