"""A juror's own sheets side by side: the order of the rows. Pure and exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.tally.exact import exact_text


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One own sheet. status: empty, draft, submitted. scores: {criterion: exact decimal}, without blanks."""

    key: str
    code: str
    status: str
    scores: Mapping[str, str]


def weighted_total(scores: Mapping[str, str], weights: Mapping[str, Fraction]) -> str:
    """The exact sum of what has been given, each times its criterion's weight; empty where nothing has."""
    given = [Fraction(score) * weights[code] for code, score in scores.items() if code in weights]
    return exact_text(sum(given, Fraction())) if given else ""


def sort_rows(
    rows: Iterable[SheetRow], sort: str, weights: Mapping[str, Fraction]
) -> list[tuple[SheetRow, str]]:
    """The rows with their totals. sort: `code`, `total` or a criterion, with `-` in front for falling.

    Equal rows are ordered by code; what has no score yet is last in both directions: it is not a zero.
    """
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    with_totals = [(row, weighted_total(row.scores, weights)) for row in sorted(rows, key=lambda r: r.code)]
    if name == "code":
        return with_totals[::-1] if falls else with_totals
    values = [(pair, pair[1] if name == "total" else pair[0].scores.get(name, "")) for pair in with_totals]
    scored = sorted(
        ((pair, Fraction(value)) for pair, value in values if value), key=lambda p: p[1], reverse=falls
    )
    return [pair for pair, _value in scored] + [pair for pair, value in values if not value]
