"""Numbers, days and hours as people in Vietnam type them, in a form, a spreadsheet or a request. Pure.

What can be read in two ways ("1.500") is refused with both readings, never guessed.
"""

import re
from datetime import date, time
from decimal import Decimal

from app.core.errors import RuleBroken

LONGEST = 40
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:(?P<group>[.,])[0-9]{3})(?:(?P=group)[0-9]{3})*(?P<part>[.,][0-9]+)?"
)
_UNCLEAR = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_WHOLE = re.compile(r"[1-9][0-9]{0,2}(?:[., ][0-9]{3})+")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TIME = re.compile(r"([0-9]{1,2})(?:[:hg]([0-9]{2})?)(?::[0-9]{2})?")
_THOUSANDTHS = 3


def read_number(text: str) -> Decimal:
    """`31,5`, `31.5`, `1500`, `1 500`, `1.500,25`, `1.500.000`; no exponents, no other scripts' digits.

    Raises RuleBroken number_unclear (thousands, decimal: the two readings as they may be typed), number_form.
    """
    bare = " ".join(text.split()).replace("\u2212", "-")
    sign, bare = ("-", bare[1:].lstrip()) if bare.startswith("-") else ("", bare)
    if _UNCLEAR.fullmatch(bare):
        thousands = re.sub("[.,]", "", bare)
        part = typed_number(Decimal(bare.replace(",", ".")))
        raise RuleBroken("number_unclear", thousands=sign + thousands, decimal=sign + part)
    if len(bare) > LONGEST:
        raise RuleBroken("number_form")
    if _SPACED.fullmatch(bare):
        bare = bare.replace(" ", "")
    if _PLAIN.fullmatch(bare):
        return Decimal(sign + bare.replace(",", "."))
    found = _GROUPED.fullmatch(bare)
    if found is None or (found["part"] or "").startswith(found["group"]):
        raise RuleBroken("number_form")
    return Decimal(sign + bare.replace(found["group"], "").replace(",", "."))


def read_whole(text: str) -> int:
    """A whole number. What has no parts can be read in one way alone: `1.500` is fifteen hundred; `1.500,000` has two
    marks and none; thousands never begin with 0, so `0.500` is a half. Raises RuleBroken number_form.
    """
    bare = " ".join(text.split())
    if _WHOLE.fullmatch(bare):
        if len(set(re.findall("[., ]", bare))) > 1:
            raise RuleBroken("number_form")
        bare = re.sub("[., ]", "", bare)
    number = read_number(bare)
    if number != int(number):
        raise RuleBroken("number_form")
    return int(number)


def typed_number(value: Decimal) -> str:
    """A number so that `read_number` reads it back: with a comma, never with three decimals alone."""
    plain = format(value.normalize() + 0, "f")
    whole, _, part = plain.partition(".")
    if len(part) == _THOUSANDTHS:
        part += "0"  # "1,125" could be read as thousands
    return f"{whole},{part}" if part else whole


def read_decimal(text: str) -> Decimal:
    """A number as programs write it: ASCII digits and a point. Raises RuleBroken number_form."""
    if len(text) > LONGEST or not _DECIMAL.fullmatch(text):
        raise RuleBroken("number_form")
    return Decimal(text)


def read_day(text: str) -> date:
    """`22/11/2026`, `22.11.2026`, `2026-11-22`. Raises RuleBroken day_form."""
    if (found := _DAY.fullmatch(text)) is not None:
        day, month, year = found.groups()
    elif (found := _ISO_DAY.fullmatch(text)) is not None:
        year, month, day = found.groups()
    else:
        raise RuleBroken("day_form")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise RuleBroken("day_form") from None


def read_time(text: str) -> time:
    """`14:30`, `14h30`, `8h`, `14:30:00`. Raises RuleBroken time_form."""
    found = _TIME.fullmatch(text.replace(" ", "").lower())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found is not None else (99, 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise RuleBroken("time_form") from None
