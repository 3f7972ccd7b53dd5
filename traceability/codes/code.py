"""Trace codes: the text after `/t/` and, for single items, after `/21/` of a GS1 Digital Link.

Twenty characters of Crockford's base 32, so a code fits GS1 AI 21 (at most 20) and can be read out over the
phone:

    kind (1) · random (13 = 65 bits) · check (6 = 30 bits of HMAC-SHA256)

The check is a filter, not a signature: without the key one guess in 2^30 passes it, and then still has to hit
one of 2^65 numbers. It keeps invented codes away from the database. It proves nothing about the goods.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
RANDOM_CHARS = 13
CHECK_CHARS = 6
GROUP = 4
MIN_KEY_BYTES = 16
MAX_TYPED_CHARS = 64

_DOMAIN = b"tieubieu trace code 1\x00"
_LETTERS = frozenset(ALPHABET)
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = str.maketrans("", "", " -\u2010\u2011\u2012\u2013\u2212\u00a0\t")


class CodeKind(StrEnum):
    """First character of a code: its kind."""

    LOT = "B"
    ITEM = "S"


_KINDS = frozenset(kind.value for kind in CodeKind)


def new_code(key: bytes, kind: CodeKind, *, bits: Callable[[int], int] = secrets.randbits) -> str:
    """A fresh code. `key`: the secret, at least 16 bytes; `bits`: source of randomness."""
    body = kind + _base32(bits(RANDOM_CHARS * 5), RANDOM_CHARS)
    return body + _check(key, body)


def code_is_authentic(key: bytes, text: str) -> bool:
    """Whether a code as typed or scanned was made with this key. Needs no database; constant time in the
    check.
    """
    code = normalise_code(text)
    if code is None:
        return False
    body, check = code[:-CHECK_CHARS], code[-CHECK_CHARS:]
    return hmac.compare_digest(_check(key, body), check)


def normalise_code(text: str) -> str | None:
    """The code in its stored form, or None if the text cannot be one.

    Case, spaces and hyphens do not count; O reads as 0, I and L as 1.
    """
    if len(text) > MAX_TYPED_CHARS:
        return None
    typed = text.translate(_SEPARATORS)
    code = typed.upper().translate(_LOOKALIKES)
    if not typed.isascii() or len(code) != LENGTH or not set(code) <= _LETTERS or code[0] not in _KINDS:
        return None
    return code


def grouped(code: str) -> str:
    """The code as printed for people: S8K2-M4NP-…"""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def _check(key: bytes, body: str) -> str:
    if len(key) < MIN_KEY_BYTES:
        raise ValueError("the code key must have at least 16 bytes")
    digest = hmac.digest(key, _DOMAIN + body.encode("ascii"), hashlib.sha256)
    width = CHECK_CHARS * 5
    return _base32(int.from_bytes(digest[:8]) >> (64 - width), CHECK_CHARS)


def _base32(number: int, chars: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range((chars - 1) * 5, -1, -5))
