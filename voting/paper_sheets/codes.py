"""The short code of a score sheet on paper: what its QR code leads to, and what a clerk may type instead. Pure."""

import secrets
from collections.abc import Callable, Sequence

ALPHABET = "ACDEFHJKLMNPRTUVWXY6789"
"""23 characters that neither look nor sound alike: a prime number, so that the check catches what a slip makes."""
LENGTH = 8

Choose = Callable[[Sequence[str]], str]


def draw_paper_code(choose: Choose = secrets.choice) -> str:
    """Seven characters drawn at random and one that checks them."""
    drawn = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def read_paper_code(text: str) -> str | None:
    """The code in what was typed, or in the address that a reader took from the QR code; None where there is none.

    Any single wrong character and any two changed about are found out.
    """
    last = text.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    code = "".join(last.upper().replace("-", " ").split())
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def show_paper_code(code: str) -> str:
    """As printed: K7M4-H2XP."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def _check(drawn: str) -> str:
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]
