"""What a person scanned, pasted or typed: a trace code, an address, an element string, a barcode number or a lot code.

One reader for every field that takes a code. Pure.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from app.core.gs1 import gtin_is_valid, normalise_gtin
from traceability.codes.code import normalise_code
from traceability.digital_link import (
    DigitalLink,
    DigitalLinkError,
    decompress,
    link_of,
    parse,
    parse_element_string,
)
from traceability.enums import LOT_CODE

LONGEST = 300
RESOLVED_KEYS = ("01", "414")
"""The primary keys that have an address on this site."""
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GROUP_SEPARATOR = "\x1d"
_KEY_PATH = re.compile(r"/(?:01|414)/[0-9]")
_OWN_PAGE = re.compile(r"/(?:t|truy-xuat|trace)/([^/?#]+)")
_PLAIN_ELEMENTS = re.compile(r"01[0-9]{14}(?:10|11|13|15|17|21|22|235)[!-~]")
_GROUPS = re.compile(r"[BS][0-9A-Z]{3}(?:[ -][0-9A-Z]{1,5}){2,6}")
_UNGROUPED = re.compile(r"[BS][0-9A-Z]{15,29}")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BARCODE = re.compile(r"[0-9][0-9 -]{6,20}")


class TextKind(StrEnum):
    """CODE: a trace code. LINK: GS1 keys. LOT_CODE: a maker's lot code. INCOMPLETE: nearly a trace code.
    OTHER: nothing that could have been printed here.
    """

    CODE = "code"
    LINK = "link"
    LOT_CODE = "lot-code"
    INCOMPLETE = "incomplete"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ScanText:
    """code: the trace code, also the one that stands as serial in a link; "" where there is none. link: of a LINK.
    lot_code: the text as a maker's lot code, where it can be one.
    """

    kind: TextKind
    code: str = ""
    link: DigitalLink | None = None
    lot_code: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is a GS1 key that has no address on this site, as of a pallet."""
        return self.link is not None and self.link.key[0] not in RESOLVED_KEYS


def read_scan(text: str) -> ScanText:
    """What the text is, whether scanned or typed."""
    bare = _as_printed(text)[:LONGEST]
    marked = _SYMBOLOGY.match(bare) is not None
    if marked:
        bare = bare[3:]
    if (link := _link_in(bare, marked=marked)) is not None:
        return ScanText(TextKind.LINK, _serial_code(link), link)
    own = _OWN_PAGE.search(bare)
    typed = own[1] if own is not None else bare.rstrip("/").rpartition("/")[2]
    if (code := normalise_code(typed)) is not None:
        return ScanText(TextKind.CODE, code)
    lot_code = "".join(bare.upper().split())
    lot_code = lot_code if LOT_CODE.fullmatch(lot_code) else ""
    if _looks_cut(typed):
        return ScanText(TextKind.INCOMPLETE, lot_code=lot_code)
    return ScanText(TextKind.LOT_CODE if lot_code else TextKind.OTHER, lot_code=lot_code)


def _as_printed(text: str) -> str:
    """Without what a copy brings along unseen, with the dashes and spaces of a keyboard for those of a typesetter."""
    plain = text if text.isascii() else "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _DASHES.sub("-", plain).replace("\u00a0", " ").strip()


def _link_in(text: str, *, marked: bool) -> DigitalLink | None:
    """The GS1 keys of an address, an element string or a barcode number."""
    if _BARCODE.fullmatch(text) and gtin_is_valid(text):
        return link_of([("01", normalise_gtin(text))])
    if text.startswith("("):
        return _from_elements("".join(text.split()))  # set with spaces for the eye; no element holds one
    separated = text.replace(_GROUP_SEPARATOR, "^").removeprefix("^")
    if _PLAIN_ELEMENTS.match(separated) or (marked and separated[:2].isdigit()):
        return _from_elements(f"^{separated}")
    return _from_address(text) if _KEY_PATH.search(text) or "://" in text else None


def _from_elements(text: str) -> DigitalLink | None:
    try:
        return link_of(parse_element_string(text))
    except DigitalLinkError:
        return None


def _from_address(text: str) -> DigitalLink | None:
    """Of any host: the keys are the same wherever they resolve."""
    uri = text if "://" in text else f"https://id.gs1.org{text[text.find('/') :]}"
    with suppress(DigitalLinkError):
        return parse(uri, pad_gtin=True)
    with suppress(DigitalLinkError):
        return parse(decompress(uri))
    return None


def _serial_code(link: DigitalLink) -> str:
    return normalise_code(link.value("21") or "") or ""


def _looks_cut(typed: str) -> bool:
    """Whether it reads like a trace code with characters missing, wrong or too many."""
    upper = typed.upper()
    return _GROUPS.fullmatch(upper) is not None or _UNGROUPED.fullmatch(upper) is not None
