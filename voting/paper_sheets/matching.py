"""Where two readings of the same sheet differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.tally.exact import parse_decimal

COMMENT = "comment"
"""The key of the remark among the fields; no criterion has this name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one clerk typed. scores: {criterion code: ASCII decimal text}."""

    scores: Mapping[str, str]
    comment: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the two read differently. field: a criterion code, or COMMENT."""

    field: str
    first: str
    second: str


def find_differences(codes: Sequence[str], first: Reading, second: Reading) -> list[Difference]:
    """Field by field in the order of the sheet; "35.5" and "35.50" are the same score.

    In remarks only words count: case, spaces and the final full stop come from the clerk, not the juror.
    """
    found = [
        Difference(code, first.scores.get(code, ""), second.scores.get(code, ""))
        for code in codes
        if parse_decimal(first.scores.get(code)) != parse_decimal(second.scores.get(code))
    ]
    if _words(first.comment) != _words(second.comment):
        found.append(Difference(COMMENT, first.comment, second.comment))
    return found


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
