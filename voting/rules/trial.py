"""A rule set tried on a past round: its frozen input counted again under other rules. Pure.

Sheets say what was scored, not what would have been under other rows: where the rows do not match, nothing is
guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.enums import BallotStatus, Verdict
from voting.rules.rule_set import RuleSet, to_tally_rules
from voting.tally.caps import get_proposal
from voting.tally.count import tally
from voting.tally.exact import exact_text
from voting.tally.spread import find_outliers

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a round cannot be counted again: rows missing in the past sheets, and rows whose maximum differs.

    maxima: (criterion code, maximum then, maximum in these rules).
    """

    lacking: tuple[str, ...]
    maxima: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry, as published and under the rules tried. Totals are exact text, None where nothing was counted."""

    entry: str
    total_before: str | None
    total_after: str | None
    place_before: int | None
    place_after: int | None
    verdict_before: str
    verdict_after: str

    @property
    def is_verdict_other(self) -> bool:
        return self.verdict_before != self.verdict_after

    @property
    def is_place_other(self) -> bool:
        return self.place_before != self.place_after

    @property
    def is_other(self) -> bool:
        return self.is_verdict_other or self.is_place_other


@dataclass(frozen=True, slots=True)
class Trial:
    """The recount of one group. left_out: rows of the past sheets that these rules do not count.

    beyond: entries that pass but are beyond the cap, or share a place across its line. apart: entries whose
    jurors are further apart than the spread rule allows; None where the rules have no spread rule.
    """

    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    beyond: tuple[str, ...]
    apart: int | None

    @property
    def verdicts(self) -> int:
        return sum(one.is_verdict_other for one in self.changes)

    @property
    def places(self) -> int:
        return sum(one.is_place_other for one in self.changes)

    @property
    def passing(self) -> tuple[int, int]:
        """How many passed as published, and how many pass under these rules."""
        return (
            sum(one.verdict_before == Verdict.PASS for one in self.changes),
            sum(one.verdict_after == Verdict.PASS for one in self.changes),
        )


def try_rules(rules: RuleSet, document: Row, results: Sequence[Row]) -> Trial | Mismatch:
    """Count a frozen tally input again under `rules`, and set the outcome beside the published `results`.

    document: tally input, results: rows of its tally result, both as contract.md has them. The rules have no problems.
    """
    asked = to_tally_rules(rules)
    mismatch = _find_mismatch(asked, document)
    if mismatch is not None:
        return mismatch
    codes = {row["code"] for row in asked["criteria"]}
    ballots = [_cut(ballot, codes) for ballot in document["ballots"]]
    counted = tally({"rule_set": asked, "entries": document["entries"], "ballots": ballots})["results"]
    after = {row["entry"]: row for row in counted}
    limit = None if rules.cap is None else rules.cap.limit(len(counted))
    proposal = get_proposal(counted, limit)
    return Trial(
        changes=tuple(_change(row, after[row["entry"]]) for row in results),
        left_out=tuple(r["code"] for r in document["rule_set"]["criteria"] if r["code"] not in codes),
        beyond=(*proposal.tied, *proposal.outside),
        apart=_count_apart(rules, asked, ballots),
    )


def _find_mismatch(asked: Row, document: Row) -> Mismatch | None:
    past = {row["code"]: Fraction(row["max"]) for row in document["rule_set"]["criteria"]}
    wanted = {row["code"]: Fraction(row["max"]) for row in asked["criteria"]}
    lacking = tuple(code for code in wanted if code not in past)
    maxima = tuple(
        (code, exact_text(past[code]), exact_text(most))
        for code, most in wanted.items()
        if code in past and past[code] != most
    )
    return Mismatch(lacking, maxima) if lacking or maxima else None


def _cut(ballot: Row, codes: set[str]) -> dict[str, Any]:
    """The ballot with the rows that these rules count."""
    scores = {code: text for code, text in (ballot.get("scores") or {}).items() if code in codes}
    return {**ballot, "scores": scores}


def _change(before: Row, after: Row) -> Change:
    return Change(
        entry=before["entry"],
        total_before=before["total"],
        total_after=after["total"],
        place_before=before["place"],
        place_after=after["place"],
        verdict_before=before["verdict"],
        verdict_after=after["verdict"],
    )


def _count_apart(rules: RuleSet, asked: Row, ballots: Sequence[Row]) -> int | None:
    if rules.spread is None:
        return None
    weights = {row["code"]: Fraction(row["weight"]) for row in asked["criteria"]}
    totals: dict[str, dict[str, Fraction]] = {}
    for ballot in ballots:
        if ballot["status"] == BallotStatus.CAST:
            total = sum((weights[code] * Fraction(ballot["scores"][code]) for code in weights), Fraction(0))
            totals.setdefault(ballot["entry"], {})[ballot["juror"]] = total
    return sum(bool(find_outliers(row, rules.spread)) for row in totals.values())
