"""E-mail addresses as keys: one spelling per account."""

import re

from app.core.errors import RuleBroken
from app.core.text import nfc

_ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]+@[^@\s<>\"(),:;\\\[\]]+\.[^@\s<>\"(),:;\\\[\].]{2,}")
LIMIT = 254


def email_key(text: str) -> str:
    """The address in NFC and lower case, as it is stored and compared."""
    return nfc(text).strip().lower()


def checked_email(text: str) -> str:
    """The stored form of an address that somebody gave. Raises RuleBroken("email_invalid")."""
    key = email_key(text)
    if len(key) > LIMIT or not _ADDRESS.fullmatch(key) or not key.isprintable():
        raise RuleBroken("email_invalid", "email")
    return key
