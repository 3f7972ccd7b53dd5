"""What happens to the cluster under load: `python -m tests.chaos [kills of each part]` (3 by itself; 50 for a night).

Jurors, buyers, a partner, a printer and a publisher work through nginx. Each part in turn is killed with SIGKILL and
started again; the cache is emptied and stopped, the storage stops and hangs, the standby goes, the database hangs; last
the primary dies for good and the standby is promoted. Then every acknowledged thing is looked for. Prints tables.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from config import Settings
from tests.chaos.cluster import WEB, Cluster
from tests.chaos.parts import missing, program, run

KILLED = ("web1", "web2", "runner1", "runner2", "nginx", "cache", "files", "primary", "standby")
HANGS = 8.0
AFTER = 2.0
LONGEST = 120.0


@dataclass
class Event:
    """gaps: for each time it was done, seconds without an answer of use to any juror, and to any buyer."""

    name: str
    gaps: list[tuple[float, float]] = field(default_factory=list)


class Chaos:
    def __init__(self, cluster: Cluster, people: Any) -> None:
        self.cluster, self.people = cluster, people
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
        self.do("primary lost, standby promoted", 1, self._fail_over)

    def do(self, name: str, times: int, act: Callable[[], object]) -> None:
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


def main(kills: int = 3) -> int:
    if absent := missing():
        sys.stdout.write(f"not installed: {' '.join(absent)}\n")
        return 1
    cluster = Cluster()
    cluster.up()
    from app import create_app
    from tests.chaos.people import People

    own = cluster.env("web1") | {"DATA_DIR": str(cluster.folder / "load"), "DATABASE_REPLICA_URL": ""}
    settings = Settings.from_env(own)
    app = create_app(settings)
    with app.app_context():
        people = People(app, int(cluster.url.rpartition(":")[2]), (WEB, WEB + 1))
        chaos = Chaos(cluster, people)
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
    cluster.down()
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
