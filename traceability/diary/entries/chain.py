"""The chain of a lot's diary: each row contains the digest of the row recorded before it. Pure.

The CBV event hash leaves out error declarations, so a chain of those hashes alone would not show that a
correction was removed; the digest covers the whole record.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """The chained content of one diary row."""

    epcis: Mapping[str, Any]
    event_hash: str
    recorded_at: datetime
    previous_hash: str = ""


def digest(entry: Entry) -> str:
    """SHA-256, hex, over canonical JSON (sorted keys, no spaces, UTF-8)."""
    record = {
        "epcis": entry.epcis,
        "event_hash": entry.event_hash,
        "previous": entry.previous_hash,
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[Entry]) -> int | None:
    """The first entry, counted from 0 in the order of recording, that does not match the one before; None if
    all do.
    """
    previous = ""
    for number, entry in enumerate(entries):
        if entry.previous_hash != previous:
            return number
        previous = digest(entry)
    return None
