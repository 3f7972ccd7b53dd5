"""`make bench`: every figure beside a baseline measured in the same run. `python -m tests.bench [part …]`.

pages: served as in production, beside a bare WSGI "hello" and a minimal Flask page of one SQLAlchemy row
and 6 kB of Jinja on the same server. Median of ROUNDS rounds in which the targets take turns, so that a busy machine
is busy for all of them; the time of the server's processor an answer tells the same without the neighbours.
works: all the others, each beside the least that the same data cost; or some by their names in `table.PARTS`.
A table at the end with what is expected and whether it is reached, JSON under var/bench/. Ends with 1 where a figure
stays below what is expected of it.
"""

import gzip
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import data, load, table

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1"))
PAST_THE_CACHE = {"Authorization": "Bearer none"}
"""A request with a token bypasses the micro-cache; the page is the same."""
OUT = load.ROOT / "var" / "bench"
Row = dict[str, Any]


@dataclass(slots=True)
class Target:
    """of_bare, of_minimal: what is expected at least, of the rate of a baseline. p99: at most, in milliseconds."""

    name: str
    server: load.Server
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    of_bare: float | None = None
    of_minimal: float | None = None
    p99: float | None = None
    size: int = 0
    zipped: int = 0
    answers: list[load.Answers] = field(default_factory=list)

    def median(self, name: str) -> float:
        return float(statistics.median(getattr(answer, name) for answer in self.answers))


def main() -> int:
    began = time.monotonic()
    parts = sys.argv[1:] or ["pages", "works"]
    rows = (pages() if "pages" in parts else []) + works(parts)
    table.show(rows)
    used = sum(os.times()[:4])
    say(
        f"{time.monotonic() - began:.0f} seconds, {used:.0f} of a processor, load now {os.getloadavg()[0]:.1f}"
    )
    keep(rows)
    return 0 if all(row["met"] is not False for row in rows) else 1


def pages() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environ = data.environment(folder, "http://127.0.0.1:8000")
        paths = data.make(folder, "http://127.0.0.1:8000")
        bare, minimal, ours = (
            stack.enter_context(load.served(target, environ))
            for target in ("tests.bench.apps:hello", "tests.bench.apps:minimal", "app.wsgi:application")
        )
        targets = [
            Target("bare hello", bare, "/"),
            Target("minimal page", minimal, "/things/one"),
            Target("product page, uncached", ours, paths["product"], PAST_THE_CACHE, of_minimal=0.5),
            Target("product page, micro-cache", ours, paths["product"], of_bare=0.4),
            Target("search, uncached", ours, paths["search"], PAST_THE_CACHE),
            Target("scan page, uncached", ours, paths["scan"], PAST_THE_CACHE),
            Target("scan page, micro-cache", ours, paths["scan"], of_bare=0.4),
            Target("redirect", ours, paths["redirect"], of_bare=0.2, p99=10.0),
        ]
        for target in targets:
            _, body = load.fetch(target.server.port, target.path, target.headers)
            target.size, target.zipped = len(body), len(gzip.compress(body, 5))
            load.measure(target.server, target.path, target.headers, 0.5)  # warm
        for _ in range(ROUNDS):
            for target in targets:
                target.answers.append(load.measure(target.server, target.path, target.headers, SECONDS))
    return [page_row(target, targets[0], targets[1]) for target in targets]


def page_row(target: Target, bare: Target, minimal: Target) -> Row:
    rate, p99, used = target.median("a_second"), target.median("p99"), target.median("processor")
    of_bare, of_minimal = rate / bare.median("a_second"), rate / minimal.median("a_second")
    whole = minimal if target.of_bare is None else bare
    wanted = {"of bare": (of_bare, target.of_bare), "of minimal": (of_minimal, target.of_minimal)}
    aims = {name: least for name, (_, least) in wanted.items() if least is not None}
    met: bool | None = all(wanted[name][0] >= least for name, least in aims.items())
    expected = ", ".join(f"{least:g} {name}" for name, least in aims.items())
    if target.p99 is not None:
        late = bare.median("p99")
        met = met and table.is_prompt(p99, target.p99, late)
        expected += f", p99 {target.p99:g} ms (bare {late:.0f})"
    return {
        "work": target.name, "figure": f"{rate:,.0f} a second, p99 {p99:.1f} ms",
        "ratio": f"{of_bare:.3f} of bare, {of_minimal:.2f} of minimal"
        + (f", by processor {whole.median('processor') / used:.2f}" if used else ""),
        "expected": expected, "met": met if expected else None,
        "a_second": [answer.a_second for answer in target.answers],
        "p99_ms": [answer.p99 for answer in target.answers], "bytes": target.size, "zipped": target.zipped,
    }  # fmt: skip


def works(parts: list[str]) -> list[Row]:
    """Each part by itself: one that breaks is reported as missed, and the others still run."""
    found: list[Row] = []
    for name, rows in table.PARTS.items():
        if name not in parts and "works" not in parts:
            continue
        began = time.monotonic()
        try:
            found += rows()
        except Exception as error:  # told in the table
            found.append(
                {"work": name, "figure": repr(error)[:60], "ratio": "", "expected": "to run", "met": False}
            )
        say(f"{name}: {time.monotonic() - began:.0f} s")
    return found


def keep(rows: list[Row]) -> None:
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
    path = OUT / f"bench-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    say(f"\nwith {document['load']}; kept in {path.relative_to(load.ROOT)}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
