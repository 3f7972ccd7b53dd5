"""Numbers of papers (Decree 30/2020/ND-CP): they run through a calendar year, a council with its seal has its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """The papers that get a number here; a decision gets its from the authority that signs it."""

    PLAN = "plan"
    MINUTES = "minutes"
    SUBMISSION = "submission"
    NOTICE = "notice"


class Numbering(StrEnum):
    BY_TYPE = "type"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Type:
    """abbreviation: of the paper's type, annex III of the decree. own: the council issues it, else the body."""

    abbreviation: str
    own: bool


TYPES = {
    PaperKind.PLAN: Type("KH", own=False),
    PaperKind.MINUTES: Type("BB", own=True),
    PaperKind.SUBMISSION: Type("TTr", own=True),
    PaperKind.NOTICE: Type("TB", own=True),
}


def sign_of(kind: PaperKind, *, council_sign: str, body_sign: str) -> str:
    """The part after the number: BB-HĐBC, KH-UBND."""
    found = TYPES[kind]
    return f"{found.abbreviation}-{council_sign if found.own else body_sign}"


def series_of(kind: PaperKind, issuer: str, numbering: str) -> str:
    """Which papers share one row of numbers. issuer: folded, so that a name typed another way is the same body."""
    type_ = "" if numbering == Numbering.ALL else TYPES[kind].abbreviation
    return f"{issuer}|{type_}"


def next_number(taken: Iterable[int]) -> int:
    """One more than the highest: a number that was left out is not given later."""
    return max(taken, default=0) + 1
