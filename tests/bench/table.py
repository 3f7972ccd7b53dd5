"""What `make bench` says of each work: figure, ratio to its baseline, what is expected, whether it is reached."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import (
    board,
    catalogue,
    decisions,
    downloads,
    epcis_capture,
    labels,
    links,
    product_file,
    recall,
    rounds,
    scans,
)
from tests.bench.load import ROOT
from tests.bench.tally import tallies_a_second

Row = dict[str, Any]
"""work, figure, ratio, expected: texts; met: None where nothing is expected or can be said; more for the file."""
_REACHED = {
    (True, True): "yes", (False, True): "NO", (None, True): "cannot be told here", (None, False): "-",
}  # fmt: skip


def show(rows: list[Row]) -> None:
    names = ("work", "figure", "ratio", "expected")
    wide = {name: max(len(name), *(len(row[name]) for row in rows)) for name in names}
    lines = [{name: name for name in names} | {"met": "reached"}]
    lines += [{**row, "met": _REACHED[row["met"], bool(row["expected"])]} for row in rows]
    for line in lines:
        sys.stdout.write(
            "  ".join(line[name].ljust(wide[name]) for name in names) + "  " + line["met"] + "\n"
        )
    sys.stdout.flush()


def _row(work: str, figure: str, ratio: str, expected: str, met: bool | None, **more: Any) -> Row:
    return {"work": work, "figure": figure, "ratio": ratio, "expected": expected, "met": met, **more}


def is_prompt(p99: float, limit: float, bare: float) -> bool | None:
    """Whether the slowest hundredth is in time; None where the machine is late for the bare server too."""
    if p99 <= limit:
        return True
    return None if bare > limit / 2 else False


def _tallies() -> list[Row]:
    return [_row("count of 40 entries, 9 jurors", f"{tallies_a_second(1):,.0f} a second", "", "", None)]


def _rounds() -> list[Row]:
    rows = []
    for row in rounds.measured(rounds.SIZES[:2], rounds.RECOUNTED[:1]):
        is_asked = row["entries"] == rounds.SIZES[0]
        rows.append(
            _row(
                f"{row['work']} of {row['entries']:,} entries", f"{row['seconds']:.3f} s",
                f"{row['ratio']:.3f} of the bare work, growth {row['growth']:.2f}",
                f"{rounds.LIMITS[row['work']]:g} s" if is_asked else "", row["met"] if is_asked else None,
            )
        )  # fmt: skip
    return rows


def _found(found: dict[str, Any], work: str, figure: str, ratio: str, expected: str) -> list[Row]:
    """The one row of a work that says itself whether it is in time."""
    return [_row(work, figure, ratio, expected, found["met"], whole=found)]


def _recall() -> list[Row]:
    found = recall.measured()
    work, figure = f"recall that reaches {found['lots']:,} lots", f"{found['seconds']['recall']:.2f} s"
    ratio = f"{1 / found['of_step']:.0f} times a statement a lot"
    return _found(found, work, figure, ratio, f"{recall.LIMIT:g} s")


def _captures() -> list[Row]:
    found = epcis_capture.measured()
    rows = [_row("events written unchecked", f"{found['bare']:,} a second", "", "", None)]
    for one in found["captures"]:
        beside = f"{one['of_peer']} times quartet-epcis" if one["of_peer"] else found["peer"]
        figure = f"{one['by_processor']:,} a second of processor, {one['a_second']:,} by the clock"
        work = f"capture, {one['codes']} codes an event"
        rows.append(_row(work, figure, beside, f"{epcis_capture.OF_PEER} times", one["met"], whole=one))
    return rows


def _links() -> list[Row]:
    found = links.measured()
    figure = ", ".join(f"{value:.3f}" for value in found["milliseconds"].values()) + " ms"
    ratio = (
        ", ".join(f"{value:g}" for value in found["times_split_and_add"].values()) + " times split and add"
    )
    return _found(found, "reading an address", figure, ratio, f"{links.LIMIT:g} ms")


def _labels() -> list[Row]:
    found = labels.measured()
    figure = f"{found['drawn_seconds']:.2f} s, read back {found['read_back_seconds']:.2f} s"
    work, ratio = f"{found['labels']:,} labels drawn", f"{found['of_qrcode']:g} times qrcode alone"
    return _found(found, work, figure, ratio, f"{labels.LIMIT:g} s")


def _scans() -> list[Row]:
    found = scans.measured()
    bare = found.get("bare", {"p99_ms": 0.0})["p99_ms"]
    rows = []
    for name, row in found.items():
        if name == "bare" or not isinstance(row, dict):
            continue
        least, expected = (
            (0.0, "") if name in scans.BESIDE else (scans.OF_BARE, f"{scans.OF_BARE:g} of bare, ")
        )
        figure, ratio = (
            f"{row['a_second']:,} a second, p99 {row['p99_ms']:.1f} ms",
            f"{row['of_bare']:.2f} of bare",
        )
        met = row["of_bare"] >= least and is_prompt(row["p99_ms"], scans.P99, bare)
        rows.append(_row(name, figure, ratio, f"{expected}p99 {scans.P99:g} ms (bare {bare:.0f})", met))
    answered, kept = found["answered pages"], found["kept scans"]
    return [
        *rows,
        _row("pages answered, scans kept", f"{answered:,}, {kept:,}", "", "equal", answered == kept),
    ]


def _file() -> list[Row]:
    found = product_file.measured()
    used = found["processor"]
    figure = (
        f"{used['checked']:.1f} s looked at, {used['entered']:.1f} s entered, {used['undone']:.1f} s undone"
    )
    ratio = f"{(used['checked'] + used['entered']) / found['read_alone']:.1f} times the reading alone"
    work = f"a file of {found['products']:,} products"
    return _found(found, work, figure, ratio, f"{product_file.LIMIT:g} s")


def _board() -> list[Row]:
    found = board.measured()
    seconds = found["seconds"]
    figure = f"{seconds['board'] * 1000:.1f} ms; query {seconds['query'] * 1000:.1f}, minimal page "
    figure += f"{seconds['minimal'] * 1000:.1f} ms"
    work, ratio = f"board of {found['facts']:,} facts", f"{found['ratio']:.2f} of both"
    return _found(found, work, figure, ratio, f"{board.OF_PLAIN:g} of query and minimal page")


def _catalogue() -> list[Row]:
    rows = []
    for found in catalogue.measured():
        base = found["of_base"]
        rows.append(
            _row(
                f"catalogue: {found['page']}", f"{found['milliseconds']:.1f} ms of processor",
                f"{found['of_product']:.1f} product pages" + (f", 1/{base:.1f} of the base" if base else ""),
                f"{found['most']:g}" + (f", 1/{found['wanted']:g}" if base else ""), found["met"],
            )
        )  # fmt: skip
    return rows


def _decisions() -> list[Row]:
    found = _apart("decisions")
    figure = ", ".join(f"{min(ms):.1f} ms" for ms in found["ms an entry"].values())
    work, ratio = "an entry decided and published, of 50 and of 500", f"{found['growth']} times"
    return _found(found, work, figure, ratio, f"{decisions.AT_MOST:g} times")


def _downloads() -> list[Row]:
    """Only where there is a large catalogue whose files are made."""
    given = os.environ.get("BENCH_CATALOGUE")
    if not given:
        return []
    found = _apart("downloads", given)
    rows = []
    for name, row in found["kept pages"].items():
        used, rest = row["us"], row["rest"]
        figure = f"{used['download']:,} us of processor, copying {used['copy'] - used['empty']:,} us"
        ratio = f"{rest} kept pages and the copying"
        met = rest <= downloads.AT_MOST
        rows.append(_row(f"second download: {name}", figure, ratio, f"{downloads.AT_MOST:g}", met))
    return rows


def _apart(name: str, *more: str) -> dict[str, Any]:
    """What a benchmark tells in a process of its own: it changes the environment, or starts what goes on."""
    command = [sys.executable, "-m", f"tests.bench.{name}", *more]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(told.stdout[told.stdout.index("{") :]))


PARTS: dict[str, Callable[[], list[Row]]] = {
    "tally": _tallies, "rounds": _rounds, "recall": _recall, "capture": _captures, "links": _links,
    "labels": _labels, "scans": _scans, "board": _board, "catalogue": _catalogue,
    "file": _file, "decisions": _decisions, "downloads": _downloads,
}  # fmt: skip
