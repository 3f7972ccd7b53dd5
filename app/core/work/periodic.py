"""Small recurring work: cleaning, updating the index. Run by the job runner of each machine."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.core.database.base import db

_log = logging.getLogger("app.periodic")
_SHORT = 1.0


@dataclass(slots=True)
class _Round:
    seconds: float
    work: Callable[[], object]
    of_the_node: bool
    due: float = 0.0


_rounds: dict[str, _Round] = {}


def every(seconds: float, *, node: bool = False) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function at an interval of seconds inside an application context. It opens its own transactions.
    node: for what each machine keeps for itself, such as its search index; run even if no jobs are run there.
    """

    def register(work: Callable[[], object]) -> Callable[[], object]:
        _rounds[f"{work.__module__}.{work.__qualname__}"] = _Round(seconds, work, node)
        return work

    return register


def run_due(now: float | None = None, *, node: bool | None = None) -> int:
    """Run what is due, or of it only what each machine needs (True) or only the rest (False). Returns how many ran.

    One that fails is logged and tried again the next time.
    """
    now = time.monotonic() if now is None else now
    due = [
        (name, entry)
        for name, entry in list(_rounds.items())
        if entry.due <= now and (node is None or entry.of_the_node == node)
    ]
    for name, entry in due:
        entry.due = now + entry.seconds
        try:
            entry.work()
        except Exception:  # noqa: BLE001  # one bad round must not stop the others
            _log.exception("%s failed", name)
        finally:
            db.session.remove()
    return len(due)


def bring_forward() -> None:
    """Run frequent recurring work at the next check: something it is waiting for has happened."""
    for entry in list(_rounds.values()):
        if entry.seconds <= _SHORT:
            entry.due = 0.0
