"""The public names of lots, items and places: the address in a QR code, and the keys that make codes."""

from urllib.parse import quote

from app.core.logs.keys import secret_key
from app.web.addresses import base_url
from catalog.models import Facility
from traceability.codes.code import CodeKind, code_is_authentic, new_code
from traceability.models import Lot, TraceCode

CODE_KEY = "trace-codes"
LABEL_KEY = "labels"


def fresh_code(kind: CodeKind) -> str:
    return new_code(secret_key(CODE_KEY), kind)


def is_authentic(code: str) -> bool:
    """Whether this register made the code; needs no database."""
    return code_is_authentic(secret_key(CODE_KEY), code)


def gtin_uri(gtin: str) -> str:
    return f"{base_url()}/01/{gtin}"


def code_uri(code: str) -> str:
    return f"{base_url()}/t/{code}"


def lot_uri(lot: Lot, lot_code: str) -> str:
    """The address in the lot's QR code today. lot_code: the lot's own trace code."""
    return uri_of(lot.product.gtin if lot.product is not None else None, lot.code, lot_code)


def uri_of(gtin: str | None, code: str, lot_code: str) -> str:
    """As `lot_uri`, of columns. code: the maker's."""
    return f"{gtin_uri(gtin)}/10/{code}" if gtin else code_uri(lot_code)


def payload(lot: Lot, code: TraceCode) -> str:
    """The address printed for a code: with the GTIN it was made with, so that a reprint is the same."""
    if code.gtin_at_print is None:
        return code_uri(code.code)
    lot_part = f"{gtin_uri(code.gtin_at_print)}/10/{lot.code}"
    return f"{lot_part}/21/{code.serial}" if code.serial else lot_part


def place_uri(facility: Facility) -> str:
    """The facility as a place: its GLN as Digital Link, else its page."""
    if facility.gln:
        return f"{base_url()}/414/{facility.gln}"
    return facility_url(facility.slug, "vi")


def namespace_uri() -> str:
    """Of the diary's own words in EPCIS events."""
    return f"{base_url()}/ns/trace#"


def scan_url(code: str, locale: str) -> str:
    """The page that a scan ends on."""
    return _page("/truy-xuat", "/trace", code, locale)


def passport_url(code: str, locale: str) -> str:
    """The digital product passport of a code."""
    return f"{scan_url(code, locale)}/{'ho-chieu' if locale == 'vi' else 'passport'}.jsonld"


def file_url(name: str) -> str:
    """A public file of the store."""
    return f"{base_url()}/tep/{quote(name)}"


def product_url(slug: str, locale: str) -> str:
    return _page("/san-pham", "/products", slug, locale)


def facility_url(slug: str, locale: str) -> str:
    return _page("/co-so", "/facilities", slug, locale)


def certificate_url(number: str, locale: str) -> str:
    return _page("/giay-chung-nhan", "/certificates", number, locale)


def _page(vi: str, en: str, key: str, locale: str) -> str:
    """Addresses of the contract, built without a request: the resolver answers before Flask does."""
    place = vi if locale == "vi" else f"/en{en}"
    return f"{base_url()}{place}/{quote(key, safe='')}"
