"""What happens to the cluster under load: `python -m tests.chaos [kills of each part [only]]` (3 by itself; 50 for a
night; only: a part of the names of what is done, `full` or `cut off`).

Jurors, buyers, a partner, a printer and a publisher work through nginx. Each part in turn is killed with SIGKILL and
started again; the cache is emptied and stopped, the storage stops and hangs, the standby goes, the database hangs; the
disk of each part fills up, one node is cut off from the database, the clocks of a node and of a runner are set back an
hour; last the primary dies for good and the standby is promoted. Then every acknowledged thing is looked for. Prints
tables. What needs root, iptables or libfaketime is left out where they are absent. CHAOS_FOLDER: where all of it lies.
"""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from config import Settings
from tests.chaos.cluster import CUT_ADDRESS, CUT_OFF, PRIMARY, STANDBY, WEB, Cluster
from tests.chaos.faults import HOUR_BACK, NOW, Clock, Cut, Disks
from tests.chaos.parts import missing, program, run

KILLED = ("web1", "web2", "runner1", "runner2", "nginx", "cache", "files", "primary", "standby")
HANGS = 8.0
CUT = 15.0
AFTER = 2.0
LONGEST = 120.0


@dataclass
class Event:
    """gaps: for each time it was done, seconds without an answer of use to any juror, and to any buyer."""

    name: str
    gaps: list[tuple[float, float]] = field(default_factory=list)


class Chaos:
    def __init__(self, cluster: Cluster, people: Any, disks: Disks, only: str = "") -> None:
        """only: a part of the names of what is done."""
        self.cluster, self.people, self.disks, self.only = cluster, people, disks, only
        self.events: list[Event] = []

    def run(self, kills: int) -> None:
        parts = self.cluster.parts
        for name in KILLED:
            self.do(f"kill -9 {name}", kills, lambda name=name: self._kill(name))
        cache = [program("valkey-cli", "redis-cli") or "redis-cli", "-p", parts["cache"].command[2]]
        self.do("cache emptied", kills, lambda: run([*cache, "flushall"]))
        self.do("cache stopped for 8 s", 1, lambda: self._away("cache"))
        self.do("storage stopped for 8 s", 1, lambda: self._away("files"))
        self.do("storage hangs for 8 s", 1, lambda: self._hang("files"))
        self.do("standby away for 8 s", 1, lambda: self._away("standby"))
        self.do("database hangs for 8 s", 1, lambda: self._hang("primary"))
        for name in self.disks.mounted:
            self.do(f"disk of {name} full for 8 s", 1, lambda name=name: self._fill(name))
        if Cut.is_possible():
            self.do(f"{CUT_OFF} cut off from the database for 15 s", 1, self._cut)
        if Clock.library() is not None:
            self.do("clocks of web1 and runner1 set back an hour for 8 s", 1, self._set_back)
        self.do("primary lost, standby promoted", 1, self._fail_over)

    def do(self, name: str, times: int, act: Callable[[], object]) -> None:
        if self.only not in name:
            return
        event = Event(name)
        for _ in range(times):
            begin = time.monotonic()
            act()
            wait_for_answers(self.people)
            time.sleep(AFTER)
            event.gaps.append((self._gap(self.people.jurors, begin), self._gap(self.people.buyers, begin)))
        self.events.append(event)
        sys.stdout.write(f"{name}: {self.told(event)}\n")
        sys.stdout.flush()

    @staticmethod
    def told(event: Event) -> str:
        jurors, buyers = (max(column) for column in zip(*event.gaps, strict=True))
        return f"{len(event.gaps)} times; longest wait of jurors {jurors:.1f} s, of buyers {buyers:.1f} s"

    def _gap(self, workers: list[Any], since: float) -> float:
        """Seconds in which none of them had an answer of use."""
        until = time.monotonic()
        times = sorted(at for worker in workers for at in worker.answered if since <= at <= until)
        times = [since, *times, until]
        return max(after - before for before, after in pairwise(times))

    def _kill(self, name: str) -> None:
        self.cluster.parts[name].kill()
        time.sleep(0.5)
        self.cluster.parts[name].start()

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
        for part in self.cluster.parts.values():  # a database that could not write has ended
            if part.pid() is None:
                part.start()

    def _cut(self) -> None:
        with Cut(CUT_ADDRESS, (PRIMARY, STANDBY)).made():
            time.sleep(CUT)

    def _set_back(self) -> None:
        """Both are started again with a clock that can be set, and without it at the end."""
        clock, parts = Clock(self.cluster.folder), [self.cluster.parts[name] for name in ("web1", "runner1")]
        clock.set(NOW)
        for part in parts:
            part.stop(signal.SIGINT)
            part.env = part.env | clock.env
            part.start()
        time.sleep(AFTER)
        clock.set(HOUR_BACK)
        time.sleep(HANGS)
        clock.set(NOW)
        time.sleep(AFTER)
        for part in parts:
            part.stop(signal.SIGINT)
            part.env = {name: value for name, value in part.env.items() if name not in clock.env}
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


def table(events: list[Event], verdicts: dict[str, dict[str, Any]]) -> str:
    lines = ["| what was done | times | longest wait of a juror | of a buyer |", "|---|---|---|---|"]
    for event in events:
        jurors, buyers = (max(column) for column in zip(*event.gaps, strict=True))
        lines.append(f"| {event.name} | {len(event.gaps)} | {jurors:.1f} s | {buyers:.1f} s |")
    lines += [
        "",
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
    disks = Disks(folder)
    disks.mount()
    cluster = Cluster(folder)
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
    with app.app_context():
        people = People(app, int(cluster.url.rpartition(":")[2]), (WEB, WEB + 1))
        chaos = Chaos(cluster, people, disks, only)
        begin = time.monotonic()
        with at_work(people):
            chaos.run(kills)
        left = people.settle()
        verdicts = people.verdicts()
    found = table(chaos.events, verdicts)
    bad = sum(v["lost"] + v["doubled"] + len(v["wrong"]) for v in verdicts.values()) + left
    sys.stdout.write(
        f"\n{found}\n{time.monotonic() - begin:.0f} s, jobs left {left}, slowest page of a publication "
    )
    sys.stdout.write(f"{people.publisher.slowest:.1f} s\n")
    sys.stdout.writelines(f"  {name}: {fault}\n" for name, v in verdicts.items() for fault in v["wrong"][:20])
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:3]))
