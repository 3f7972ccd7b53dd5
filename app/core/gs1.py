"""GS1 check digits and GTINs (GS1 General Specifications, section 7.9). Pure: standard library only."""

import re

GTIN_LENGTHS = (8, 12, 13, 14)
_DIGITS = re.compile(r"[0-9]+")
_TYPED_SEPARATORS = str.maketrans("", "", " \t\n\r\u00a0-")


def check_digit(digits: str) -> str:
    """The check digit, "0" to "9", for a key of any length written without it ("893850123456" -> "8")."""
    if not _DIGITS.fullmatch(digits):
        raise ValueError("a GS1 key without its check digit is one or more digits 0-9")
    total = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    return str(-total % 10)


def check_digit_is_right(digits: str) -> bool:
    """Whether the last of at least two digits is the check digit of the others."""
    values = [byte - 48 for byte in digits.encode()]
    return (3 * sum(values[-2::-2]) + sum(values[::-2])) % 10 == 0


def gtin_problem(text: str) -> str | None:
    """The code of the error in a typed GTIN-8, -12, -13 or -14 (spaces, hyphens allowed), or None.

    Codes: gtin_characters, gtin_length, gtin_zero, gtin_check_digit.
    """
    digits = text.translate(_TYPED_SEPARATORS)
    if not _DIGITS.fullmatch(digits):
        return "gtin_characters"
    if len(digits) not in GTIN_LENGTHS:
        return "gtin_length"
    if not digits.strip("0"):
        return "gtin_zero"
    return None if check_digit_is_right(digits) else "gtin_check_digit"


def gtin_is_valid(text: str) -> bool:
    return gtin_problem(text) is None


def normalise_gtin(text: str) -> str:
    """The 14 digits of a valid GTIN of any length; ValueError carrying the code of gtin_problem otherwise."""
    problem = gtin_problem(text)
    if problem is not None:
        raise ValueError(problem)
    return text.translate(_TYPED_SEPARATORS).zfill(14)
