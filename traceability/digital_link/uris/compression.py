"""Reading compressed GS1 Digital Link URIs (GS1 Digital Link: Compression 1.0).

The last path segment is base64url of a bit string: a run of Application Identifiers, four bits a digit, each
followed by its value; a pair of digits with a hexadecimal letter names a customary sequence of identifiers.
"""

import math
from collections.abc import Mapping

from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.identifiers import IDENTIFIERS, LENGTH_BY_PREFIX, PRIMARY_KEYS, Component
from traceability.digital_link.uris.build import link_of
from traceability.digital_link.uris.link import Element
from traceability.digital_link.uris.percent import escape, unescape
from traceability.digital_link.uris.uri import path_and_query, query_elements

_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = 0  # one number for all the digits
# Of each other coding the bits a character takes, and the alphabet.
_CODINGS: Mapping[int, tuple[int, str]] = {
    1: (4, "0123456789abcdef"),
    2: (4, "0123456789ABCDEF"),
    3: (6, _BASE64URL),
    4: (7, "".join(map(chr, range(128)))),
}
_BITS_OF_A_CHARACTER = 6
_OTHER_KEY = "F"  # opens a key and value that are not GS1's

# GS1's own toolkit writes each sequence in lexical order, also 1A and 9D, whose tables read otherwise.
_SEQUENCES: Mapping[str, tuple[str, ...]] = {
    "0A": ("01", "22"),
    "0B": ("01", "10"),
    "0C": ("01", "21"),
    "0D": ("01", "17"),
    "0E": ("01", "7003"),
    "0F": ("01", "30"),
    "1A": ("01", "10", "17", "21"),
    "1B": ("01", "15"),
    "1C": ("01", "11"),
    "1D": ("01", "16"),
    "1E": ("01", "91"),
    "1F": ("01", "10", "15"),
    **{f"2{letter}": ("01", f"310{place}") for place, letter in enumerate("ABCDEF")},
    **{f"3{letter}": ("01", f"320{place}") for place, letter in enumerate("ABCDEF")},
    "9A": ("8010", "8011"),
    "9B": ("8017", "8019"),
    "9C": ("8018", "8019"),
    "9D": ("254", "414"),
    **{f"A{place}": ("01", f"392{place}") for place in range(10)},
    **{f"C{place}": ("255", f"390{place}") for place in range(10)},
    **{f"C{letter}": ("255", f"394{place}") for place, letter in enumerate("ABCD")},
}


class _Bits:
    def __init__(self, text: str) -> None:
        self._bits = "".join(f"{_BASE64URL.index(char):06b}" for char in text)
        self._at = 0

    def left(self) -> int:
        return len(self._bits) - self._at

    def is_padding(self) -> bool:
        """Whether what is left only fills the last character up."""
        return self.left() < _BITS_OF_A_CHARACTER and "1" not in self._bits[self._at :]

    def number(self, count: int) -> int:
        if count > self.left():
            raise _malformed("it breaks off")
        self._at += count
        return int(self._bits[self._at - count : self._at] or "0", 2)

    def characters(self, count: int, width: int, alphabet: str) -> str:
        return "".join(alphabet[self.number(width)] for _ in range(count))

    def digits(self, count: int) -> str:
        number = str(self.number(math.ceil(count * math.log2(10) + 0.01))) if count else ""
        if len(number) > count:
            raise _malformed("a number is too large for its length")
        return number.zfill(count)


def _malformed(why: str) -> DigitalLinkError:
    return DigitalLinkError("compressed", f"the compressed link cannot be read: {why}")


def decompress(uri: str) -> str:
    """The plain URI of a compressed one, on the same stem; DigitalLinkError where it is none.

    Try `parse` first: some plain URIs can be read as compressed ones. Query parameters of the compressed
    URI, and keys in it that are not GS1's, follow in the query.
    """
    path, query = path_and_query(uri)
    stem = uri[: uri.index("/", uri.index("//") + 2)]
    *before, last = path.split("/")
    if not last.rstrip("A") or set(last) - set(_BASE64URL):
        raise _malformed("the path does not end in a compressed segment")
    elements: list[Element] = []
    if len(before) > 1 and before[-2] in PRIMARY_KEYS:
        *before, key, value = before
        elements.append((key, unescape(value)))
    others: list[str] = []
    _read(_Bits(last), elements, others)
    attributes, _ = query_elements(query)
    elements += attributes
    others += [part for part in query.split("&") if part and not part.partition("=")[0].isdigit()]
    plain = link_of(elements).uri("/".join([stem, *before]))
    return "&".join([plain if "?" in plain or not others else f"{plain}?{others.pop(0)}", *others])


def _read(bits: _Bits, elements: list[Element], others: list[str]) -> None:
    while not bits.is_padding():
        first, second = f"{bits.number(4):X}", f"{bits.number(4):X}"
        if first == _OTHER_KEY:
            others.append(_other(bits, int(second, 16)))
        elif first + second in _SEQUENCES:
            elements += [(ai, _value(bits, ai)) for ai in _SEQUENCES[first + second]]
        else:
            ai = first + second
            ai += bits.characters(LENGTH_BY_PREFIX.get(ai, 2) - 2, 4, "0123456789ABCDEF")
            if ai not in IDENTIFIERS:
                raise _malformed(f"({ai}) is no Application Identifier")
            elements.append((ai, _value(bits, ai)))


def _other(bits: _Bits, high: int) -> str:
    """A key of up to 127 base64url characters and its value, as a query parameter."""
    name = bits.characters((high << 3) + bits.number(3), 6, _BASE64URL)
    coding = bits.number(3)
    return f"{name}={escape(_text(bits, coding, bits.number(7)), query=True)}"


def _value(bits: _Bits, ai: str) -> str:
    return "".join(_component(bits, part) for part in _merged(IDENTIFIERS[ai].components))


def _merged(components: tuple[Component, ...]) -> list[tuple[str, int, bool]]:
    """Neighbours of one kind are coded as one: (numeric or not, greatest length, variable)."""
    merged: list[tuple[str, int, bool]] = []
    for part in components:
        kind = "N" if part.charset == "N" else "X"
        variable = part.optional or part.least != part.most
        if merged and merged[-1][0] == kind and (kind == "X" or merged[-1][2] == variable):
            _, most, was_variable = merged.pop()
            merged.append((kind, most + part.most, was_variable or variable))
        else:
            merged.append((kind, part.most, variable))
    return merged


def _component(bits: _Bits, part: tuple[str, int, bool]) -> str:
    kind, most, variable = part
    coding = _DIGITS if kind == "N" else bits.number(3)
    count = bits.number(most.bit_length()) if variable else most
    return _text(bits, coding, count)


def _text(bits: _Bits, coding: int, count: int) -> str:
    if coding == _DIGITS:
        return bits.digits(count)
    if coding not in _CODINGS:
        raise _malformed("an unknown character coding")
    return bits.characters(count, *_CODINGS[coding])
