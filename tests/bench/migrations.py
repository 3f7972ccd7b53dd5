"""Every revision cut off before each of its statements: `python -m tests.bench.migrations [sqlite] [postgresql]`.

What a kill leaves must be what was there before, and the next start must give the whole. Under SQLite the files are
looked at as they lie before each statement, and four places of each revision are killed in truth; under PostgreSQL a
process is killed at each. The tests take each sixth statement of older revisions.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from alembic.script import ScriptDirectory

from app.migrations import run
from tests.helpers.postgres import running_postgres
from tests.helpers.revisions import REVISIONS, Climb
from tests.integration.test_migration_kill import Cluster, kill_postgres, kill_sqlite

Kill = Callable[[int], int]


def every(total: int, _at: int) -> list[int]:
    return list(range(1, total + 1))


@contextmanager
def sqlite() -> Iterator[Kill]:
    with tempfile.TemporaryDirectory() as name:
        climb = Climb(Path(name))

        def kill(at: int) -> int:
            with tempfile.TemporaryDirectory() as folder:
                return kill_sqlite(climb, Path(folder), at, every)

        yield kill


@contextmanager
def postgresql() -> Iterator[Kill]:
    with running_postgres() as address:
        cluster = Cluster(address)
        yield lambda at: kill_postgres(cluster, at, every)


def main(*kinds: str) -> int:
    scripts = ScriptDirectory.from_config(run._config())
    faults = 0
    with patch.object(ScriptDirectory, "from_config", lambda _config: scripts):
        for name in kinds or ("sqlite", "postgresql"):
            begin, kills, bad = time.monotonic(), 0, []
            with {"sqlite": sqlite, "postgresql": postgresql}[name]() as kill:
                for at, revision in enumerate(REVISIONS):
                    try:
                        kills += kill(at)
                    except AssertionError as error:
                        bad.append(f"{revision}: {error}")
            took = time.monotonic() - begin
            sys.stdout.write(
                f"{name}: {len(REVISIONS)} revisions cut off at {kills:,} statements in {took:.0f} s, "
                f"{len(bad)} faults\n" + "".join(f"  {fault}\n" for fault in bad)
            )
            faults += len(bad)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
