"""Percent coding as GS1 reads and writes it."""

import re

_CODED = re.compile(r"%([0-9A-Fa-f]{2})")
_RESERVED = re.compile(r"[^A-Za-z0-9\-._~]")


def unescape(text: str, *, query: bool = False) -> str:
    """Decode `%XX` to the character of that byte, leave other percent signs; in a query `+` is a space."""
    if query:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text)


def escape(text: str, *, query: bool = False) -> str:
    """Code every byte but letters, digits and `-._~`; in a query a space becomes `+`."""
    coded = _RESERVED.sub(lambda found: f"%{ord(found[0]):02X}", text)
    return coded.replace("%20", "+") if query else coded
