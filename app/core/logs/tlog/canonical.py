"""Canonical JSON: one text for one value, so that one record has exactly one hash.

Keys sorted by code point, no white space, UTF-8, every text in NFC, whole numbers only (within ±(2^53 - 1),
so that any reader agrees). Floats are refused: scores are sent as decimal strings.
"""

import hashlib
import json
import unicodedata
from typing import Any

from app.core.logs.tlog.errors import ChainError

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
LARGEST = 2**53 - 1
DEEPEST = 20


def canonical(value: object) -> bytes:
    """Raises ChainError for what has no canonical form."""
    return _ENCODER.encode(_clean(value, 0)).encode()


def record_hash(record: object) -> str:
    """SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(record)).hexdigest()


def _clean(value: object, depth: int) -> Any:
    if depth > DEEPEST:
        raise ChainError("too_deep", "nested too deeply to seal")
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ChainError("number_too_large", "a number is too large to seal")
        return value
    if isinstance(value, list | tuple):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        cleaned = {_key(key): _clean(item, depth + 1) for key, item in value.items()}
        if len(cleaned) < len(value):
            raise ChainError("key_twice", "two keys are the same text")
        return cleaned
    raise ChainError("not_sealable", f"a {type(value).__name__} cannot be sealed")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ChainError("bad_key", "keys must be texts")
    return _text(key)


def _text(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ChainError("bad_text", "a text holds half a surrogate pair") from None
    return unicodedata.normalize("NFC", text)
