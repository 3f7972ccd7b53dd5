"""Checks of one component of a value, by the names that `facts` uses.

Each takes text already known to be of the component's character set and length, and returns the code of
what is wrong, or None.
"""

import re
from collections.abc import Callable, Mapping

from app.core.gs1 import check_digit_is_right
from traceability.digital_link.value_checks import codelists, coupons, dates

Check = Callable[[str], str | None]

CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_CSET82_WEIGHT = {character: weight for weight, character in enumerate(CSET82)}
_CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_PAIR_MODULUS = 1021
_IBAN_LEAST = 11
_FIRST_DIGITS = re.compile(r"[0-9]{4}")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_POSITION = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")
_IBAN = re.compile(r"[0-9A-Z]+")


def _check_digit(text: str) -> str | None:
    return None if check_digit_is_right(text) else "check_digit"


def _check_pair(text: str) -> str | None:
    body, pair = text[:-2], text[-2:]
    total = sum(_CSET82_WEIGHT[char] * prime for char, prime in zip(reversed(body), _PRIMES, strict=False))
    high, low = divmod(total % _PAIR_MODULUS, len(_CSET32))
    return None if pair == _CSET32[high] + _CSET32[low] else "check_pair"


def _company_prefix(text: str) -> str | None:
    return None if _FIRST_DIGITS.match(text) else "company_prefix"


def _company_prefix_after_first(text: str) -> str | None:
    return None if _FIRST_DIGITS.match(text, 1) else "company_prefix"


def _latitude(text: str) -> str | None:
    return None if text <= "1800000000" else "latitude"


def _longitude(text: str) -> str | None:
    return None if text <= "3600000000" else "longitude"


def _nonzero(text: str) -> str | None:
    return None if text.strip("0") else "zero"


def _no_leading_zero(text: str) -> str | None:
    return "leading_zero" if text.startswith("0") else None


def _percent_coded(text: str) -> str | None:
    return "percent" if _BAD_PERCENT.search(text) else None


def _piece_of_total(text: str) -> str | None:
    half = len(text) // 2
    return None if 0 < int(text[:half]) <= int(text[half:]) else "piece_of_total"


def _position_in_sequence(text: str) -> str | None:
    found = _POSITION.fullmatch(text)
    return None if found and int(found[1]) <= int(found[2]) else "position_in_sequence"


def _iban(text: str) -> str | None:
    if len(text) < _IBAN_LEAST or text[:2] not in codelists.COUNTRIES_ALPHA2 or not _IBAN.fullmatch(text):
        return "iban"
    number = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return None if int(number) % 97 == 1 else "iban"


def _has_letter_or_mark(text: str) -> str | None:
    return "only_digits" if text.isdigit() else None


def _one_of(allowed: frozenset[str], code: str) -> Check:
    return lambda text: None if text in allowed else code


CHECKS: Mapping[str, Check] = {
    "country": _one_of(codelists.COUNTRIES, "country"),
    "country2": _one_of(codelists.COUNTRIES_ALPHA2, "country"),
    "country999": _one_of(codelists.COUNTRIES | {"999"}, "country"),
    "coupon": coupons.coupon_problem,
    "couponoffer": coupons.coupon_offer_problem,
    "csum": _check_digit,
    "csumalpha": _check_pair,
    "currency": _one_of(codelists.CURRENCIES, "currency"),
    "gcp1": _company_prefix,
    "gcp2": _company_prefix_after_first,
    "hasnondigit": _has_letter_or_mark,
    "hh": dates.hour,
    "hhmi": dates.hour_and_minute,
    "hyphen": _one_of(frozenset("-"), "hyphen"),
    "iban": _iban,
    "importer": _one_of(frozenset(CSET82) - frozenset("!\"%&'()*+,./:;<=>?"), "importer_index"),
    "latitude": _latitude,
    "longitude": _longitude,
    "media": _one_of(codelists.MEDIA_TYPES, "media_type"),
    "mi": dates.minute_or_second,
    "nonzero": _nonzero,
    "nozeroprefix": _no_leading_zero,
    "package": _one_of(codelists.PACKAGE_TYPES, "package_type"),
    "pcenc": _percent_coded,
    "piece": _piece_of_total,
    "position": _position_in_sequence,
    "sex": _one_of(frozenset("0129"), "sex"),
    "ss": dates.minute_or_second,
    "winding": _one_of(frozenset("019"), "winding"),
    "yesno": _one_of(frozenset("01"), "yes_or_no"),
    "yymmd0": dates.short_date_or_month,
    "yymmdd": dates.short_date,
    "yyyymmdd": dates.long_date,
    "zero": _one_of(frozenset("0"), "not_zero"),
}

PROBLEMS: Mapping[str, str] = {
    "check_digit": "the check digit is wrong",
    "check_pair": "the check character pair is wrong",
    "company_prefix": "it must begin with a GS1 Company Prefix, at least four digits",
    "country": "it holds an unknown country code",
    "coupon": "the coupon data is malformed",
    "currency": "it holds an unknown currency code",
    "date": "it holds a date that does not exist",
    "hyphen": "the last character may only be a hyphen",
    "iban": "it is not a valid IBAN",
    "importer_index": "the importer index may only be a digit, a letter, a hyphen or an underscore",
    "latitude": "the latitude is out of range",
    "leading_zero": "it must not begin with zero",
    "longitude": "the longitude is out of range",
    "media_type": "it holds an unknown AIDC media type",
    "not_zero": "its first digit must be zero",
    "only_digits": "it must hold at least one character that is not a digit",
    "package_type": "it holds an unknown package type",
    "padding": "the base64 padding is wrong",
    "percent": "a percent sign must be followed by two hexadecimal digits",
    "piece_of_total": "the piece number must lie between one and the total",
    "position_in_sequence": "it must read position/total, the position not above the total",
    "sex": "it must be 0, 1, 2 or 9",
    "time": "it holds a time that does not exist",
    "winding": "the winding direction must be 0, 1 or 9",
    "yes_or_no": "it must be 0 or 1",
    "zero": "a dimension must not be zero",
}
