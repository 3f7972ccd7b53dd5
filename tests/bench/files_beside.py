"""A cached page while the files of a large catalogue are made: `python -m tests.bench.files_beside FOLDER …`.

FOLDER [ASKS [TURNS]]: a data folder with such a catalogue; copied, not changed. One server as shipped; its page is
asked on one connection, by turns alone and while the jobs of open data, sitemap and register run beside it.
Told are the slowest hundredth of each turn in milliseconds, and the ratio of their medians.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.beside import SECRET, _app, _page, _slowest
from tests.bench.whole_files import JOBS
from tests.e2e.server import Server

AT_MOST = 3.0
PATIENCE = 600.0


def measured(given: Path, asks: int = 2_000, turns: int = 5) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(
        prefix="tieubieu-beside-", dir=given.parent, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        shutil.copytree(given, folder / "var", symlinks=True)
        app, site = _app(folder / "var"), Server(folder)
        site.env |= {"WORKERS": "1", "SECRET_KEY": SECRET, "SEARCH_ENGINE": "tantivy"}
        site.start()
        try:
            alone: list[float] = []
            beside: list[float] = []
            loads = []
            _slowest(site.port, _page("/"), 200)
            for _turn in range(turns):
                _until(app, under_way=False)
                alone.append(_slowest(site.port, _page("/"), asks))
                _order(app)
                _until(app, under_way=True)
                beside.append(_slowest(site.port, _page("/"), asks))
                loads.append(os.getloadavg()[0])
        finally:
            site.stop()
    ratio = statistics.median(beside) / statistics.median(alone)
    return {
        "alone ms": [round(ms, 1) for ms in alone], "beside ms": [round(ms, 1) for ms in beside],
        "ratio of medians": round(ratio, 2), "met": ratio <= AT_MOST, "loads": [round(load, 1) for load in loads],
    }  # fmt: skip


def _order(app: Any) -> None:
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.work.jobs import enqueue

    with app.app_context():
        with transaction():
            for kind in JOBS:
                enqueue(kind, key=kind)
        db.session.remove()


def _until(app: Any, *, under_way: bool) -> None:
    """Wait until one of the jobs runs, or none is left."""
    from sqlalchemy import func, select

    from app.core.database.base import db
    from app.core.work.jobs import Job, JobState

    states = [JobState.RUNNING] if under_way else [JobState.RUNNING, JobState.QUEUED]
    query = select(func.count()).select_from(Job).where(Job.kind.in_(JOBS), Job.state.in_(states))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with app.app_context():
            found = db.session.scalar(query)
            db.session.remove()
        if bool(found) == under_way:
            return
        time.sleep(0.2)
    raise RuntimeError("the jobs do not " + ("begin" if under_way else "end"))


if __name__ == "__main__":
    where, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(measured(Path(where), *map(int, numbers)), indent=1) + "\n")
