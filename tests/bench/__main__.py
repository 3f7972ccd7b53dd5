"""`make bench`: every figure beside two baselines measured in the same run, on the same server.

Bare: a WSGI "hello". Minimal: a Flask page of one SQLAlchemy row and 6 kB of Jinja. Median of ROUNDS rounds in
which the targets take turns, so that a busy machine is busy for all of them. Table on screen, JSON under var/bench/.
"""

import json
import os
import platform
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import data, load
from tests.bench.tally import tallies_a_second

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
PAST_THE_CACHE = {"Authorization": "Bearer none"}
"""The micro-cache steps aside for whoever brings a token; the page is the same."""
OUT = load.ROOT / "var" / "bench"


@dataclass(slots=True)
class Target:
    name: str
    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    of_bare: float | None = None
    of_minimal: float | None = None
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


def main() -> int:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environ = data.environment(folder, "http://127.0.0.1:8000")
        paths = data.make(folder, "http://127.0.0.1:8000")
        ports = {
            target: stack.enter_context(load.served(target, environ))
            for target in ("tests.bench.apps:hello", "tests.bench.apps:minimal", "app.wsgi:application")
        }
        bare, minimal, ours = ports.values()
        targets = [
            Target("bare hello", bare, "/"),
            Target("minimal page", minimal, "/things/one"),
            Target("product page, uncached", ours, paths["product"], PAST_THE_CACHE, of_minimal=0.5),
            Target("product page, micro-cache", ours, paths["product"], of_bare=0.4),
            Target("search, uncached", ours, paths["search"], PAST_THE_CACHE),
            Target("scan page, uncached", ours, paths["scan"], PAST_THE_CACHE),
            Target("scan page, micro-cache", ours, paths["scan"]),
            Target("redirect", ours, paths["redirect"], of_bare=0.15),
        ]
        for target in targets:
            status, body = load.fetch(target.port, target.path, target.headers)
            say(f"{target.name}: {status}, {len(body):,} bytes")
            load.measure(target.port, target.path, target.headers, 0.5)  # warm
        tallies = Target("tally of 40 entries, 9 jurors", 0, "")
        for _ in range(ROUNDS):
            for target in targets:
                target.rates.append(load.measure(target.port, target.path, target.headers, SECONDS))
            tallies.rates.append(tallies_a_second(SECONDS / 2))
    return report([*targets, tallies])


def report(targets: list[Target]) -> int:
    """Print and keep the table; 1 where a figure stays below what is expected of it."""
    bare, minimal = targets[0].rate, targets[1].rate
    say(f"\n{'':32} {'a second':>10} {'of bare':>9} {'of minimal':>11} {'expected':>18}")
    rows, missed = [], 0
    for target in targets:
        of_bare, of_minimal = target.rate / bare, target.rate / minimal
        met = (target.of_bare is None or of_bare >= target.of_bare) and (
            target.of_minimal is None or of_minimal >= target.of_minimal
        )
        missed += not met
        wanted = (
            f"{target.of_bare} of bare"
            if target.of_bare
            else f"{target.of_minimal} of minimal"
            if target.of_minimal
            else ""
        )
        say(
            f"{target.name:32} {target.rate:10,.0f} {of_bare:9.3f} {of_minimal:11.3f} {wanted:>18}"
            f"{'' if met else '  missed'}"
        )
        rows.append(
            {
                "name": target.name,
                "a_second": target.rates,
                "median": target.rate,
                "of_bare": of_bare,
                "of_minimal": of_minimal,
                "met": met,
            }
        )
    keep(rows)
    return 1 if missed else 0


def keep(rows: list[dict[str, object]]) -> None:
    now = datetime.now(UTC)
    document = {
        "at": now.isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "load": load.generator(),
        "rounds": ROUNDS,
        "seconds": SECONDS,
        "results": rows,
    }
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"web-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    say(f"\nwith {document['load']}; kept in {path.relative_to(load.ROOT)}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
