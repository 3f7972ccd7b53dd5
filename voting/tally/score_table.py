"""Each juror's total for each entry, from the frozen input of a count. Pure and exact."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from voting.enums import BallotStatus
from voting.tally.exact import exact_text


def juror_totals(document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """(juror, entry) -> weighted total as exact text, or the status ("recused", "absent") of a sheet that has none.

    document: tally input as contract.md has it. A pair without a ballot is not in the answer: it is missing, which
    is neither absent nor zero.
    """
    weights = {row["code"]: Fraction(row["weight"]) for row in document["rule_set"]["criteria"]}
    return {(ballot["juror"], ballot["entry"]): _total(ballot, weights) for ballot in document["ballots"]}


def list_jurors(document: Mapping[str, Any]) -> list[str]:
    """The jurors of a count in the order of their aliases: G2 before G10."""
    return sorted({ballot["juror"] for ballot in document["ballots"]}, key=_alias_key)


def _alias_key(alias: str) -> tuple[str, int, str]:
    letters = alias.rstrip("0123456789")
    return letters, int(alias[len(letters) :] or 0), alias


def _total(ballot: Mapping[str, Any], weights: Mapping[str, Fraction]) -> str:
    if ballot["status"] != BallotStatus.CAST:
        return str(ballot["status"])
    return exact_text(sum((weights[code] * Fraction(ballot["scores"][code]) for code in weights), Fraction()))
