"""What is expected next in the course of a trademark, and until when. Pure.

The terms of the office change by law: they are data with their first day (`terms.json`), and a term that is not known
is left out, never guessed.
"""

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

_TERMS = Path(__file__).with_name("terms.json")
RENEWAL_MONTHS = 6
"""Renewal may be asked for in the last six months of protection."""
TERM_YEARS = 10
TERM_CODES = (
    "formal", "publication", "opposition", "substance", "answer_opposition", "answer_objection", "fee", "appeal",
)  # fmt: skip
Terms = Sequence[tuple[date, Mapping[str, int]]]
"""First day -> months by code, in the order of the days."""


class StepKind(StrEnum):
    """What happened at the intellectual property office. FEE: it asked for the fee of the certificate."""

    ACCEPTED = "accepted"
    PUBLISHED = "published"
    OPPOSED = "opposed"
    OPPOSITION_ANSWERED = "opposition-answered"
    OBJECTED = "objected"
    OBJECTION_ANSWERED = "objection-answered"
    FEE = "fee"
    GRANTED = "granted"
    REFUSED = "refused"
    APPEALED = "appealed"
    RENEWED = "renewed"


_ENDS = frozenset({StepKind.GRANTED, StepKind.REFUSED})


@dataclass(frozen=True, slots=True)
class Deadline:
    """code: named in labels. ours: whether the facility has to act; else the office is expected to."""

    code: str
    until: date
    ours: bool


def deadlines(
    filed_on: date | None,
    steps: Mapping[StepKind, date],
    valid_until: date | None,
    terms: Terms | None = None,
) -> list[Deadline]:
    """The open ones, the nearest first. steps: the last day of each kind. terms: those of the file when None."""
    known = [(begins, months) for begins, _source, months in base_terms()] if terms is None else terms
    found = [*_of_the_office(filed_on, steps, known), *_answers(steps, known)]
    if valid_until is not None:
        found.append(Deadline("renewal", valid_until, ours=True))
    return sorted(found, key=lambda each: (each.until, each.code))


def renewal_opens(valid_until: date) -> date:
    """The first day on which renewal may be asked for."""
    return months_after(valid_until, -RENEWAL_MONTHS)


def ten_years_after(filed_on: date) -> date:
    """A mark is protected for ten years from the day of application."""
    return months_after(filed_on, 12 * TERM_YEARS)


def months_after(day: date, months: int) -> date:
    """The same day of another month, its last day where that month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _of_the_office(filed_on: date | None, steps: Mapping[StepKind, date], terms: Terms) -> Iterable[Deadline]:
    """Formal examination, publication, examination of the substance, one after the other."""
    if _ENDS & steps.keys():
        return
    published = steps.get(StepKind.PUBLISHED)
    waits = (
        ("formal", filed_on, not steps),
        ("publication", steps.get(StepKind.ACCEPTED), published is None),
        ("opposition", published, True),
        ("substance", published, not {StepKind.OBJECTED, StepKind.FEE} & steps.keys()),
    )
    for code, since, is_open in waits:
        months = _term(terms, code, since) if since is not None else None
        if since is not None and months is not None and is_open:
            yield Deadline(code, months_after(since, months), ours=False)


def _answers(steps: Mapping[StepKind, date], terms: Terms) -> Iterable[Deadline]:
    """What the facility has to answer, or to pay."""
    for code, asked, answered in (
        ("answer_opposition", StepKind.OPPOSED, StepKind.OPPOSITION_ANSWERED),
        ("answer_objection", StepKind.OBJECTED, StepKind.OBJECTION_ANSWERED),
        ("fee", StepKind.FEE, StepKind.GRANTED),
        ("appeal", StepKind.REFUSED, StepKind.APPEALED),
    ):
        since = steps.get(asked)
        months = _term(terms, code, since) if since is not None else None
        if since is not None and months is not None and steps.get(answered, date.min) < since:
            yield Deadline(code, months_after(since, months), ours=True)


def _term(terms: Terms, code: str, since: date) -> int | None:
    """In months, by the terms in force on the day; None where it is not known."""
    in_force = [months for begin, months in terms if begin <= since]
    return in_force[-1].get(code) if in_force else None


@cache
def base_terms() -> tuple[tuple[date, str, Mapping[str, int]], ...]:
    """Those that come with the program: first day, where they are said, months by code."""
    rows = json.loads(_TERMS.read_text(encoding="utf-8"))
    return tuple((date.fromisoformat(row["from"]), row["source"], row["months"]) for row in rows)
