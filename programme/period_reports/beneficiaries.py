"""Who was helped by what a report tells: kinds of facilities, and people as numbers. Nobody is named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.enums import FacilityKind
from programme.activities.rules import PARTS
from programme.models import PeriodReport, ReportLine, Target
from programme.period_reports.queries import Line
from programme.period_reports.rules import NOBODY, PEOPLE, SEVERAL

ORDER = (*FacilityKind, SEVERAL, PEOPLE, NOBODY)
"""Of kinds of beneficiaries in a report."""


@dataclass(frozen=True, slots=True)
class BeneficiaryFigure:
    """One target for one kind of beneficiary. parts: of the people, in the period and by corrections."""

    beneficiary: str
    target: Target
    new: int
    corrected: int
    parts: Mapping[str, int]


def beneficiary_figures(
    report: PeriodReport, lines: Sequence[Line] | Sequence[ReportLine]
) -> list[BeneficiaryFigure]:
    """By kind, then by target. Empty for a report that was signed before beneficiaries were told."""
    new, corrected = defaultdict[tuple[str, int], int](int), defaultdict[tuple[str, int], int](int)
    told = defaultdict[tuple[str, int], dict[str, int]](lambda: dict.fromkeys(PARTS, 0))
    for line in lines:
        if line.beneficiary and (line.is_correction or line.day >= report.begins):
            key = line.beneficiary, line.target_id
            (corrected if line.is_correction else new)[key] += line.number
            for name in PARTS:
                told[key][name] += line.parts.get(name, 0)
    return [
        BeneficiaryFigure(
            kind, target, new[kind, target.id], corrected[kind, target.id], told[kind, target.id]
        )
        for kind in ORDER
        for target in report.programme.targets
        if (kind, target.id) in told
    ]
