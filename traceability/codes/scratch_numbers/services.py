"""Checking the number under the scratch layer: first check, checked before, wrong; slowed down after wrong ones."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.logs.keys import secret_key
from traceability.codes.code import normalise_code
from traceability.codes.scratch_numbers.pin import pin_fits, pin_hash, pin_of, wait_after
from traceability.models import TraceCode

PIN_KEY = "scratch-numbers"


class PinAnswer(StrEnum):
    FIRST = "first"
    AGAIN = "again"
    WRONG = "wrong"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class PinCheck:
    """at: for `again` the first right check, for `wait` the time of the next check."""

    answer: PinAnswer
    at: datetime | None = None


def printed_pin(code: str) -> str:
    """The number on the label of a code."""
    return pin_of(secret_key(PIN_KEY), code)


def stored_pin(code: str) -> str:
    """The stored form of it."""
    key = secret_key(PIN_KEY)
    return pin_hash(key, code, pin_of(key, code))


def check_pin(typed_code: str, typed_pin: str) -> PinCheck:
    """Check a number, inside a transaction; open to everybody. Raises NotFound for a code without a number.

    Wrong ones count against the code, whoever types them; while it waits nothing is checked, so that guessing
    all numbers of one label would take some 2,800 years.
    """
    code = normalise_code(typed_code) or ""
    row = db.session.scalar(select(TraceCode).where(TraceCode.code == code).with_for_update())
    if row is None or not row.pin_hash or not row.lot.is_public:
        raise NotFound("not_found")
    now = utc_now()
    if row.pin_wait_until is not None and now < row.pin_wait_until:
        return PinCheck(PinAnswer.WAIT, row.pin_wait_until)
    if not pin_fits(secret_key(PIN_KEY), row.code, typed_pin, row.pin_hash):
        row.pin_failures += 1
        row.pin_wait_until = now + wait_after(row.pin_failures)
        return PinCheck(PinAnswer.WRONG)
    row.pin_failures, row.pin_wait_until = 0, None
    if row.pin_checked_at is not None:
        return PinCheck(PinAnswer.AGAIN, row.pin_checked_at)
    row.pin_checked_at = now
    return PinCheck(PinAnswer.FIRST)
