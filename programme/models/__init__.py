"""The tables of this domain; other modules import them from here."""

from programme.models.activities import Activity, ActivityKind, Beneficiary
from programme.models.facts import Count, Fact, FactChange
from programme.models.targets import Measure, Programme, Target, TargetVersion

__all__ = [
    "Activity",
    "ActivityKind",
    "Beneficiary",
    "Count",
    "Fact",
    "FactChange",
    "Measure",
    "Programme",
    "Target",
    "TargetVersion",
]
