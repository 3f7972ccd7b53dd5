"""The messages for a refused Digital Link: few plain sentences for the parser's many codes."""

from collections.abc import Mapping
from typing import ClassVar

from app.core.errors import DomainError
from app.web.i18n import N_, translate
from app.web.messages import register_messages
from traceability.digital_link import DigitalLinkError

PARTS: Mapping[str, str] = {
    "01": N_("the GTIN"),
    "10": N_("the lot number"),
    "21": N_("the serial number"),
    "22": N_("the product variant"),
    "254": N_("the place extension"),
    "414": N_("the GLN"),
}

MESSAGES: Mapping[str, str] = {
    "digital_link_address": N_("The address is damaged. Scan the code again."),
    "digital_link_no_key": N_(
        "The address contains no product or place: it needs /01/ with a GTIN of 14 "
        "digits, or /414/ with a GLN."
    ),
    "digital_link_pairs": N_(
        "A part of the address is incomplete: pairs follow the number, such as /10/ "
        "with a lot or /21/ with a serial number."
    ),
    "digital_link_check_digit": N_(
        "A digit is wrong in %(part)s. Scan the code again or compare it with the label."
    ),
    "digital_link_gtin_length": N_(
        "A GTIN is written here with 14 digits: put zeros in front of a shorter one."
    ),
    "digital_link_length": N_("The number of characters is wrong in %(part)s."),
    "digital_link_characters": N_("A character is not allowed in %(part)s."),
    "digital_link_value": N_("The value is not valid in %(part)s."),
    "digital_link_order": N_(
        "The parts of the address are in the wrong order: variant (22), lot (10), serial number (21)."
    ),
    "digital_link_place": N_("The address has the wrong place for %(part)s."),
    "digital_link_unknown": N_("GS1 has no identifier (%(ai)s)."),
    "digital_link_twice": N_("The address contains twice: %(part)s."),
    "digital_link_together": N_("Parts of the address do not go together, or one is missing: see %(part)s."),
}

register_messages(dict(MESSAGES))

_MESSAGE_OF_CODE: Mapping[str, str] = {
    **dict.fromkeys(
        ("scheme", "illegal_character", "host", "no_path", "uri_too_long", "too_many", "compressed"),
        "address",
    ),
    "no_key": "no_key",
    "check_digit": "check_digit",
    **dict.fromkeys(("empty_value", "too_short", "too_long", "length"), "length"),
    "characters": "characters",
    "qualifiers": "order",
    **dict.fromkeys(("not_an_attribute", "belongs_in_path"), "place"),
    "unknown_ai": "unknown",
    **dict.fromkeys(("duplicate_ai", "different_values"), "twice"),
    **dict.fromkeys(("excluded_pair", "required_missing", "serial_missing"), "together"),
}


class BadDigitalLinkError(DomainError):
    """The address is no valid Digital Link: 400, as GS1's resolver standard wants."""

    status: ClassVar[int] = 400


def refusal_of(error: DigitalLinkError, uri: str = "") -> BadDigitalLinkError:
    """The refusal to raise in a request, in the request's language. uri: that was refused."""
    message = _MESSAGE_OF_CODE.get(error.code, "value")
    parts = uri.partition("?")[0].split("/")[3:]
    if message == "no_key" and len(parts) > 1 and len(parts) % 2:
        message = "pairs"
    if message == "length" and error.ai == "01":
        message = "gtin_length"
    code = f"digital_link_{message}"
    if error.ai is None:
        return BadDigitalLinkError(code)
    part = translate(PARTS[error.ai]) if error.ai in PARTS else f"({error.ai})"
    return BadDigitalLinkError(code, ai=error.ai, part=part)
