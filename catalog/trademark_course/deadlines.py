"""What is expected next in the course of a trademark, and until when. Pure.

The terms of the office change by law: they are data with their first day (`terms.json`), and a term that is not known
is left out, never guessed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from catalog.enums import TrademarkStepKind
from catalog.validity import RENEWAL_MONTHS, months_after

_TERMS = Path(__file__).with_name("terms.json")
TERM_CODES = (
    "formal", "publication", "opposition", "substance", "answer_opposition", "answer_objection", "fee", "appeal",
)  # fmt: skip
Terms = Sequence[tuple[date, Mapping[str, int]]]
"""First day -> months by code, in the order of the days."""
_ENDS = frozenset({TrademarkStepKind.GRANTED, TrademarkStepKind.REFUSED})


@dataclass(frozen=True, slots=True)
class Deadline:
    """code: named in labels. ours: whether the facility has to act; else the office is expected to."""

    code: str
    until: date
    ours: bool


def deadlines(
    filed_on: date | None,
    steps: Mapping[TrademarkStepKind, date],
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


def _of_the_office(
    filed_on: date | None, steps: Mapping[TrademarkStepKind, date], terms: Terms
) -> Iterable[Deadline]:
    """Formal examination, publication, examination of the substance, one after the other."""
    if _ENDS & steps.keys():
        return
    published = steps.get(TrademarkStepKind.PUBLISHED)
    waits = (
        ("formal", filed_on, not steps),
        ("publication", steps.get(TrademarkStepKind.ACCEPTED), published is None),
        ("opposition", published, True),
        ("substance", published, not {TrademarkStepKind.OBJECTED, TrademarkStepKind.FEE} & steps.keys()),
    )
    for code, since, is_open in waits:
        months = _term(terms, code, since) if since is not None else None
        if since is not None and months is not None and is_open:
            yield Deadline(code, months_after(since, months), ours=False)


def _answers(steps: Mapping[TrademarkStepKind, date], terms: Terms) -> Iterable[Deadline]:
    """What the facility has to answer, or to pay."""
    for code, asked, answered in (
        ("answer_opposition", TrademarkStepKind.OPPOSED, TrademarkStepKind.OPPOSITION_ANSWERED),
        ("answer_objection", TrademarkStepKind.OBJECTED, TrademarkStepKind.OBJECTION_ANSWERED),
        ("fee", TrademarkStepKind.FEE, TrademarkStepKind.GRANTED),
        ("appeal", TrademarkStepKind.REFUSED, TrademarkStepKind.APPEALED),
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
