"""EPC URNs and GS1 Digital Links as the one constrained canonical Digital Link of CBV 2.0, section 8.9.

Wider than a resolver: it takes any domain, the old words (`/gtin/`, `/lot/`) and short GTINs, and checks no
check digit of a Digital Link, because a hash must not depend on how an identifier was written.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from traceability.epcis.lexical.formats import is_uri

CANONICAL_STEM = "https://id.gs1.org"

_INSTANCE, _CLASS, _OTHER = "instance", "class", "other"

_KEYS_BY_WORD = {
    "gtin": "01",
    "itip": "8006",
    "cpid": "8010",
    "gln": "414",
    "party": "417",
    "gsrnp": "8017",
    "gsrn": "8018",
    "gcn": "255",
    "sscc": "00",
    "gdti": "253",
    "ginc": "401",
    "gsin": "402",
    "grai": "8003",
    "giai": "8004",
}
_QUALIFIERS_BY_WORD = {"cpv": "22", "lot": "10", "ser": "21"}

# GS1 General Specifications: the 82 invariant characters, and the 39 of a component or part identifier.
_AI82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
_AI39 = r"[#\-/0-9A-Z]"
_KEY_FORMATS = {
    key: re.compile(form)
    for key, form in {
        "00": r"[0-9]{18}",
        "01": r"[0-9]{8}|[0-9]{12,14}",
        "253": rf"[0-9]{{13}}{_AI82}{{0,17}}",
        "255": r"[0-9]{13,25}",
        "401": rf"[0-9]{{4}}{_AI82}{{1,26}}",
        "402": r"[0-9]{17}",
        "414": r"[0-9]{13}",
        "417": r"[0-9]{13}",
        "8003": rf"[0-9]{{14}}{_AI82}{{0,16}}",
        "8004": rf"[0-9]{{4}}{_AI82}{{1,26}}",
        "8006": r"[0-9]{18}",
        "8010": rf"[0-9]{{4}}{_AI39}{{1,26}}",
        "8017": r"[0-9]{18}",
        "8018": r"[0-9]{18}",
    }.items()
}
_QUALIFIER_FORMATS = {
    "10": re.compile(rf"{_AI82}{{1,20}}"),
    "21": re.compile(rf"{_AI82}{{1,20}}"),
    "22": re.compile(rf"{_AI82}{{1,20}}"),
    "235": re.compile(rf"{_AI82}{{1,28}}"),
    "254": re.compile(rf"{_AI82}{{1,20}}"),
    "8011": re.compile(r"[0-9]{1,12}"),
}
_QUALIFIER_ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "01": (("22", "10", "21"), ("22", "235")),
    "8006": (("22", "10", "21"),),
    "414": (("254",),),
    "8010": (("8011",),),
}
_DIGITAL_LINK = re.compile(r"https?://[^/?#]*+(/[^?#]*+)", re.IGNORECASE)
# The links that most events are full of: finest level alone and nothing to decode, so that one look says it all.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9.\-]++"
    r"(/01/[0-9]{14}(?:/(?:10|(21))/[A-Za-z0-9._\-]{1,20}+)?|/(?:00/[0-9]{18}|41[47]/[0-9]{13}))"
)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';=")
_EPC = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.*)", re.DOTALL)
_PREFIX_DIGITS = range(6, 13)


def check_digit(digits: str) -> str:
    """The GS1 modulo-10 check digit that follows `digits`."""
    weighted = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


class Identity(NamedTuple):
    """What a text is as an identifier; the fields are what the functions of the same names say."""

    is_uri: bool
    canonical: str | None
    level: str
    is_misspelt: bool
    may_be_single: bool
    """Whether it may stand where a single object belongs."""


@lru_cache(maxsize=8192)
def identity(text: str) -> Identity:
    """Everything that is asked of an identifier, found once: a delivery names each one several times."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        is_class = plain[1].startswith("/01/") and plain[2] is None
        return Identity(
            True, CANONICAL_STEM + plain[1], _CLASS if is_class else _INSTANCE, False, not is_class
        )
    return identity_by_parts(text)


def identity_by_parts(text: str) -> Identity:
    """As `identity`, without the shorter way for plain links."""
    link = _canonical(text)
    is_any, kind, is_misspelt = is_uri(text), _level(text, link), _is_misspelt(text, link)
    return Identity(is_any, link, kind, is_misspelt, is_any and not is_misspelt and kind != _CLASS)


def canonical(uri: str) -> str | None:
    """The canonical Digital Link of an EPC URN or a Digital Link on any domain; None for anything else.

    Finest level only, no variant, no query: `https://example.com/gtin/9780345418913/lot/A/ser/B?x=1` gives
    `https://id.gs1.org/01/09780345418913/21/B`.
    """
    return identity(uri).canonical


def level(uri: str) -> str:
    """`instance`, `class` (a product, a lot, a pattern) or `other` for what is no GS1 identifier."""
    return identity(uri).level


def is_misspelt(uri: str) -> bool:
    """Whether a URI claims to be an EPC, or a Digital Link on GS1's own stem, and is none."""
    return identity(uri).is_misspelt


def _canonical(uri: str) -> str | None:
    if uri.startswith("urn:epc:"):
        parts = _from_epc(uri)
        return None if parts is None else CANONICAL_STEM + "".join(f"/{ai}/{_encode(v)}" for ai, v in parts)
    found = _DIGITAL_LINK.match(uri)
    return None if found is None else _from_path(found[1])


def _level(uri: str, link: str | None) -> str:
    if link is None:
        return _OTHER
    steps = link[len(CANONICAL_STEM) + 1 :].split("/")
    if steps[0] in {"01", "8006"}:
        return _INSTANCE if len(steps) > 2 and steps[2] in {"21", "235"} else _CLASS  # noqa: PLR2004
    return _CLASS if uri.startswith(("urn:epc:class:", "urn:epc:idpat:")) else _INSTANCE


def _is_misspelt(uri: str, link: str | None) -> bool:
    if link is not None:
        return False
    epc = _EPC.fullmatch(uri)
    if epc is not None:
        return f"{epc[1]}:{epc[2]}" in _SCHEMES
    return uri.startswith(CANONICAL_STEM + "/") and uri.split("/", 4)[3] in _KEY_FORMATS


def _encode(value: str) -> str:
    return "".join(c if c in _UNRESERVED else "".join(f"%{b:02X}" for b in c.encode()) for c in value)


def _from_path(path: str) -> str | None:
    steps = path.rstrip("/").split("/")[1:]
    for start in range(len(steps) - 1):
        key = _KEYS_BY_WORD.get(steps[start], steps[start])
        if key in _KEY_FORMATS:
            link = _from_steps(key, steps[start + 1 :])
            if link is not None:
                return link
    return None


def _from_steps(key: str, steps: list[str]) -> str | None:
    value = unquote(steps[0])
    if len(steps) % 2 == 0 or _KEY_FORMATS[key].fullmatch(value) is None:
        return None
    names = [_QUALIFIERS_BY_WORD.get(step, step) for step in steps[1::2]]
    values = [unquote(step) for step in steps[2::2]]
    if not _may_qualify(key, names, values):
        return None
    if key == "01":
        value = value.zfill(14)
    finest = f"/{names[-1]}/{_encode(values[-1])}" if names and names[-1] != "22" else ""
    return f"{CANONICAL_STEM}/{key}/{_encode(value)}{finest}"


def _may_qualify(key: str, names: list[str], values: list[str]) -> bool:
    """Whether the names stand in an order of the key, each with a value of its form."""
    return any(_follows(names, order) for order in _QUALIFIER_ORDERS.get(key, ((),))) and all(
        _QUALIFIER_FORMATS[name].fullmatch(value) for name, value in zip(names, values, strict=True)
    )


def _follows(names: list[str], order: tuple[str, ...]) -> bool:
    remaining = iter(order)
    return all(name in remaining for name in names)


Parts = list[tuple[str, str]]


def _from_epc(uri: str) -> Parts | None:
    found = _EPC.fullmatch(uri)
    if found is None:
        return None
    scheme = _SCHEMES.get(f"{found[1]}:{found[2]}")
    if scheme is None:
        return None
    count, build = scheme
    fields = found[3].split(".", count - 1)
    prefix = fields[0]
    if (
        len(fields) != count
        or not prefix.isascii()
        or not prefix.isdigit()
        or len(prefix) not in _PREFIX_DIGITS
    ):
        return None
    return build(*fields)


def _digits(text: str, low: int, high: int) -> bool:
    return low <= len(text) <= high and (not text or (text.isascii() and text.isdigit()))


def _escaped(text: str, form: str, low: int, high: int) -> str | None:
    """A percent-coded EPC field as plain text, or None where a character or the length is wrong."""
    if re.fullmatch(r"(?:[!'()*+,\-.0-9:;=A-Z_a-z]|%[0-9A-Fa-f]{2})++", text) is None:
        return None
    plain = unquote(text)
    return plain if low <= len(plain) <= high and re.fullmatch(f"{form}+", plain) else None


def _keyed(prefix: str, rest: str, total: int) -> str | None:
    """Company prefix and reference of `total` digits together, with the check digit behind."""
    if not _digits(rest, total - len(prefix), total - len(prefix)):
        return None
    return prefix + rest + check_digit(prefix + rest)


def _gtin(prefix: str, item: str) -> str | None:
    if not _digits(item, 13 - len(prefix), 13 - len(prefix)):
        return None
    body = item[0] + prefix + item[1:]
    return body + check_digit(body)


def _gtin_with(ai: str, low_high: tuple[int, int]) -> Callable[[str, str, str], Parts | None]:
    def build(prefix: str, item: str, rest: str) -> Parts | None:
        gtin, value = _gtin(prefix, item), _escaped(rest, _AI82, *low_high)
        return None if gtin is None or value is None else [("01", gtin), (ai, value)]

    return build


def _gtin_pattern(prefix: str, item: str, rest: str) -> Parts | None:
    gtin = _gtin(prefix, item)
    return None if gtin is None or rest != "*" else [("01", gtin)]


def _sscc(prefix: str, serial: str) -> Parts | None:
    if not _digits(serial, 17 - len(prefix), 17 - len(prefix)):
        return None
    body = serial[0] + prefix + serial[1:]
    return [("00", body + check_digit(body))]


def _plain(ai: str, total: int) -> Callable[[str, str], Parts | None]:
    def build(prefix: str, rest: str) -> Parts | None:
        key = _keyed(prefix, rest, total)
        return None if key is None else [(ai, key)]

    return build


def _sgln(prefix: str, location: str, extension: str) -> Parts | None:
    gln, value = _keyed(prefix, location, 12), _escaped(extension, _AI82, 1, 20)
    if gln is None or value is None:
        return None
    return [("414", gln)] if value == "0" else [("414", gln), ("254", value)]


def _serialised(ai: str, form: str, high: int, lead: str = "") -> Callable[[str, str, str], Parts | None]:
    """Keys whose serial follows the check digit without a separator: 253, 255, 8003."""

    def build(prefix: str, kind: str, serial: str) -> Parts | None:
        key, value = _keyed(prefix, kind, 12), _escaped(serial, form, 1, high)
        if key is None or value is None:
            return None
        body = lead + key
        return [(ai, body + value)]

    return build


def _serialised_pattern(ai: str, lead: str = "") -> Callable[[str, str, str], Parts | None]:
    def build(prefix: str, kind: str, rest: str) -> Parts | None:
        key = _keyed(prefix, kind, 12)
        return None if key is None or rest != "*" else [(ai, lead + key)]

    return build


def _free(ai: str) -> Callable[[str, str], Parts | None]:
    def build(prefix: str, rest: str) -> Parts | None:
        value = _escaped(rest, _AI82, 1, 30 - len(prefix))
        return None if value is None else [(ai, prefix + value)]

    return build


def _cpi(prefix: str, part: str, serial: str) -> Parts | None:
    value = _escaped(part, _AI39, 1, 30 - len(prefix))
    if value is None:
        return None
    return [("8010", prefix + value), ("8011", serial)] if serial and _digits(serial, 1, 12) else None


def _cpi_pattern(prefix: str, part: str, rest: str) -> Parts | None:
    value = _escaped(part, _AI39, 1, 30 - len(prefix))
    return None if value is None or rest != "*" else [("8010", prefix + value)]


def _itip_key(prefix: str, item: str, piece: str, total: str) -> str | None:
    gtin = _gtin(prefix, item)
    return gtin + piece + total if gtin and _digits(piece, 2, 2) and _digits(total, 2, 2) else None


def _itip(prefix: str, item: str, piece: str, total: str, rest: str) -> Parts | None:
    key, value = _itip_key(prefix, item, piece, total), _escaped(rest, _AI82, 1, 20)
    return None if key is None or value is None else [("8006", key), ("21", value)]


def _itip_pattern(prefix: str, item: str, piece: str, total: str, rest: str) -> Parts | None:
    key = _itip_key(prefix, item, piece, total)
    return None if key is None or rest != "*" else [("8006", key)]


# EPC Tag Data Standard, pure identity URIs: the number of dot-separated fields and what they make.
_SCHEMES: dict[str, tuple[int, Callable[..., Parts | None]]] = {
    "id:sgtin": (3, _gtin_with("21", (1, 20))),
    "id:sscc": (2, _sscc),
    "id:sgln": (3, _sgln),
    "id:grai": (3, _serialised("8003", _AI82, 16, "0")),
    "id:giai": (2, _free("8004")),
    "id:gsrn": (2, _plain("8018", 17)),
    "id:gsrnp": (2, _plain("8017", 17)),
    "id:gdti": (3, _serialised("253", _AI82, 17)),
    "id:cpi": (3, _cpi),
    "id:sgcn": (3, _serialised("255", "[0-9]", 12)),
    "id:ginc": (2, _free("401")),
    "id:gsin": (2, _plain("402", 16)),
    "id:itip": (5, _itip),
    "id:upui": (3, _gtin_with("235", (1, 28))),
    "id:pgln": (2, _plain("417", 12)),
    "class:lgtin": (3, _gtin_with("10", (1, 20))),
    "idpat:sgtin": (3, _gtin_pattern),
    "idpat:grai": (3, _serialised_pattern("8003", "0")),
    "idpat:gdti": (3, _serialised_pattern("253")),
    "idpat:sgcn": (3, _serialised_pattern("255")),
    "idpat:cpi": (3, _cpi_pattern),
    "idpat:itip": (5, _itip_pattern),
    "idpat:upui": (3, _gtin_pattern),
}
