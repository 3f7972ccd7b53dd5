"""The contract's arithmetic again in the plainest way, to compare with the engine. Slow on purpose."""

from fractions import Fraction
from math import floor
from typing import Any


def tally(document: dict[str, Any]) -> list[dict[str, Any]]:
    rules = document["rule_set"]
    rows = [_row(rules, entry, document["ballots"]) for entry in document["entries"]]
    for row in rows:
        better = [
            one
            for one in rows
            if one["keys"] is not None and row["keys"] is not None and one["keys"] > row["keys"]
        ]
        equal = [one for one in rows if one["keys"] == row["keys"]]
        row["place"] = None if row["keys"] is None else len(better) + 1
        row["tied"] = row["keys"] is not None and len(equal) > 1
    return rows


def _row(rules: dict[str, Any], entry: str, ballots: list[dict[str, Any]]) -> dict[str, Any]:
    cast = [one["scores"] for one in ballots if one["entry"] == entry and one["status"] == "cast"]
    how, criteria = rules["aggregate"], rules["criteria"]
    by = {c["code"]: _joined([Fraction(s[c["code"]]) for s in cast], how) for c in criteria}
    sums = [sum(Fraction(c["weight"]) * Fraction(s[c["code"]]) for c in criteria) for s in cast]
    total = _total(rules, by, sums)
    keys = None
    if total is not None and len(cast) >= rules["minimum_ballots"]:
        keys = [total, *(by[key.removeprefix("criterion:")] for key in rules["ties"] or [])]
    verdict = _verdict(rules, keys)
    return {"entry": entry, "total": total, "by": by, "ballots": len(cast), "verdict": verdict, "keys": keys}


def _total(rules: dict[str, Any], by: dict[str, Any], sums: list[Fraction]) -> Fraction | None:
    total = _joined(sums, rules["aggregate"])
    if total is None:
        return None
    parts = [total]
    if rules["aggregate"]["on"] == "criterion":
        parts = [by[one["code"]] * Fraction(one["weight"]) for one in rules["criteria"]]
    return sum((_rounded(part, rules["total_round"]) for part in parts), Fraction(0))


def _verdict(rules: dict[str, Any], keys: list[Any] | None) -> str:
    if keys is None:
        return "undecided"
    if rules["threshold"] is not None and keys[0] < Fraction(rules["threshold"]):
        return "below"
    return "pass"


def _joined(values: list[Any], how: dict[str, Any]) -> Fraction | None:
    left = sorted(values)
    if how["method"] == "trimmed_mean":
        for _ in range(min(how["drop_low"], len(left))):
            left.remove(min(left))
        for _ in range(min(how["drop_high"], len(left))):
            left.remove(max(left))
    if not left:
        return None
    if how["method"] == "median":
        while len(left) > 2:
            left = left[1:-1]
    return _rounded(Fraction(sum(left)) / len(left), how["round"])


def _rounded(value: Fraction, rule: dict[str, str] | None) -> Fraction:
    if rule is None:
        return value
    step = Fraction(rule["step"])
    low = floor(value / step) * step
    high = low if low == value else low + step
    if rule["mode"] in {"up", "ceiling"}:
        return high
    if rule["mode"] in {"down", "floor"} or value - low < high - value:
        return low
    if value - low > high - value or rule["mode"] == "half_up":
        return high
    if rule["mode"] == "half_even":
        return low if (low / step) % 2 == 0 else high
    return low
