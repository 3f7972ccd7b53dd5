"""Counting, recounting and judging a round as it grows: `python -m tests.bench.rounds [entries …]`.

Nine jurors and twelve criteria an entry, as in a national round. Each figure stands beside the least that the same
numbers cost: for the count and the board, every score read and added up in fractions with no rule; for the recount,
the bundle parsed and each of its lines hashed once. Seconds are of the processor, the least of some turns that all
sizes take one after the other, so that neighbours and a cold memory slow none alone. `growth` is the time an entry
against the smallest round: 1 is a straight line. The round with its database and pages: `tests.bench.national`.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

SIZES = (500, 2_000, 10_000)
RECOUNTED = (500, 2_000)
"""A recount checks a signature for each of the nine sheets an entry; larger rounds by hand."""
TURNS = 3
JURORS, CRITERIA = 9, 12
LIMITS = {"count": 0.2, "recount": 10.0, "board": 0.5}
"""Seconds that a round of 500 entries may take."""


def document(entries: int) -> dict[str, Any]:
    """Tally input: criteria that add up to 100 and scores with halves."""
    codes = {f"c{number:02d}": 12 if number == 0 else 8 for number in range(CRITERIA)}
    names = [f"SP-{number:05d}" for number in range(entries)]
    return {
        "rule_set": {
            "criteria": [{"code": code, "max": str(top), "weight": "1"} for code, top in codes.items()],
            "aggregate": {
                "on": "total", "method": "trimmed_mean", "drop_low": 1, "drop_high": 1,
                "round": {"step": "0.01", "mode": "half_up"},
            },
            "total_round": None, "threshold": "70", "minimum_ballots": 3, "ties": ["criterion:c00"],
        },
        "entries": names,
        "ballots": [
            {
                "juror": f"G{juror}", "entry": entry, "status": "cast",
                "scores": {
                    code: str((number * 7 + juror * 3 + at) % top + 0.5) for at, (code, top) in enumerate(codes.items())
                },
            }
            for number, entry in enumerate(names)
            for juror in range(JURORS)
        ],
    }  # fmt: skip


def bundle(entries: int) -> bytes:
    """A published round of one pass in four criteria, sealed and signed as the program does it."""
    from app.core.logs.tlog.lines import dump_lines
    from tests.helpers.voting.sealed_rounds import Round

    one, jurors = Round(), [f"G{number}" for number in range(1, JURORS + 1)]
    names = [f"SP-{number:05d}" for number in range(entries)]
    one.open([{"code": name, "group": "food", "name": name, "passes": [1]} for name in names], jurors)
    earlier: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        one.ballots = []  # an entry and a juror vote once here: nothing before need be looked through
        for at, juror in enumerate(jurors):
            one.vote(juror, name, str(20 + (number + at) % 20), str(25 + at), "8", "7.5")
        earlier += one.ballots
    one.ballots = earlier
    one.close()
    return dump_lines(one.publish())


def measured(sizes: tuple[int, ...] = SIZES, recounted: tuple[int, ...] = RECOUNTED) -> list[dict[str, Any]]:
    """Seconds of each work and of its baseline, their ratio, and the growth an entry."""
    works: list[tuple[str, int, Callable[[], object], Callable[[], object]]] = []
    for size in sizes:
        given = document(size)
        works += [
            (name, size, make(given), _bare_sums(given))
            for name, make in (("count", _count), ("board", _board))
        ]
    for size in recounted:
        data = bundle(size)
        works.append(("recount", size, _recount(data), _bare_lines(data)))
    rows = [
        {
            "work": work, "entries": size, "seconds": round(seconds, 4), "baseline": round(baseline, 4),
            "ratio": round(baseline / seconds, 3),
        }
        for (work, size, *_), seconds, baseline in zip(
            works, _least(one[2] for one in works), _least(one[3] for one in works), strict=True
        )
    ]  # fmt: skip
    first = {row["work"]: row for row in reversed(rows)}
    for row in rows:
        start = first[row["work"]]
        row["growth"] = round(row["seconds"] / row["entries"] / (start["seconds"] / start["entries"]), 2)
        limit = LIMITS[row["work"]] if row["entries"] <= SIZES[0] else None
        row["met"] = limit is None or row["seconds"] <= limit
    return rows


def _least(works: Iterable[Callable[[], object]]) -> list[float]:
    """The least seconds of each work, in turns."""
    works = list(works)
    turns = [[_seconds(work) for work in works] for _ in range(TURNS)]
    return [min(times) for times in zip(*turns, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _count(given: dict[str, Any]) -> Callable[[], object]:
    from voting.tally.count import tally

    return lambda: tally(given)


def _bare_sums(given: dict[str, Any]) -> Callable[[], object]:
    def add() -> dict[str, Fraction]:
        sums: dict[str, Fraction] = {}
        for ballot in given["ballots"]:
            total = sum(map(Fraction, ballot["scores"].values()), Fraction())
            sums[ballot["entry"]] = sums.get(ballot["entry"], Fraction()) + total
        return sums

    return add


def _board(given: dict[str, Any]) -> Callable[[], object]:
    from voting.agreement.diagnostics import find_far_sheets, get_agreement, get_severity, get_spread

    totals: dict[str, dict[str, Fraction]] = {}
    for ballot in given["ballots"]:
        row = totals.setdefault(ballot["entry"], {})
        row[ballot["juror"]] = sum(map(Fraction, ballot["scores"].values()), Fraction())

    def judge() -> None:
        get_agreement(totals)
        get_severity(totals)
        for row in totals.values():
            get_spread(row)
        find_far_sheets(totals, Fraction(15))

    return judge


def _recount(data: bytes) -> Callable[[], object]:
    from voting.verification.bundle_check import find_faults
    from voting.verification.cli import check_signature

    def check() -> None:
        if faults := find_faults(data, check_signature):
            raise RuntimeError(str(faults[0]))

    return check


def _bare_lines(data: bytes) -> Callable[[], object]:
    return lambda: (json.loads(data), [hashlib.sha256(line).digest() for line in data.splitlines()])


def main() -> None:
    sizes = tuple(int(text) for text in sys.argv[1:])
    for row in measured(sizes or SIZES, sizes or RECOUNTED):
        sys.stdout.write(line(row) + "\n")
        sys.stdout.flush()


def line(row: dict[str, Any]) -> str:
    return (
        f"{row['work']:8} {row['entries']:7,} entries {row['seconds']:9.3f} s, {row['ratio']:6.3f} of the bare work "
        f"({row['baseline']:.3f} s), growth {row['growth']:.2f}{'' if row['met'] else '  missed'}"
    )


if __name__ == "__main__":
    main()
