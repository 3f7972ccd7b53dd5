"""The application of commands: what follows a change by itself follows it there too."""

import subprocess
import sys
from pathlib import Path

from app.migrations.state import revisions

ROOT = Path(__file__).resolve().parents[3]
LISTENS = "listens_for(Session"


def test_what_listens_to_sessions_is_there_without_pages():
    listening = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("app", "catalog", "programme", "traceability", "voting")
        for path in (ROOT / package).rglob("*.py")
        if LISTENS in path.read_text("utf-8")
    }
    assert "catalog.tallies.services" in listening
    said = subprocess.run(
        [sys.executable, "-c", "import app.foundation, sys; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(said.stdout.split())
    assert listening <= loaded
    assert "app.site.routes" not in loaded


def test_a_start_with_nothing_to_migrate_loads_no_alembic(tmp_path: Path):
    script = """
import sys, app.factory
from app.migrations.state import bring_up, current
bring_up(sys.argv[1])
print(current(sys.argv[1]), *sys.modules)
"""
    for _ in range(2):  # on an empty database, and on one that is up to date
        said = subprocess.run(
            [sys.executable, "-c", script, f"sqlite:///{tmp_path / 'new.db'}"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        revision, *modules = said.stdout.split()
        assert revision == revisions()[0]
        assert "alembic" not in modules
