"""Shared by the use cases: loading, typed values, telling the feed that lots changed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.changes import record_changes
from app.core.errors import Conflict, RuleBroken
from traceability.enums import LOT_CODE, UNITS, is_amount
from traceability.models import CodeReport, CodeSignal, Lot

Row = TypeVar("Row")
MAX_TEXT = 2000
MAX_LINE = 200


def check_version(lot: Lot, version: int | None) -> None:
    """Refuse a change based on an outdated state. None skips it."""
    if version is not None and lot.version != version:
        raise Conflict("stale")


def checked_code(text: str) -> str:
    """A lot code as stored. Raises RuleBroken lot_code_form."""
    code = "".join(text.upper().split())
    if not LOT_CODE.fullmatch(code):
        raise RuleBroken("lot_code_form", "code")
    return code


def checked_quantity(
    quantity: Decimal | None, unit: str, *, field: str = "quantity"
) -> tuple[Decimal | None, str]:
    """Quantity and unit, or (None, "") if none is given. Raises RuleBroken quantity_form, unit_unknown."""
    if quantity is None:
        return None, ""
    if not is_amount(quantity):
        raise RuleBroken("quantity_form", field)
    if unit not in UNITS:
        raise RuleBroken("unit_unknown", "unit")
    return quantity.normalize() + 0, unit


def not_in_future(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise RuleBroken("date_in_future", field)


def short(text: str, field: str, limit: int = MAX_LINE) -> str:
    """Raises RuleBroken too_long."""
    if len(text) > limit:
        raise RuleBroken("too_long", field, limit=limit)
    return text


def close_case(case: CodeReport | CodeSignal, actor: Actor, answer: str) -> None:
    """Record who checked and what was found. Raises RuleBroken required, too_long; Conflict wrong_state."""
    if not answer:
        raise RuleBroken("required", "answer")
    if case.closed_at is not None:
        raise Conflict("wrong_state")
    case.answer = short(answer, "answer", MAX_TEXT)
    case.closed_at, case.closed_by = utc_now(), actor.user_id


def lots_changed(lots: Iterable[int]) -> None:
    """Record in the feed that the public facts of these lots have changed."""
    record_changes("lot", lots)
