"""GS1 Digital Link URIs, syntax 1.6: read, validate, build, decompress. Pure."""

from app.core.gs1 import check_digit, gtin_is_valid, gtin_problem, normalise_gtin
from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.uris.build import build, link_of, parse_element_string
from traceability.digital_link.uris.compression import decompress
from traceability.digital_link.uris.link import CANONICAL_STEM, DigitalLink, Element
from traceability.digital_link.uris.uri import parse

__all__ = [
    "CANONICAL_STEM",
    "DigitalLink",
    "DigitalLinkError",
    "Element",
    "build",
    "check_digit",
    "decompress",
    "gtin_is_valid",
    "gtin_problem",
    "link_of",
    "normalise_gtin",
    "parse",
    "parse_element_string",
]
