"""The scoring engine alone: a round of 40 entries and 9 jurors."""

import time
from typing import Any

ENTRIES = 40
JURORS = 9


def tally_input() -> dict[str, Any]:
    codes = {"market": 40, "economy": 40, "culture": 10, "other": 10}
    entries = [f"SP-{number:02d}" for number in range(ENTRIES)]
    return {
        "rule_set": {
            "criteria": [{"code": code, "max": str(top), "weight": "1"} for code, top in codes.items()],
            "aggregate": {
                "on": "total", "method": "trimmed_mean", "drop_low": 1, "drop_high": 1,
                "round": {"step": "0.01", "mode": "half_up"},
            },
            "total_round": None,
            "threshold": "70",
            "minimum_ballots": 3,
            "ties": ["criterion:market"],
        },
        "entries": entries,
        "ballots": [
            {
                "juror": f"G{juror}",
                "entry": entry,
                "status": "cast",
                "scores": {code: str((number * 7 + juror * 3) % top + 0.5) for code, top in codes.items()},
            }
            for number, entry in enumerate(entries)
            for juror in range(JURORS)
        ],
    }  # fmt: skip


def tallies_a_second(seconds: float) -> float:
    from voting.tally.count import tally

    document, count, end = tally_input(), 0, time.perf_counter() + seconds
    start = time.perf_counter()
    while time.perf_counter() < end:
        tally(document)
        count += 1
    return count / (time.perf_counter() - start)
