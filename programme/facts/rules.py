"""Whether a thing counts towards a target. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Terms:
    """What a target asks of a fact. area: the id of the unit that a province's programme covers on the fact's day;
    None for the nation. counts: kinds of sources, empty for any.
    """

    measure: str
    begins: date
    ends: date
    area: int | None
    counts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A thing that may count. kind: of its source; unit: the id of its province as it was on the day."""

    measure: str
    kind: str
    day: date
    unit: int | None


def why_not(terms: Terms, claim: Claim) -> tuple[str, str] | None:
    """The code of the first reason why it does not count, and the field at fault; None where it counts."""
    if claim.measure != terms.measure:
        return "fact_other_measure", "measure"
    if terms.counts and claim.kind not in terms.counts:
        return "fact_other_kind", "kind"
    if not terms.begins <= claim.day <= terms.ends:
        return "fact_outside_years", "day"
    if terms.area is not None and claim.unit != terms.area:
        return "fact_other_area", "unit"
    return None
