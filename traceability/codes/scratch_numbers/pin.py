"""The number under the scratch layer of an item's label.

It is derived from the code with a key that is outside the database, so that a reprint has the same number and
nobody who reads the database can find it; a keyed hash is stored to show that a label has one. Pure.
"""

import hashlib
import hmac
from datetime import timedelta

DIGITS = 8
FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
"""A label is never locked permanently: its holder can wait."""

_NUMBER = b"tieubieu scratch number 1\x00"
_STORED = b"tieubieu scratch number stored 1\x00"
_SPACES = str.maketrans("", "", " -.\u00a0\t")


def pin_of(key: bytes, code: str) -> str:
    """Eight digits for a normalised code."""
    digest = hmac.digest(key, _NUMBER + code.encode("ascii"), hashlib.sha256)
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"


def pin_hash(key: bytes, code: str, pin: str) -> str:
    """How the number of a code is stored."""
    return hmac.digest(key, _STORED + f"{code}|{pin}".encode(), hashlib.sha256).hex()


def read_pin(typed: str) -> str | None:
    """The digits of a typed number; None if it cannot be one."""
    digits = typed.translate(_SPACES)
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else None


def pin_fits(key: bytes, code: str, typed: str, stored: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(pin_hash(key, code, read_pin(typed) or ""), stored)


def wait_after(failures: int) -> timedelta:
    """How long no number of a code is checked after this many wrong ones: nothing, then 30 s doubling to 15
    minutes.
    """
    if failures < FREE_TRIES:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def grouped_pin(pin: str) -> str:
    """As printed: 1234 5678."""
    return f"{pin[:4]} {pin[4:]}"
