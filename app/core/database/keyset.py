"""Places in an order, so that a page goes on from where the one before ended, whatever lies before it."""

import base64
import binascii
import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, or_

from app.core.database.base import UtcDateTime

LONGEST = 8_000
"""Characters of a place in an address: a name of some hundred letters, each escaped."""
LARGEST_KEY = 2**63 - 1
Place = tuple[Any, int]
"""The value that a row is ordered by and its key."""


def place_text(value: Any, key: int) -> str:
    """The place of a row, for an address."""
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([plain, key]).encode()).decode().rstrip("=")


def read_place(text: str, kind: Any) -> Place | None:
    """The place that an address names; None where it names none that can be read. kind: the type of the order."""
    if not 0 < len(text) <= LONGEST:
        return None
    try:
        plain, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if type(key) is not int or not 0 <= key <= LARGEST_KEY:
            return None
        return _typed(kind, plain), key
    except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError):
        return None


def _typed(kind: Any, plain: Any) -> Any:
    if not isinstance(plain, str):
        raise TypeError(plain)
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(plain)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(plain)
    if "\0" in plain:
        raise ValueError(plain)
    plain.encode()  # a lone surrogate, which no name has and no database takes
    return plain


def beyond(column: Any, key: Any, place: Place, *, down: bool) -> ColumnElement[bool]:
    """What comes after a place, before it where `down`; written so that an index begins there."""
    value, last = place
    if down:
        return and_(column <= value, or_(column < value, key < last))
    return and_(column >= value, or_(column > value, key > last))
