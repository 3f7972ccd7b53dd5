"""A run that is cut off by a signal goes on where it ended, and both count together."""

from collections import Counter
from types import SimpleNamespace

import pytest

from tests.chaos import __main__ as chaos
from tests.chaos.kept import Found, load, save

ONCE = (
    "cache stopped for 8 s", "storage stopped for 8 s", "storage hangs for 8 s", "standby away for 8 s",
    "database hangs for 8 s", "primary lost, standby promoted",
)  # fmt: skip


class Part:
    """Tells what is done to it."""

    def __init__(self, name, told):
        self.name, self.told = name, told

    def kill(self):
        self.told.append(self.name)

    def start(self):
        pass

    def stop(self, _number):
        pass

    def send(self, _number):
        pass


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """A run on parts that do nothing: (the run, names of the parts that are killed, in order)."""
    monkeypatch.setattr(chaos, "RESULTS", tmp_path / "chaos.md")
    monkeypatch.setattr(chaos.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(chaos.Cut, "is_possible", lambda: False)
    monkeypatch.setattr(chaos.Clock, "library", lambda: None)
    monkeypatch.setattr(chaos.Chaos, "_empty", lambda _self: None)

    def make(before):
        killed = []
        cluster = SimpleNamespace(
            parts={name: Part(name, killed) for name in chaos.KILLED}, promote=lambda: None
        )
        people, disks = SimpleNamespace(jurors=[], buyers=[]), SimpleNamespace(mounted=[])
        return chaos.Chaos(cluster, people, disks, before=before), killed

    return make


def test_what_is_left_is_done_by_the_next_run(begin, tmp_path):
    first, killed = begin(None)
    first.cluster.parts["runner2"].kill = lambda: (
        killed.append("runner2") or (killed.count("runner2") == 2 and first.is_over.set())
    )
    first.run(3)
    assert killed == [*chaos.KILLED, *chaos.KILLED[:4]]
    save(tmp_path / "kept.json", Found({name: event.gaps for name, event in first.events.items()}))

    then, killed = begin(load(tmp_path / "kept.json"))
    then.run(3)
    assert killed == [*chaos.KILLED[4:], *chaos.KILLED, "primary"]  # the last one for good
    done = Counter({name: len(event.gaps) for name, event in then.events.items()})
    assert done == dict.fromkeys(
        [*(f"kill -9 {name}" for name in chaos.KILLED), "cache emptied"], 3
    ) | dict.fromkeys(ONCE, 1)


def test_verdicts_add_up():
    one = {"acknowledged": 20, "lost": 0, "doubled": 1, "wrong": ["a"], "unanswered": 3}
    two = {"acknowledged": 5, "lost": 2, "doubled": 0, "wrong": [], "unanswered": 4}
    found = Found({"x": [(0.1, 0.2)]}, {"sheets": one}, 60, 1.5, 0.5, 1, [])
    found.add(Found({"x": [(0.1, 0.2), (3.0, 0.1)]}, {"sheets": two}, 30, 0.5, 2.5, 0, ["web1"]))
    assert found.verdicts["sheets"] == {
        "acknowledged": 25, "lost": 2, "doubled": 1, "wrong": ["a"], "unanswered": 7,
    }  # fmt: skip
    assert (len(found.gaps["x"]), found.seconds, found.slowest, found.refused) == (2, 90, 1.5, 2.5)
    assert found.faults == 6  # two lost, one doubled, one wrong, a job that is left, a part that failed
