"""What earlier runs that ended in order have found, so that a long run may be cut into several."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Verdict = dict[str, Any]


@dataclass
class Found:
    """gaps: for each thing that was done, the waits of jurors and buyers each time. slowest, refused: of the
    publisher. left: jobs that did not end. failed: parts that did not come up.
    """

    gaps: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    seconds: float = 0.0
    slowest: float = 0.0
    refused: float = 0.0
    left: int = 0
    failed: list[str] = field(default_factory=list)

    def add(self, later: "Found") -> None:
        """What the next run has found. Its gaps are all there are, for it began with these."""
        self.gaps = later.gaps
        for name, verdict in later.verdicts.items():
            before = self.verdicts.get(name, {})
            self.verdicts[name] = {
                key: before.get(key, type(value)()) + value for key, value in verdict.items()
            }
        self.seconds += later.seconds
        self.slowest = max(self.slowest, later.slowest)
        self.refused = max(self.refused, later.refused)
        self.left += later.left
        self.failed += later.failed

    @property
    def faults(self) -> int:
        told = self.verdicts.values()
        return len(self.failed) + self.left + sum(v["lost"] + v["doubled"] + len(v["wrong"]) for v in told)


def load(path: Path) -> Found:
    """Nothing where there is no file."""
    if not path.is_file():
        return Found()
    found = Found(**json.loads(path.read_text("utf-8")))
    found.gaps = {name: [(juror, buyer) for juror, buyer in gaps] for name, gaps in found.gaps.items()}
    return found


def save(path: Path, found: Found) -> None:
    path.write_text(json.dumps(asdict(found), ensure_ascii=False), "utf-8")
