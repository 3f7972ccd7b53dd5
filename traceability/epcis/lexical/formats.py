"""The lexical forms of EPCIS: URIs, times, decimals, and the one spelling of each that the hash needs."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

Number = int | Decimal

# RFC 3986, absolute, with possessive loops so that no input makes it backtrack.
_PATH = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]++|%[0-9A-Fa-f]{2})*+"
_TAIL = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]++|%[0-9A-Fa-f]{2})*+"
_USER = r"(?:(?:[A-Za-z0-9\-._~!$&'()*+,;=:]++|%[0-9A-Fa-f]{2})*+@)?"
_HOST = r"(?:\[[0-9A-Fa-fvV:.]++\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]++|%[0-9A-Fa-f]{2})*+)"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*+:(?://{_USER}{_HOST}(?::[0-9]*+)?(?:/{_PATH})?|(?!//){_PATH})"
    rf"(?:\?{_TAIL})?(?:\#{_TAIL})?"
)
# An xsd:dateTimeStamp that RFC 3339 allows too: the zone is required and no wider than 14 hours.
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
)
_OFFSET = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_PLAIN_NUMBER_LIMIT = 400
_TWO = [f"{number:02}" for number in range(60)]
"""Numbers of a time in two digits: to look them up takes a quarter of what `isoformat` takes."""
_OUTERMOST_YEARS = (1, 9999)
_PLAIN_INTEGER_BITS = 1000

SCHEMES = frozenset({"urn", "ni", "did", "tag", "info", "doi", "mailto", "geo", "tel", "data", "cid", "mid"})


def is_uri(text: str) -> bool:
    """Whether `text` is an absolute URI (RFC 3986). A CURIE such as `ex:word` has that form too."""
    return _URI.fullmatch(text) is not None


def is_offset(text: str) -> bool:
    """Whether `text` is a zone offset, `+07:00`, from -14:00 to +14:00."""
    return _OFFSET.fullmatch(text) is not None


def parse_time(text: str) -> datetime | None:
    """The aware time written as `2026-11-22T08:00:00.000+07:00`, or None where it is not one."""
    if _TIME.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.year in _OUTERMOST_YEARS:
            _to_milliseconds(moment)
    except (ValueError, OverflowError):
        return None
    return moment


def _to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment + timedelta(microseconds=500 - (moment.microsecond + 500) % 1000)


def utc_text(moment: datetime) -> str:
    """UTC with three decimals, the fourth rounded half up: `2026-11-22T01:00:00.000Z` (CBV 2.0, 8.9)."""
    if not moment.microsecond:
        there = moment.astimezone(UTC)
        day = f"{there.year:04}-{_TWO[there.month]}-{_TWO[there.day]}"
        return f"{day}T{_TWO[there.hour]}:{_TWO[there.minute]}:{_TWO[there.second]}.000Z"
    return _to_milliseconds(moment).isoformat(timespec="milliseconds")[:-6] + "Z"


def number_text(value: Number) -> str:
    """Plain decimal without exponent, leading or trailing zeros: 1E+1 and 10.0 both give `10`."""
    if isinstance(value, int):
        if value.bit_length() < _PLAIN_INTEGER_BITS:
            return str(value)
        value = Decimal(value)
    if not value:
        return "0"
    text = str(value)
    if len(text) < _PLAIN_NUMBER_LIMIT and "E" not in text:
        return text.rstrip("0").rstrip(".") if "." in text else text
    if abs(value.adjusted()) > _PLAIN_NUMBER_LIMIT:  # never write out 1E999999999
        sign, digits, exponent = value.as_tuple()
        mantissa = "".join(map(str, digits))
        short = mantissa.rstrip("0")
        assert isinstance(exponent, int)
        return f"{'-' if sign else ''}{short}E{exponent + len(mantissa) - len(short)}"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_in(text: str) -> Number | None:
    """The number a text spells (`007`, `+1.50`, `2e3`), or None. XML has no types, so texts count too."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None
