"""Memory and statements of the jobs that make whole files: `python -m tests.bench.whole_files SMALL LARGE …`.

SMALL, LARGE …: data folders (`tieubieu demo load --products …` with DATA_DIR); copied, not changed. Each has its files
made twice, as in two nights, by a process of its own; told are what the highest memory of that process is above that
of the first folder, and the statements a thousand rows of the second night.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.load import ROOT

SECRET = "x" * 40
NIGHTS = (datetime(2027, 1, 4, 19, tzinfo=UTC), datetime(2027, 1, 5, 19, tzinfo=UTC))
JOBS = ("site.open_data", "site.whole_files")


def measured(folders: list[Path]) -> list[dict[str, Any]]:
    rows = []
    for given in folders:
        with tempfile.TemporaryDirectory(prefix="tieubieu-files-", dir=given.parent) as name:
            shutil.copytree(given, Path(name) / "var", symlinks=True)
            command = [sys.executable, "-m", "tests.bench.whole_files", "--one", f"{name}/var"]
            told = subprocess.run(command, cwd=ROOT, env=_environment(name), check=True, capture_output=True)
            rows.append({"folder": given.name, **json.loads(told.stdout)})
    for row in rows:
        row["above_first_mb"] = round(row["highest_mb"] - rows[0]["highest_mb"], 1)
    return rows


def _environment(folder: str) -> dict[str, str]:
    return os.environ | {"DATA_DIR": f"{folder}/var", "SECRET_KEY": SECRET, "EMBEDDED_RUNNER": "off"}


def one(folder: Path) -> dict[str, Any]:
    """In a process of its own: the jobs on these data."""
    from app import create_app
    from app.core.clock import FixedClock, use_clock
    from config import Settings
    from tests.helpers.statements import selections

    app = create_app(Settings.from_env(_environment(str(folder.parent))))
    with app.app_context():
        for at in NIGHTS:
            with use_clock(FixedClock(at)), selections() as asked:
                began, taken = time.monotonic(), time.process_time()
                rows = sum(_job(kind) for kind in JOBS)
                asked_for, seconds, cpu = len(asked), time.monotonic() - began, time.process_time() - taken
    return {
        "rows": rows, "statements": asked_for, "statements_a_thousand": round(1000 * asked_for / max(rows, 1), 2),
        "highest_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "seconds": round(seconds, 1), "of_the_processor": round(cpu, 1), "load": os.getloadavg()[0],
    }  # fmt: skip


def _job(kind: str) -> int:
    """Run one; rows of the tables that it wrote."""
    from app.core.database.base import db
    from app.core.database.transaction import transaction
    from app.core.work.jobs import Job, JobState, enqueue, run_pending

    with transaction():
        key = enqueue(kind, key=kind).id
    run_pending()
    job = db.session.get_one(Job, key)
    if job.state != JobState.DONE:
        raise RuntimeError(job.error or job.state)
    found = int((job.result or {}).get("rows", 0))
    db.session.remove()
    return found


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        sys.stdout.write(json.dumps(one(Path(sys.argv[2]))))
    else:
        sys.stdout.write(json.dumps(measured([Path(word) for word in sys.argv[1:]]), indent=1) + "\n")
