"""Exact numbers: ASCII decimals in, fractions inside, decimals or "n/d" out. No floats anywhere."""

import re
from dataclasses import dataclass
from fractions import Fraction

from voting.enums import RoundingMode

MAX_DIGITS = 200
"""Longest decimal accepted, in characters: far beyond any sheet, far below what slows the engine."""

_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def parse_decimal(text: object) -> Fraction | None:
    """Read "35.5" as 71/2; None for anything else: sign, exponent, comma, space, other digits, floats."""
    if not isinstance(text, str) or len(text) > MAX_DIGITS or not _DECIMAL.fullmatch(text):
        return None
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def exact_text(value: Fraction) -> str:
    """Shortest exact text: "70", "31.5", or "421/6" where no finite decimal exists."""
    numerator, rest = value.numerator, value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{numerator}/{value.denominator}"
    places = max(twos, fives)
    if places == 0:
        return str(numerator)
    digits = str(abs(numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


@dataclass(frozen=True, slots=True)
class Rounding:
    """To the nearest multiple of `step`; `mode` settles halves, or always goes down or up."""

    step: Fraction
    mode: RoundingMode

    def apply(self, numerator: int, denominator: int) -> Fraction:
        denominator *= self.step.numerator
        quotient, remainder = divmod(numerator * self.step.denominator, denominator)
        if remainder and self._goes_up(quotient, 2 * remainder - denominator):
            quotient += 1
        return Fraction(quotient * self.step.numerator, self.step.denominator)

    def _goes_up(self, quotient: int, beyond_half: int) -> bool:
        """Scores are never negative, so down is floor and up is ceiling."""
        match self.mode:
            case RoundingMode.DOWN | RoundingMode.FLOOR:
                return False
            case RoundingMode.UP | RoundingMode.CEILING:
                return True
            case RoundingMode.HALF_DOWN:
                return beyond_half > 0
            case RoundingMode.HALF_EVEN:
                return beyond_half > 0 or (beyond_half == 0 and quotient % 2 == 1)
            case _:
                return beyond_half >= 0


def rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    return value if rounding is None else rounding.apply(value.numerator, value.denominator)


def rounded_ratio(numerator: int, denominator: int, rounding: Rounding | None) -> Fraction:
    """As `rounded`, from whole numbers, which spares the engine one reduction a value."""
    return Fraction(numerator, denominator) if rounding is None else rounding.apply(numerator, denominator)
