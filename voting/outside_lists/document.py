"""The file of a list upward: what a body has recognised and sends up, under an Ed25519 signature. Pure.

{"format", "key", "note", "list": {"level", "body", "to", "number", "date", "decision": {"number", "signed_on",
"authority"}, "entries": [...]}}. The note is a C2SP signed note over the SHA-256 of the canonical list; its key stands
in the file and on the covering letter, where the two are compared.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core.logs.tlog.canonical import canonical, record_hash
from app.core.logs.tlog.checkpoint import (
    Checkpoint,
    CheckSignature,
    Sign,
    VerifierKey,
    check_note,
    parse_key,
    sign_checkpoint,
)
from app.core.logs.tlog.errors import ChainError
from app.core.refused import Refused
from app.core.text import control_characters
from catalog.enums import FacilityKind, Level, ProductGroup

FORMAT = "tieubieu-list/1"
ORIGIN = "tieubieu/list-upward"
LARGEST = 2_000_000
MOST = 500
HEAD = ("level", "body", "to", "number", "date", "decision", "entries")
RULING = ("number", "signed_on", "authority")
ENTRY = (
    "product", "group", "facility", "kind", "registration_number", "province", "commune", "address", "certificate",
    "issued_on", "valid_until", "statement", "set_case", "set_items",
)  # fmt: skip


FILLED = ("product", "facility", "province", "certificate")


class ListError(Refused):
    """The file is no list, or not the one that was signed; `code` says which."""


def seal_list(content: Mapping[str, Any], key: VerifierKey, sign: Sign) -> str:
    """The signed file as text."""
    checkpoint = Checkpoint(ORIGIN, len(content["entries"]), bytes.fromhex(record_hash(content)))
    note = sign_checkpoint(checkpoint, key, sign)
    body = {"format": FORMAT, "key": str(key), "note": note, "list": content}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def read_list(data: bytes, check: CheckSignature) -> tuple[dict[str, Any], str]:
    """The list and the key that signed it. Raises ListError."""
    if len(data) > LARGEST:
        raise ListError("list_unreadable", "too large")
    try:
        body = json.loads(data.decode("utf-8-sig"))
        content, key = body["list"], parse_key(body["key"])
        _check_shape(body, content)
        canonical(content)
    except ListError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ChainError):
        raise ListError("list_unreadable", "not a list upward") from None
    try:
        checkpoint = check_note(body["note"], [key], check)
    except (ChainError, TypeError):
        raise ListError("list_not_signed", "the signature is wrong or missing") from None
    expected = Checkpoint(ORIGIN, len(content["entries"]), bytes.fromhex(record_hash(content)))
    if checkpoint != expected:
        raise ListError("list_not_signed", "changed after it was signed")
    return content, str(key)


def _check_shape(body: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """Every part of the kind it must be; raises ValueError, KeyError, TypeError or ListError."""
    if body["format"] != FORMAT or set(content) != set(HEAD) or set(content["decision"]) != set(RULING):
        raise ListError("list_unreadable", "another form")
    if not 1 <= len(content["entries"]) <= MOST:
        raise ListError("list_unreadable", "no entries, or too many")
    Level(content["level"])
    _check_entries(content["entries"])
    texts = [content[name] for name in ("body", "to", "number")] + [content["decision"][n] for n in RULING]
    days = [content["date"], content["decision"]["signed_on"]]
    _check_texts(texts, days)
    _check_filled(texts)


def _check_entries(entries: list[Mapping[str, Any]]) -> None:
    for entry in entries:
        if set(entry) != set(ENTRY):
            raise ListError("list_unreadable", "an entry of another form")
        ProductGroup(entry["group"])
        FacilityKind(entry["kind"])
        texts = [entry[name] for name in ENTRY if name not in {"set_items", "statement"}]
        _check_texts([*texts, *entry["set_items"]], [entry["issued_on"], entry["valid_until"]])
        _check_filled([entry[name] for name in FILLED])
        _check_printable(entry["statement"])


def _check_texts(texts: list[Any], days: list[str]) -> None:
    """Texts of one line, and days."""
    for text in texts:
        _check_printable(text)
        if "\n" in text or "\t" in text:
            raise ListError("list_unreadable", "one line is expected")
    for day in days:
        date.fromisoformat(day)


def _check_filled(texts: list[str]) -> None:
    if not all(text.strip() for text in texts):
        raise ListError("list_unreadable", "a text is blank")


def _check_printable(text: object) -> None:
    if not isinstance(text, str) or control_characters(text):
        raise ListError("list_unreadable", "a text without control characters is expected")
