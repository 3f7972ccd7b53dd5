"""Reading a GS1 Digital Link URI (syntax 1.6), with the verdict of the GS1 Barcode Syntax Engine."""

import re

from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.identifiers import BELONGS_IN_PATH, IDENTIFIERS, PRIMARY_KEYS
from traceability.digital_link.uris.link import DigitalLink, Element
from traceability.digital_link.uris.percent import unescape
from traceability.digital_link.values import check_together, check_value

LONGEST_URI = 8191
MOST_PARTS = 64  # elements and ignored query parameters together
_ILLEGAL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_STEM = re.compile(r"(?:https?|HTTPS?)://([^/]*)")
_ILLEGAL_IN_HOST = re.compile(r"[_~?#@!$&'()*+,;=%]")
_SHORT_GTINS = (8, 12, 13)


def parse(uri: str, *, pad_gtin: bool = False) -> DigitalLink:
    """Read and validate a URI; DigitalLinkError says what is wrong with it.

    `pad_gtin` accepts a GTIN of 8, 12 or 13 digits, as before syntax 1.4, and pads it to 14.
    """
    path, query = path_and_query(uri)
    elements = _path_elements(path)
    path_length = len(elements)
    attributes, ignored = query_elements(query)
    elements += attributes
    if len(elements) + ignored > MOST_PARTS:
        raise DigitalLinkError(
            "too_many", f"the URI has more than {MOST_PARTS} elements and query parameters"
        )
    if pad_gtin:
        elements = [_padded(element) for element in elements]
    _check_places(elements, path_length)
    for ai, value in elements:
        check_value(IDENTIFIERS[ai], value)
    check_together(dict(elements))
    return DigitalLink(tuple(elements), path_length)


def path_and_query(uri: str) -> tuple[str, str]:
    if len(uri) > LONGEST_URI:
        raise DigitalLinkError("uri_too_long", f"the URI is longer than {LONGEST_URI} characters")
    stem = _STEM.match(uri)
    if stem is None:
        raise DigitalLinkError("scheme", "a GS1 Digital Link begins with http:// or https://")
    if _ILLEGAL.search(uri):
        raise DigitalLinkError("illegal_character", "the URI holds a character that no URI may hold")
    if _ILLEGAL_IN_HOST.search(stem[1]):
        raise DigitalLinkError("host", "the domain name holds a character that is not allowed there")
    if not stem[1] or stem.end() == len(uri):
        raise DigitalLinkError("no_path", "the URI must have a domain name and a path")
    path, _, query = uri[stem.end() + 1 :].partition("#")[0].partition("?")
    return path, query


def _path_elements(path: str) -> list[Element]:
    """The (AI, decoded value) pairs from the rightmost primary key on."""
    parts = path.split("/")
    start = len(parts) - 2
    while start >= 0 and parts[start] in IDENTIFIERS and parts[start] not in PRIMARY_KEYS:
        start -= 2
    if start < 0 or parts[start] not in PRIMARY_KEYS:
        raise DigitalLinkError("no_key", "the path holds no GS1 primary key with its value")
    pairs = zip(parts[start::2], parts[start + 1 :: 2], strict=True)
    return [(ai, _decoded(ai, value, query=False)) for ai, value in pairs]


def _decoded(ai: str, value: str, *, query: bool) -> str:
    if not value:
        raise DigitalLinkError("empty_value", f"AI ({ai}) has no value", ai)
    decoded = unescape(value, query=query)
    if "\0" in decoded:
        raise DigitalLinkError("characters", f"AI ({ai}) holds a null character", ai)
    return decoded


def query_elements(query: str) -> tuple[list[Element], int]:
    """The attributes, and how many other parameters were passed over."""
    elements: list[Element] = []
    parameters = [parameter for parameter in query.split("&") if parameter]
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or (name and not name.isdigit()):
            continue
        if name not in IDENTIFIERS:
            raise DigitalLinkError("unknown_ai", f"({name}) in the query is no Application Identifier", name)
        elements.append((name, _decoded(name, value, query=True)))
    # GS1's engine counts the nothing after a final ampersand as a parameter.
    return elements, len(parameters) - len(elements) + query.endswith("&")


def _padded(element: Element) -> Element:
    ai, value = element
    return (ai, value.zfill(14)) if ai == "01" and len(value) in _SHORT_GTINS else element


def _check_places(elements: list[Element], path_length: int) -> None:
    """Lawful qualifiers in their order, no identifier twice, and only lawful attributes in the query."""
    path = tuple(ai for ai, _ in elements[:path_length])
    belongs_in_path = BELONGS_IN_PATH.get(path)
    if belongs_in_path is None:
        raise DigitalLinkError(
            "qualifiers", f"the identifiers {_listed(path)} may not follow one another in the path", path[0]
        )
    seen: set[str] = set()
    for place, (ai, _) in enumerate(elements):
        if ai in seen:
            raise DigitalLinkError("duplicate_ai", f"AI ({ai}) occurs twice", ai)
        seen.add(ai)
        if place < path_length:
            continue
        if not IDENTIFIERS[ai].attribute:
            raise DigitalLinkError("not_an_attribute", f"AI ({ai}) may not stand in the query", ai)
        if ai in belongs_in_path:
            raise DigitalLinkError("belongs_in_path", f"AI ({ai}) belongs in the path, not in the query", ai)


def _listed(path: tuple[str, ...]) -> str:
    return " ".join(f"({ai})" for ai in path)
