"""A rule set: everything a round is judged by, as one versioned, frozen value. No rule of a single year is
code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from voting.enums import AggregateOn, CapKind, Method
from voting.rules.bands import Band, get_band_faults
from voting.tally.caps import Cap
from voting.tally.exact import Rounding, exact_text
from voting.tally.input import CRITERION_TIE, SIMPLE_TIES
from voting.tally.spread import SpreadRule

COUNCIL_VOTE = "council_vote"
"""Always the last tie key: the council decides what no number does."""

FULL_MARKS = Fraction(100)
COMPLAINT_DAYS, ANSWER_DAYS = 15, 10
"""Working days to complain, at least, and to answer, at most (Circular 26/2014, article 20)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the score sheet. With `parts`, the parts are scored and the row is their sum."""

    code: str
    name_vi: str
    name_en: str
    maximum: Fraction
    weight: Fraction = Fraction(1)
    parts: tuple["Part", ...] = ()
    anchors: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-criterion with the weight of its criterion."""

    code: str
    name_vi: str
    name_en: str
    maximum: Fraction
    anchors: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Aggregate:
    on: AggregateOn = AggregateOn.TOTAL
    method: Method = Method.MEAN
    drop_low: int = 0
    drop_high: int = 0
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class LowerLevel:
    """What the level below must have done before an entry comes up: recognised it, sent it up."""

    certificate: bool
    promotion: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a rule set may not be used. `code` is translated by the web layer, `where` names the rule."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Shares are fractions of one; `quorum` is at least, `vote_share` is more than; days are working days.

    lower: None for what is usual at the level of the round.
    """

    code: str
    version: int
    name_vi: str
    name_en: str
    criteria: tuple[Criterion, ...]
    source: str = ""
    aggregate: Aggregate = field(default_factory=Aggregate)
    total_rounding: Rounding | None = None
    threshold: Fraction | None = None
    bands: tuple[Band, ...] = ()
    minimum_ballots: int = 1
    quorum: Fraction = Fraction(2, 3)
    vote_share: Fraction = Fraction(1, 2)
    cap: Cap | None = None
    upward_quota: Cap | None = None
    ties: tuple[str, ...] = (COUNCIL_VOTE,)
    spread: SpreadRule | None = None
    passes: int = 1
    blind: bool = True
    complaint_days: int = COMPLAINT_DAYS
    answer_days: int = ANSWER_DAYS
    lower: LowerLevel | None = None

    def problems(self) -> tuple[Problem, ...]:
        """Everything that forbids opening a round under these rules; empty when they may be used."""
        return (
            *_criteria_problems(self),
            *_counting_problems(self),
            *_term_problems(self),
            *_band_problems(self),
            *_tie_problems(self),
        )


def get_rows(criterion: Criterion) -> tuple[Criterion | Part, ...]:
    return (criterion, *criterion.parts)


def scored(criterion: Criterion) -> tuple[Criterion | Part, ...]:
    """What the juror fills in for this row: its parts, or the row itself."""
    return criterion.parts or (criterion,)


def to_tally_rules(rules: RuleSet) -> dict[str, Any]:
    """The `rule_set` of a tally input (contract.md): parts laid flat, the council vote left out."""
    rows = [(one, criterion.weight) for criterion in rules.criteria for one in scored(criterion)]
    return {
        "criteria": [
            {"code": one.code, "max": exact_text(one.maximum), "weight": exact_text(weight)}
            for one, weight in rows
        ],
        "aggregate": aggregate_data(rules.aggregate),
        "total_round": rounding_data(rules.total_rounding),
        "threshold": None if rules.threshold is None else exact_text(rules.threshold),
        "minimum_ballots": rules.minimum_ballots,
        "ties": [_tally_tie(rules, key) for key in rules.ties if key != COUNCIL_VOTE],
    }


def aggregate_data(aggregate: Aggregate) -> dict[str, Any]:
    return {
        "on": aggregate.on.value,
        "method": aggregate.method.value,
        "drop_low": aggregate.drop_low,
        "drop_high": aggregate.drop_high,
        "round": rounding_data(aggregate.rounding),
    }


def rounding_data(rounding: Rounding | None) -> dict[str, str] | None:
    return {"step": exact_text(rounding.step), "mode": rounding.mode.value} if rounding else None


def _tally_tie(rules: RuleSet, key: str) -> str:
    for criterion in rules.criteria:
        if key == CRITERION_TIE + criterion.code:
            return CRITERION_TIE + "+".join(one.code for one in scored(criterion))
    return key


def _criteria_problems(rules: RuleSet) -> Iterator[Problem]:
    if not rules.criteria:
        yield Problem("no_criteria", "criteria")
    if sum(criterion.maximum * criterion.weight for criterion in rules.criteria) != FULL_MARKS:
        yield Problem("maxima_not_100", "criteria")
    seen: set[str] = set()
    for criterion in rules.criteria:
        if criterion.parts and sum(part.maximum for part in criterion.parts) != criterion.maximum:
            yield Problem("parts_not_maximum", criterion.code)
        for one in get_rows(criterion):
            yield from _row_problems(one, seen)
            seen.add(one.code)


def _row_problems(row: Criterion | Part, seen: set[str]) -> Iterator[Problem]:
    """seen: the codes of the rows before."""
    if row.code in seen or "+" in row.code:
        yield Problem("bad_code", row.code)
    if row.maximum <= 0:
        yield Problem("maximum_not_positive", row.code)
    if not (row.name_vi and row.name_en):
        yield Problem("name_missing", row.code)


def _counting_problems(rules: RuleSet) -> Iterator[Problem]:
    yield from _trimming_problems(rules)
    if rules.threshold is not None and rules.threshold > FULL_MARKS:
        yield Problem("threshold_over_maximum", "threshold")
    for name, share in (("quorum", rules.quorum), ("vote_share", rules.vote_share)):
        if not 0 <= share <= 1:
            yield Problem("not_a_share", name)
    for name, cap in (("cap", rules.cap), ("upward_quota", rules.upward_quota)):
        if cap and ((cap.kind is CapKind.SHARE and cap.value > 1) or cap.value <= 0):
            yield Problem("bad_cap", name)
    if rules.passes not in {1, 2}:
        yield Problem("bad_passes", "passes")


def _trimming_problems(rules: RuleSet) -> Iterator[Problem]:
    aggregate = rules.aggregate
    trimmed = aggregate.drop_low + aggregate.drop_high
    if trimmed and aggregate.method is not Method.TRIMMED_MEAN:
        yield Problem("drops_without_trimming", "aggregate")
    if rules.minimum_ballots < 1:
        yield Problem("minimum_ballots_zero", "minimum_ballots")
    elif rules.minimum_ballots <= trimmed:
        yield Problem("trimming_leaves_none", "minimum_ballots")


def _term_problems(rules: RuleSet) -> Iterator[Problem]:
    if rules.complaint_days < COMPLAINT_DAYS:
        yield Problem("complaint_days_cut", "complaint_days")
    if not 1 <= rules.answer_days <= ANSWER_DAYS:
        yield Problem("answer_days_over", "answer_days")


def _band_problems(rules: RuleSet) -> Iterator[Problem]:
    for _, fault in get_band_faults(rules.bands, FULL_MARKS):
        yield Problem(f"bands_{fault.value}", "bands")
    for criterion in rules.criteria:
        for one in get_rows(criterion):
            for _, fault in get_band_faults(one.anchors, one.maximum):
                yield Problem(f"bands_{fault.value}", one.code)


def _tie_problems(rules: RuleSet) -> Iterator[Problem]:
    if COUNCIL_VOTE not in rules.ties or rules.ties.index(COUNCIL_VOTE) != len(rules.ties) - 1:
        yield Problem("ties_end_without_vote", "ties")
    codes = {one.code for criterion in rules.criteria for one in get_rows(criterion)}
    known = {COUNCIL_VOTE, *SIMPLE_TIES, *(CRITERION_TIE + code for code in codes)}
    for key in rules.ties:
        if key not in known:
            yield Problem("unknown_tie_key", key)
    if len(set(rules.ties)) < len(rules.ties):
        yield Problem("tie_key_twice", "ties")
