"""A row of printed copies beside those that are counted already: one of them, or another print run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.errors import RuleBroken
from app.core.text import fold, fold_line
from catalog.brochure.prints import MOST_NAMED, Counted, counted_text, list_counted_prints, present_id
from catalog.models import BrochurePrint
from programme.activities.queries import COPY
from programme.activities.rows import Column
from programme.activities.services import ActivityData
from programme.facts.brochures import list_entered_copies, list_kinds_beside_prints

NEAR, NAMED = timedelta(days=31), timedelta(days=366)
"""How far apart the days of one run may be: where the numbers are the same, and where the row names the run."""
OTHER = frozenset(fold(word) for word in ("khác", "đợt khác", "other", "another"))


@dataclass(frozen=True, slots=True)
class Run:
    """Copies that are counted, or stand in a row above. unit: the id of what the province is today. brochure: the noted
    print run that counts by itself, None where an activity or a person told of it.
    """

    counted: Counted
    unit: int | None
    brochure: BrochurePrint | None = None

    def is_near(self, unit: int | None, day: date, most: timedelta) -> bool:
        return self.unit == unit and abs(self.counted.day - day) <= most

    def is_named(self, said: str) -> bool:
        return fold_line(said) in {fold_line(self.counted.title), fold_line(self.counted.document)}


@dataclass(frozen=True, slots=True)
class Printed:
    """kinds: of activities whose copies count beside print runs; runs: what is counted, then the rows above."""

    kinds: frozenset[str]
    runs: list[Run]


def list_printed() -> Printed:
    """All copies that are counted."""
    entered = list_entered_copies()
    told = {fact.activity.brochure_id for fact in entered if fact.activity is not None}
    runs = [
        Run(
            Counted(row.title, row.copies, row.printed_on, row.document), present_id(row.unit),
            None if row.id in told else row,
        )
        for row in list_counted_prints()
    ]  # fmt: skip
    runs += [
        Run(Counted(fact.title, fact.number, fact.day, fact.document), present_id(fact.unit))
        for fact in entered
    ]
    return Printed(frozenset(list_kinds_beside_prints()), runs)


def run_of(data: ActivityData) -> Run | None:
    """The copies of a row, for the rows below it."""
    copies = data.quantities.get(COPY, 0)
    counted = Counted(data.title, copies, data.ends_on, data.document)
    return Run(counted, present_id(data.unit), data.brochure) if copies else None


def settle_print(data: ActivityData, said: str, runs: Sequence[Run]) -> ActivityData | None:
    """The activity with the print run that the row says it is; None where an activity or a person told of that one. One
    like copies that are counted needs the row to say so. Raises RuleBroken.
    """
    if fold_line(said) in OTHER:
        return data
    if said:
        return _named(data, said, runs)
    like = list(dict.fromkeys(_like(data, runs)))[:MOST_NAMED]
    if like:
        raise RuleBroken("print_like_counted", Column.PRINT, counted="; ".join(map(counted_text, like)))
    return data


def _like(data: ActivityData, runs: Sequence[Run]) -> Iterator[Counted]:
    """As many copies of the same province, within a month."""
    copies, unit = data.quantities.get(COPY, 0), present_id(data.unit)
    for run in runs:
        is_as_many = run.counted.copies == copies
        if is_as_many and run.is_near(unit, data.ends_on, NEAR) and not _is_same_paper(run, data):
            yield run.counted


def _named(data: ActivityData, said: str, runs: Sequence[Run]) -> ActivityData | None:
    unit = present_id(data.unit)
    found = [run for run in runs if run.is_named(said) and run.is_near(unit, data.ends_on, NAMED)]
    if not found:
        raise RuleBroken("print_run_unknown", Column.PRINT, typed=said[:80])
    if any(run.brochure is None for run in found):
        return None
    nearest = min(found, key=lambda run: abs(run.counted.day - data.ends_on))
    return replace(data, brochure=nearest.brochure)


def _is_same_paper(run: Run, data: ActivityData) -> bool:
    """A noted run counts no more beside an activity with its document."""
    return run.brochure is not None and fold_line(run.counted.document) == fold_line(data.document)
