"""What happens to the cluster under load: `python -m tests.chaos [kills of each part [only | --go-on]]` (3 by itself;
50 for a night; only: a part of the names of what is done, `full` or `cut off`; --go-on: count with what the runs before
found that were ended by a signal, and do what is left).

Jurors, buyers, a partner, a printer and a publisher work through nginx. Each part is killed with SIGKILL and started
again; then the cache is stopped, the storage stops and hangs, the standby goes, the database hangs; the disk of each
part fills up, one node is cut off from the database, clocks are set back an hour; then each part is killed again, round
after round; last the primary dies for good and the standby is promoted. Then every acknowledged thing is looked for.
Prints tables, and writes them to var/bench/chaos.md as it goes. SIGINT or SIGTERM ends it after what it is doing, with
everything looked for. What needs root, iptables or libfaketime is left out where they are absent. CHAOS_FOLDER: where
all of it lies.
"""

import os
import shutil
import signal
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from config import Settings
from tests.chaos.cluster import CUT_ADDRESS, CUT_OFF, NODES, PRIMARY, STANDBY, WEB, Cluster
from tests.chaos.faults import HOUR_BACK, NOW, Clock, Cut, Disks
from tests.chaos.kept import Found, load, save
from tests.chaos.parts import ROOT, missing, program, run

KILLED = ("web1", "web2", "runner1", "runner2", "nginx", "cache", "files", "primary", "standby")
HANGS = 8.0
CUT = 15.0
AFTER = 1.0
LONGEST = 120.0
ONE_SIGNAL = 1.0
"""Seconds in which a second signal is the first one again."""
RESULTS = ROOT / "var" / "bench" / "chaos.md"
KEPT = RESULTS.with_suffix(".json")
GO_ON = "--go-on"


@dataclass
class Event:
    """gaps: for each time it was done, seconds without an answer of use to any juror, and to any buyer."""

    name: str
    gaps: list[tuple[float, float]] = field(default_factory=list)


class Chaos:
    def __init__(
        self, cluster: Cluster, people: Any, disks: Disks, only: str = "", before: Found | None = None
    ) -> None:
        """only: a part of the names of what is done. before: what earlier runs have done."""
        self.cluster, self.people, self.disks, self.only = cluster, people, disks, only
        done = before.gaps if before else {}
        self.events = {name: Event(name, list(gaps)) for name, gaps in done.items()}
        self.failed: list[str] = []
        self.is_over = threading.Event()
        """Set by a signal: what is under way is done to its end, then the rest is left."""

    def run(self, rounds: int) -> None:
        for number in range(rounds):
            for name in KILLED:
                self.do(f"kill -9 {name}", lambda name=name: self._kill(name), times=number + 1)
            self.do("cache emptied", self._empty, times=number + 1)
            if number == 0:
                self._once()
        self.do("primary lost, standby promoted", self._fail_over)

    def _once(self) -> None:
        self.do("cache stopped for 8 s", lambda: self._away("cache"))
        self.do("storage stopped for 8 s", lambda: self._away("files"))
        self.do("storage hangs for 8 s", lambda: self._hang("files"))
        self.do("standby away for 8 s", lambda: self._away("standby"))
        self.do("database hangs for 8 s", lambda: self._hang("primary"))
        for name in self.disks.mounted:
            self.do(f"disk of {name} full for 8 s", lambda name=name: self._fill(name))
        if Cut.is_possible():
            self.do(f"{CUT_OFF} cut off from the database for 15 s", self._cut)
        if Clock.library() is not None:
            for names in (("web1", "runner1"), ("primary",)):
                self.do(
                    f"clocks of {' and '.join(names)} set back an hour for 8 s",
                    lambda names=names: self._set_back(names),
                )

    def do(self, name: str, act: Callable[[], object], *, times: int = 1) -> None:
        """Unless it was done so many times already."""
        if self.only not in name or self.is_over.is_set():
            return
        if name in self.events and len(self.events[name].gaps) >= times:
            return
        begin = time.monotonic()
        try:
            act()
        except RuntimeError as error:  # a part did not come up: the others go on
            self.failed.append(f"{name}: {error}")
            sys.stdout.write(f"{name} failed: {error}\n")
            self._start_all()
        wait_for_answers(self.people)
        time.sleep(AFTER)
        event = self.events.setdefault(name, Event(name))
        event.gaps.append((self._gap(self.people.jurors, begin), self._gap(self.people.buyers, begin)))
        sys.stdout.write(f"{time.monotonic() - begin:4.1f} s {name}: {self.told(event)}\n")
        sys.stdout.flush()
        RESULTS.write_text(f"Not at its end.\n\n{table_of(self.events)}", "utf-8")

    @staticmethod
    def told(event: Event) -> str:
        jurors, buyers = (max(column) for column in zip(*event.gaps, strict=True))
        return f"{len(event.gaps)} times; longest wait of jurors {jurors:.1f} s, of buyers {buyers:.1f} s"

    def _gap(self, workers: list[Any], since: float) -> float:
        """Seconds in which none of them had an answer of use."""
        until = time.monotonic()
        told = [list(worker.answered) for worker in workers]
        times = sorted(at for one in told for at in one[bisect_left(one, since) :] if at <= until)
        times = [since, *times, until]
        return max(after - before for before, after in pairwise(times))

    def _kill(self, name: str) -> None:
        self.cluster.parts[name].kill()
        time.sleep(0.5)
        self.cluster.parts[name].start()

    def _empty(self) -> None:
        port = self.cluster.parts["cache"].command[2]
        run([program("valkey-cli", "redis-cli") or "redis-cli", "-p", port, "flushall"])

    def _away(self, name: str) -> None:
        self.cluster.parts[name].stop(signal.SIGINT if name == "standby" else signal.SIGTERM)
        time.sleep(HANGS)
        self.cluster.parts[name].start()

    def _hang(self, name: str) -> None:
        part = self.cluster.parts[name]
        part.send(signal.SIGSTOP)
        time.sleep(HANGS)
        part.send(signal.SIGCONT)

    def _fill(self, name: str) -> None:
        with self.disks.full(name):
            time.sleep(HANGS)
        self._start_all()  # a database that could not write has ended

    def _start_all(self) -> None:
        for part in self.cluster.parts.values():
            if part.pid() is None:
                part.start()

    def _cut(self) -> None:
        with Cut(CUT_ADDRESS, (PRIMARY, STANDBY)).made():
            time.sleep(CUT)

    def _set_back(self, names: tuple[str, ...]) -> None:
        """They are started again with a clock that can be set, and without it at the end."""
        clock, parts = Clock(self.cluster.folder), [self.cluster.parts[name] for name in names]
        clock.set(NOW)
        warm = [part.name for part in parts if part.is_warm]
        try:
            for part in parts:
                part.stop(signal.SIGINT)
                part.env, part.is_warm = part.env | clock.env, False  # the clock is loaded with the program
                part.start()
            time.sleep(AFTER)
            clock.set(HOUR_BACK)
            time.sleep(HANGS)
            clock.set(NOW)
            time.sleep(AFTER)
        finally:
            for part in parts:
                part.stop(signal.SIGINT)
                part.env = {name: value for name, value in part.env.items() if name not in clock.env}
                part.is_warm = part.name in warm
                part.start()

    def _fail_over(self) -> None:
        self.cluster.parts["primary"].kill()
        self.cluster.promote()


def wait_for_answers(people: Any) -> None:
    """Until each of the jurors and buyers has had an answer since now."""
    since, end = time.monotonic(), time.monotonic() + LONGEST
    waiting = [*people.jurors, *people.buyers]
    while waiting and time.monotonic() < end:
        waiting = [worker for worker in waiting if not worker.answered or worker.answered[-1] < since]
        time.sleep(0.05)


@contextmanager
def at_work(people: Any) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=worker.work, args=(stop,)) for worker in people.everybody]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def table_of(events: dict[str, Event]) -> str:
    lines = ["| what was done | times | longest wait of a juror | of a buyer |", "|---|---|---|---|"]
    for event in events.values():
        jurors, buyers = (max(column) for column in zip(*event.gaps, strict=True))
        lines.append(f"| {event.name} | {len(event.gaps)} | {jurors:.1f} s | {buyers:.1f} s |")
    return "\n".join(lines) + "\n"


def table_of_verdicts(verdicts: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| what | acknowledged | lost | done twice | wrong answers | sent again |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in verdicts.items():
        counts = [
            found["acknowledged"],
            found["lost"],
            found["doubled"],
            len(found["wrong"]),
            found["unanswered"],
        ]
        lines.append(f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |")
    return "\n".join(lines) + "\n"


def main(kills: int = 3, only: str = "") -> int:
    if absent := missing():
        sys.stdout.write(f"not installed: {' '.join(absent)}\n")
        return 1
    folder = Path(os.environ.get("CHAOS_FOLDER") or f"/tmp/tieubieu-chaos-{os.getuid()}")
    shutil.rmtree(folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the parts are ended, whenever it comes
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    disks = Disks(folder)
    disks.mount()
    cluster = Cluster(folder)
    for name in NODES:
        cluster.parts[name].is_warm = True
    try:
        return _worked_on(cluster, disks, kills, only)
    finally:
        cluster.down()
        disks.unmount()


def _worked_on(cluster: Cluster, disks: Disks, kills: int, only: str) -> int:
    cluster.up()
    from app import create_app
    from tests.chaos.people import People

    own = cluster.env("web1") | {"DATA_DIR": str(cluster.folder / "load"), "DATABASE_REPLICA_URL": ""}
    settings = Settings.from_env(own)
    app = create_app(settings)
    goes_on = only == GO_ON
    before = load(KEPT) if goes_on else Found()
    with app.app_context():
        people = People(app, int(cluster.url.rpartition(":")[2]), (WEB, WEB + 1))
        chaos = Chaos(cluster, people, disks, "" if goes_on else only, before)
        begin = time.monotonic()
        with ended_by_signals(chaos), at_work(people):
            chaos.run(kills)
        took = time.monotonic() - begin
        left = people.settle()
        verdicts = people.verdicts()
    gaps = {name: event.gaps for name, event in chaos.events.items()}
    publisher = people.publisher
    before.add(Found(gaps, verdicts, took, publisher.slowest, publisher.refused, left, chaos.failed))
    if goes_on or not only:
        save(KEPT, before)
    told = report(chaos.events, before, is_whole=not chaos.is_over.is_set())
    RESULTS.write_text(told, "utf-8")
    sys.stdout.write(f"\n{told}")
    return int(bool(before.faults))


def report(events: dict[str, Event], found: Found, *, is_whole: bool) -> str:
    """Both tables, and what else is to be told."""
    told = f"{table_of(events)}\n{table_of_verdicts(found.verdicts)}\n"
    told += f"{found.seconds:.0f} s{'' if is_whole else ', ended by a signal'}, jobs left {found.left}, "
    told += f"slowest publication on both nodes {found.slowest:.1f} s, "
    told += f"slowest refusal of a node {found.refused:.1f} s\n"
    told += "".join(f"  {name}: {fault}\n" for name, v in found.verdicts.items() for fault in v["wrong"][:20])
    return told + "".join(f"  {fault}\n" for fault in found.failed)


@contextmanager
def ended_by_signals(chaos: Chaos) -> Iterator[None]:
    """The first SIGINT or SIGTERM ends it in order, one that comes later at once. `timeout` signals a program and then
    its group: that is one, too.
    """
    first = 0.0

    def end(_number: int, _frame: object) -> None:
        nonlocal first
        if chaos.is_over.is_set():
            if time.monotonic() - first < ONE_SIGNAL:
                return
            raise KeyboardInterrupt
        first = time.monotonic()
        os.write(1, b"ends after this; everything is looked for then\n")
        chaos.is_over.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:3]))
