"""Names and texts spelled as XML 1.0 has them. Raises ValueError for what XML cannot hold: JSON can hold more."""

import re
from xml.sax.saxutils import escape, quoteattr

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST = "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff"
_PART = re.compile(f"[{_FIRST}][{_FIRST}0-9.\xb7-]*")
_RETURN = {"\r": "&#13;"}  # a reader makes a plain one a line feed


def element_text(text: str) -> str:
    """Between two tags."""
    return escape(_fit(text), _RETURN)


def attribute_value(text: str) -> str:
    """With its quotation marks."""
    return quoteattr(_fit(text), _RETURN)


def element_name(key: str) -> str:
    """A key as the name of an element or an attribute, with at most one prefix."""
    parts = key.split(":")
    if len(parts) > 2 or not all(map(_PART.fullmatch, parts)):  # noqa: PLR2004  # prefix and name
        raise ValueError(f"the field {key!r} has no form in XML: an element cannot have this name")
    return key


def _fit(text: str) -> str:
    found = _UNFIT.search(text)
    if found is not None:
        around = text[max(found.start() - 20, 0) : found.end() + 20]
        raise ValueError(f"{around!r} has no form in XML: it holds the character U+{ord(found[0]):04X}")
    return text
