"""Random juries on a band edge, a tenth above and a tenth below: `python -m tests.bench.edges [juries]`.

So many juries (100,000 by itself) for each edge and each of the three placements. Each jury has three to nine jurors,
whose totals, in tenths and split at random over four criteria, have exactly the wanted mean. Verdict and band of
each must be those of the edge; a wrong one ends the run with 1.
"""

import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from voting.rules.bands import Band, find_band
from voting.tally.count import tally

EDGES = (50, 70, 90)
PLACES = tuple((edge, away) for edge in EDGES for away in (-1, 0, 1))
BANDS = tuple(Band(str(low), Fraction(low), Fraction(high)) for low, high in ((50, 70), (70, 90), (90, 100)))
BELOW = {50: "", 70: "50", 90: "70"}
"""The band under each edge."""
MAXIMA = {"market": 40, "economy": 40, "culture": 10, "other": 10}
TENTHS = tuple(f"{score // 10}.{score % 10}" for score in range(1001))
ROUND = 5_000
"""Entries counted at once: so many need little memory."""


def pick(dice: random.Random, low: int, high: int) -> int:
    """Like randint, in a quarter of its time."""
    return low + int(dice.random() * (high - low + 1))


def make_jury(dice: random.Random, mean: int) -> list[int]:
    """Totals in tenths, 0 to 1000, whose mean is exactly `mean` tenths."""
    jurors = pick(dice, 3, 9)
    scores = [mean] * jurors
    for giver in range(jurors):
        taker = (giver + pick(dice, 1, jurors - 1)) % jurors
        moved = pick(dice, 0, min(scores[giver], 1000 - scores[taker]))
        scores[giver] -= moved
        scores[taker] += moved
    return scores


def split(dice: random.Random, total: int) -> dict[str, str]:
    """The total in tenths as scores of the four criteria, none over its maximum."""
    scores, room = {}, 1000
    for code, most in MAXIMA.items():
        room -= 10 * most
        given = pick(dice, max(0, total - room), min(10 * most, total))
        scores[code] = TENTHS[given]
        total -= given
    return scores


def find_wrong(juries: int, seed: int = 1) -> list[dict[str, Any]]:
    """The rows of juries, so many for each edge and placement, whose verdict or band is not that of their place."""
    dice = random.Random(seed)
    return [
        wrong
        for edge, away in PLACES
        for start in range(0, juries, ROUND)
        for wrong in _wrong_of(dice, edge, away, min(ROUND, juries - start))
    ]


def _wrong_of(dice: random.Random, edge: int, away: int, juries: int) -> Iterator[dict[str, Any]]:
    names = [f"E{n}" for n in range(juries)]
    ballots = [
        {"juror": f"G{n}", "entry": name, "status": "cast", "scores": split(dice, total)}
        for name in names
        for n, total in enumerate(make_jury(dice, 10 * edge + away))
    ]
    rules = {
        "criteria": [{"code": code, "max": str(most), "weight": "1"} for code, most in MAXIMA.items()],
        "aggregate": {"on": "total", "method": "mean"},
        "threshold": str(edge),
        "minimum_ballots": 3,
    }
    wanted = ("below", BELOW[edge]) if away < 0 else ("pass", str(edge))
    for row in tally({"rule_set": rules, "entries": names, "ballots": ballots})["results"]:
        band = find_band(Fraction(row["total"]), BANDS)
        if (row["verdict"], band.code if band else "") != wanted:
            yield {"edge": edge, "away": away, **row}


def main() -> None:
    juries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = find_wrong(juries)
    sys.stdout.write(
        f"{juries:,} juries at each of {EDGES}, a tenth below, on and a tenth above: "
        f"{juries * len(PLACES):,} in all, {len(wrong)} wrong\n"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
