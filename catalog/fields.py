"""How a typed value is stored: one function per kind of field. Each raises RuleBroken with the field's name."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from app.core.errors import RuleBroken
from app.core.gs1 import check_digit_is_right, gtin_problem, normalise_gtin

_TAX_CODE = re.compile(r"(\d{10})[- ]?(\d{3})?|\d{12}")
_REGISTRATION = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ./ -]{3,28}[0-9A-ZĐ]")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{6,18}[0-9]")
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
FIRST_YEAR = 1000
NICE_CLASSES = range(1, 46)


def registration_number(text: str, field: str = "registration_number") -> str:
    """A tax code (10 or 10-3 digits, or 12 of a person) or the number of a business registration.

    Only the format is checked, and loosely: no public source defines the check digit of every series.
    """
    typed = " ".join(text.upper().split())
    if not typed:
        raise RuleBroken("required", field)
    if tax := _TAX_CODE.fullmatch(typed.replace(".", "").replace(" ", "")):
        main, branch = tax.groups()
        return f"{main}-{branch}" if branch else tax[0]
    if _REGISTRATION.fullmatch(typed) and sum(char.isdigit() for char in typed) >= 4:  # noqa: PLR2004  # loosely
        return typed
    raise RuleBroken("registration_number_form", field)


def gtin(text: str, field: str = "gtin") -> str | None:
    """Fourteen digits, or None when nothing was typed."""
    if not text.strip():
        return None
    if problem := gtin_problem(text):
        raise RuleBroken(problem, field)
    return normalise_gtin(text)


def gln(text: str, field: str = "gln") -> str | None:
    """A GS1 location number of 13 digits, or None when nothing was typed."""
    digits = text.replace(" ", "").replace("-", "")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise RuleBroken("gln_form", field)
    if not check_digit_is_right(digits):
        raise RuleBroken("gtin_check_digit", field)
    return digits


def phone(text: str, field: str = "phone") -> str:
    """A telephone number as people write it; empty stays empty."""
    typed = " ".join(text.split())
    if typed and not _PHONE.fullmatch(typed):
        raise RuleBroken("phone_form", field)
    return typed


def email(text: str, field: str = "email") -> str:
    """An e-mail address; empty stays empty."""
    if text and not _EMAIL.fullmatch(text):
        raise RuleBroken("email_form", field)
    return text


def website(text: str, field: str = "website") -> str:
    """An http or https address; a bare host gets https. Empty stays empty."""
    if not text:
        return ""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        raise RuleBroken("website_form", field) from None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or port == 0 or " " in url:
        raise RuleBroken("website_form", field)
    if parts.username is not None:
        raise RuleBroken("website_form", field)
    return url


def year(number: int | None, latest: int, field: str = "founded_year") -> int | None:
    """A year from 1000 to `latest`, or None."""
    if number is not None and not FIRST_YEAR <= number <= latest:
        raise RuleBroken("year_range", field, latest=latest)
    return number


def nice_classes(text: str, field: str = "nice_classes") -> list[int]:
    """Classes 1 to 45 of the Nice classification, typed with commas or spaces, sorted and distinct."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if any(not part.isascii() or not part.isdigit() or len(part) > 2 for part in parts):  # noqa: PLR2004  # 45
        raise RuleBroken("nice_classes_form", field)
    classes = sorted({int(part) for part in parts})
    if any(number not in NICE_CLASSES for number in classes):
        raise RuleBroken("nice_classes_form", field)
    return classes


def required(value: str, field: str) -> str:
    """The value, refused when empty."""
    if not value:
        raise RuleBroken("required", field)
    return value


def one_of(value: str, choices: type[StrEnum], field: str) -> str:
    """The value, refused when it is none of the choices."""
    if value not in set(choices):
        raise RuleBroken("choice_unknown", field)
    return value
