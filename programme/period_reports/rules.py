"""Periods of reports, and what a fact adds to one. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

PEOPLE, SEVERAL, NOBODY = "people", "several", "nobody"
"""Beneficiaries that are no kind of facility: learners, facilities of several kinds, nobody by name."""
_QUARTER, _YEAR = re.compile(r"([0-9]{4})Q([1-4])"), re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Period:
    """code: 2023Q2 or 2023."""

    code: str
    begins: date
    ends: date


def read_period(code: str) -> Period | None:
    """The days of a quarter or a year; None for anything else."""
    if (found := _QUARTER.fullmatch(code)) is not None:
        year, quarter = int(found[1]), int(found[2])
        begins = date(year, 3 * quarter - 2, 1)
        ends = date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)
        return Period(code, begins, ends)
    if _YEAR.fullmatch(code) is not None and int(code) > 0:
        return Period(code, date(int(code), 1, 1), date(int(code), 12, 31))
    return None


def quarters_of(begins: date, ends: date) -> list[Period]:
    """The quarters of a programme, the first first."""
    codes = [f"{year}Q{quarter}" for year in range(begins.year, ends.year + 1) for quarter in range(1, 5)]
    periods = [period for code in codes if (period := read_period(code)) is not None]
    return [period for period in periods if period.ends >= begins and period.begins <= ends]


def addition(now: int, told: int) -> int:
    """What a fact adds: what it is now, less what earlier reports told of it."""
    return now - told


def beneficiary_of(facilities: Collection[str], *, is_people: bool) -> str:
    """One kind of those who were helped. facilities: the kinds of the facilities that are named."""
    if is_people:
        return PEOPLE
    kinds = set(facilities)
    return kinds.pop() if len(kinds) == 1 else SEVERAL if kinds else NOBODY


def parts_added(now: Mapping[str, int], told: Mapping[str, int]) -> dict[str, int]:
    """As `addition` for the parts of the learners; what adds nothing is left out."""
    names = [*now, *(name for name in told if name not in now)]
    added = {name: addition(now.get(name, 0), told.get(name, 0)) for name in names}
    return {name: number for name, number in added.items() if number}
