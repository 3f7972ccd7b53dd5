"""Element strings in, Digital Link URIs out."""

import re
from collections.abc import Iterable, Sequence

from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.identifiers import IDENTIFIERS, LENGTH_BY_PREFIX, PATHS, PRIMARY_KEYS
from traceability.digital_link.uris.link import CANONICAL_STEM, DigitalLink, Element
from traceability.digital_link.uris.uri import LONGEST_URI, MOST_PARTS
from traceability.digital_link.values import check_together, check_value

_UNESCAPED_BRACKET = re.compile(r"(?<!\\)\(")
# Longest first; of two equally long, the one that sorts first, as GS1's engine chooses.
_PATHS_BY_LENGTH = sorted(PATHS, key=lambda path: (-len(path), " ".join(path)))


def build(elements: Iterable[Element], stem: str = CANONICAL_STEM) -> str:
    """The URI of the (AI, value) pairs on the stem `https://host[/path]`.

    The first primary key leads, as many of its qualifiers as can follow it do, the rest is the query.
    Repeated equal elements are written once. DigitalLinkError where the elements cannot be one link.
    """
    return link_of(elements).uri(stem)


def link_of(elements: Iterable[Element]) -> DigitalLink:
    """The link of the (AI, value) pairs, as `build` arranges them."""
    values = dict(check_elements(list(elements)))
    key = next((ai for ai in values if ai in PRIMARY_KEYS), None)
    if key is None:
        raise DigitalLinkError("no_key", "none of the elements is a GS1 primary key")
    path = next(path for path in _PATHS_BY_LENGTH if path[0] == key and values.keys() >= set(path))
    attributes = [ai for ai in values if ai not in path]
    for ai in attributes:
        if not IDENTIFIERS[ai].attribute:
            raise DigitalLinkError("not_an_attribute", f"AI ({ai}) may not stand in the query", ai)
    return DigitalLink(tuple((ai, values[ai]) for ai in (*path, *attributes)), len(path))


def check_elements(elements: Sequence[Element]) -> Sequence[Element]:
    """Raise DigitalLinkError unless the elements are one lawful element string; return them."""
    if len(elements) > MOST_PARTS:
        raise DigitalLinkError("too_many", f"there are more than {MOST_PARTS} elements")
    values: dict[str, str] = {}
    for ai, value in elements:
        identifier = IDENTIFIERS.get(ai)
        if identifier is None:
            raise DigitalLinkError("unknown_ai", f"({ai}) is no Application Identifier", ai)
        check_value(identifier, value)
        if values.setdefault(ai, value) != value:
            raise DigitalLinkError("different_values", f"AI ({ai}) occurs twice with different values", ai)
    check_together(values)
    return elements


def parse_element_string(text: str) -> tuple[Element, ...]:
    """The validated elements of `(01)08938501234568(10)A1`, or of `^010893850123456810A1` (`^` is FNC1)."""
    if len(text) > LONGEST_URI:
        raise DigitalLinkError("too_long", f"the element string is longer than {LONGEST_URI} characters")
    elements = _split_fnc1(text) if text.startswith("^") else _split_bracketed(text)
    return tuple(check_elements(elements))


def _split_bracketed(text: str) -> list[Element]:
    elements: list[Element] = []
    before, *parts = _UNESCAPED_BRACKET.split(text)
    for part in parts:
        ai, bracket, value = part.partition(")")
        if not bracket:
            break
        elements.append((ai, value.replace(r"\(", "(")))
    if before or not parts or len(elements) < len(parts):
        raise DigitalLinkError("element_string", "an element string reads (AI)value(AI)value …")
    return elements


def _split_fnc1(text: str) -> list[Element]:
    elements: list[Element] = []
    rest = text[1:]
    while rest:
        ai = rest[: LENGTH_BY_PREFIX.get(rest[:2], 2)]
        identifier = IDENTIFIERS.get(ai)
        if identifier is None:
            raise DigitalLinkError("unknown_ai", f"no Application Identifier begins {rest[:4]}", ai)
        rest = rest[len(ai) :]
        value = rest.partition("^")[0]
        if not identifier.separated:
            value = value[: identifier.most]
        elements.append((ai, value))
        rest = rest[len(value) :].removeprefix("^")
    if not elements:
        raise DigitalLinkError("element_string", "the element string is empty")
    return elements
