"""Small builders of tally documents for the tests beside this file."""

from typing import Any


def rule_set(**changes: Any) -> dict[str, Any]:
    rules: dict[str, Any] = {
        "criteria": [
            {"code": "market", "max": "40", "weight": "1"},
            {"code": "economy", "max": "40", "weight": "1"},
            {"code": "culture", "max": "10", "weight": "1"},
            {"code": "other", "max": "10", "weight": "1"},
        ],
        "aggregate": {"on": "total", "method": "mean", "drop_low": 0, "drop_high": 0, "round": None},
        "total_round": None,
        "threshold": "70",
        "minimum_ballots": 1,
        "ties": None,
    }
    return rules | changes


def one_criterion(maximum: str = "100", **changes: Any) -> dict[str, Any]:
    return rule_set(criteria=[{"code": "points", "max": maximum, "weight": "1"}], **changes)


def aggregate(on: str = "total", method: str = "mean", **changes: Any) -> dict[str, Any]:
    return {"on": on, "method": method, "drop_low": 0, "drop_high": 0, "round": None} | changes


def ballot(juror: str, entry: str, *scores: str, status: str = "cast") -> dict[str, Any]:
    codes = ("market", "economy", "culture", "other") if len(scores) == 4 else ("points", "second")
    return {
        "juror": juror,
        "entry": entry,
        "status": status,
        "scores": dict(zip(codes, scores, strict=False)),
    }


def points(entry: str, *scores: str) -> list[dict[str, Any]]:
    """One cast ballot a score, by jurors G1, G2, …, on the single criterion `points`."""
    return [ballot(f"G{n}", entry, score) for n, score in enumerate(scores, 1)]


def document(rules: dict[str, Any], ballots: list[dict[str, Any]], *entries: str) -> dict[str, Any]:
    named = list(entries) or list(dict.fromkeys(one["entry"] for one in ballots))
    return {"rule_set": rules, "entries": named, "ballots": ballots}
