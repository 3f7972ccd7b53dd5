"""Random juries on a band edge, a tenth above and a tenth below: `python -m tests.bench.edges [juries]`.

Each jury has three to nine jurors whose scores, in tenths, have exactly the wanted mean. The verdict and the band of
each must be those of the edge; a wrong one ends the run.
"""

import random
import sys
from fractions import Fraction
from typing import Any

from voting.bands import Band, find_band
from voting.scoring import tally

EDGES = (50, 70, 90)
BANDS = tuple(Band(str(low), Fraction(low), Fraction(high)) for low, high in ((50, 70), (70, 90), (90, 100)))
BELOW = {50: "", 70: "50", 90: "70"}
"""The band under each edge."""


def make_jury(dice: random.Random, mean: int) -> list[int]:
    """Scores in tenths, 0 to 1000, whose mean is exactly `mean` tenths."""
    scores = [mean] * dice.randint(3, 9)
    for _ in range(2 * len(scores)):
        giver, taker = dice.sample(range(len(scores)), 2)
        moved = dice.randint(0, min(scores[giver], 1000 - scores[taker]))
        scores[giver] -= moved
        scores[taker] += moved
    return scores


def find_wrong(juries: int, seed: int = 1) -> list[dict[str, Any]]:
    """The rows of juries, so many in all, whose verdict or band is not that of their place at the edge."""
    dice, wrong = random.Random(seed), []
    places = [(edge, away) for edge in EDGES for away in (-1, 0, 1)]
    for edge, away in places:
        names = [f"E{n}" for n in range(-(-juries // len(places)))]
        ballots = [
            {"juror": f"G{n}", "entry": name, "status": "cast", "scores": {"points": f"{score // 10}.{score % 10}"}}
            for name in names
            for n, score in enumerate(make_jury(dice, 10 * edge + away))
        ]  # fmt: skip
        rules = {
            "criteria": [{"code": "points", "max": "100", "weight": "1"}],
            "aggregate": {"on": "total", "method": "mean"},
            "threshold": str(edge),
            "minimum_ballots": 3,
        }
        wanted = ("below", BELOW[edge]) if away < 0 else ("pass", str(edge))
        for row in tally({"rule_set": rules, "entries": names, "ballots": ballots})["results"]:
            band = find_band(Fraction(row["total"]), BANDS)
            if (row["verdict"], band.code if band else "") != wanted:
                wrong.append({"edge": edge, "away": away, **row})
    return wrong


def main() -> None:
    juries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = find_wrong(juries)
    sys.stdout.write(f"{juries:,} juries at {EDGES}: {len(wrong)} wrong\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
