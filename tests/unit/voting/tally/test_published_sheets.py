"""The engine on score sheets that another jury has published: exact to the last digit.

Program components of the pairs' short program, European Figure Skating Championships 2017, protocol of the
International Skating Union: nine judges, five components; of each the highest and the lowest mark are dropped, the
mean is rounded to 0.01, multiplied by the factor 0.8, rounded to 0.01 and added.
"""

import pytest

from voting.tally.count import tally

COMPONENTS = ("skills", "transitions", "performance", "composition", "music")
CENTS = {"step": "0.01", "mode": "half_up"}
RULES = {
    "criteria": [{"code": code, "max": "10", "weight": "0.8"} for code in COMPONENTS],
    "aggregate": {"on": "criterion", "method": "trimmed_mean", "drop_low": 1, "drop_high": 1, "round": CENTS},
    "total_round": CENTS,
    "threshold": None,
    "minimum_ballots": 9,
    "ties": None,
}
# rank in the segment: marks of judges 1 to 9 a component, the published mark of the panel; the published total
SHEETS = {
    "rank-1": (
        (
            ("8.75 9.00 9.00 9.00 9.50 9.00 9.00 8.50 9.25", "9"),
            ("9.00 9.25 8.50 9.00 9.25 8.75 8.75 8.50 9.25", "8.93"),
            ("9.25 9.00 9.25 9.25 9.50 9.25 9.25 9.00 9.50", "9.25"),
            ("8.75 9.50 9.00 9.25 9.50 9.00 9.00 8.75 9.25", "9.11"),
            ("9.00 9.00 9.00 9.25 9.50 9.00 9.25 8.75 9.25", "9.11"),
        ),
        "36.32",
    ),
    "rank-2": (
        (
            ("7.75 8.25 8.50 8.00 8.25 8.25 8.00 8.25 8.00", "8.14"),
            ("7.50 8.75 8.00 7.50 8.00 8.25 7.75 8.50 7.75", "7.96"),
            ("8.00 8.75 8.75 8.00 8.50 8.50 8.25 8.50 8.25", "8.39"),
            ("7.50 8.75 8.75 7.75 8.75 8.25 7.75 8.50 8.00", "8.25"),
            ("7.75 8.50 8.75 7.75 8.50 8.50 8.00 8.50 7.75", "8.21"),
        ),
        "32.76",
    ),
    "rank-3": (
        (
            ("8.75 9.00 9.00 9.00 9.00 9.00 9.00 9.00 9.00", "9"),
            ("8.50 9.25 8.75 9.25 8.75 9.00 8.50 9.00 8.75", "8.86"),
            ("9.25 9.25 9.00 8.75 9.00 9.00 8.75 9.25 8.75", "9"),
            ("9.00 9.50 9.25 9.00 9.00 9.25 8.75 9.25 8.75", "9.07"),
            ("9.25 9.25 9.00 9.25 9.25 9.50 8.75 9.25 9.00", "9.18"),
        ),
        "36.09",
    ),
}


def counted():
    ballots = [
        {
            "juror": f"J{judge + 1}",
            "entry": entry,
            "status": "cast",
            "scores": {code: marks.split()[judge] for code, (marks, _) in zip(COMPONENTS, rows, strict=True)},
        }
        for entry, (rows, _total) in SHEETS.items()
        for judge in range(9)
    ]
    document = {"rule_set": RULES, "entries": list(SHEETS), "ballots": ballots}
    return {row["entry"]: row for row in tally(document)["results"]}


@pytest.mark.parametrize("entry", SHEETS)
def test_marks_of_the_panel_and_total_are_those_published(entry):
    rows, total = SHEETS[entry]
    found = counted()[entry]
    assert (list(found["by_criterion"].values()), found["total"]) == ([mark for _, mark in rows], total)


def test_places_follow_the_published_totals():
    assert {entry: row["place"] for entry, row in counted().items()} == {
        "rank-1": 1,
        "rank-3": 2,
        "rank-2": 3,
    }
