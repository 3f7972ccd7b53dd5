"""A migration killed at any statement leaves what was there before, and the next start continues."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from app.migrations import run
from app.migrations.state import bring_up, current
from tests.helpers.postgres import WITHOUT_POSTGRES, running_postgres
from tests.helpers.revisions import REVISIONS, Climb

pytestmark = pytest.mark.usefixtures("scripts_read_once")
STEP_OF_THE_FIRST = 40
"""The first revision makes every table from nothing: each fortieth statement of it is enough."""
NEW, STEP_OF_OLD = 8, 6
"""Of older revisions each sixth statement; `python -m tests.bench.migrations` takes every one."""


def statements(address: str, revision: str) -> int:
    """How many statements bring the database at `address` up to a revision."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        run.upgrade(address, revision)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(said)


def die_at(address: str, revision: str, number: int) -> None:
    """Migrate in a child that kills itself before the statement of this number, counted from 1."""
    child = os.fork()
    if child == 0:
        said = 0

        def count(*_call: object) -> None:
            nonlocal said
            said += 1
            if said == number:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        run.upgrade(address, revision)
        os._exit(0)  # the statement never came: the test fails on this
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"statement {number} of {revision} never came"


def places(total: int, at: int) -> list[int]:
    """Which statements to die before; the last ones of every revision are the version row and the commit."""
    is_old = at < len(REVISIONS) - NEW
    step = STEP_OF_THE_FIRST if at == 0 else STEP_OF_OLD if is_old else 1
    return sorted({*range(1, total + 1, step), total - 2, total - 1, total})


SHAPES = {
    "sqlite": ("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2",),
    "postgresql": (
        """SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2""",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    ),
}


def shape(address: str) -> list[list[list[list[str]]]]:
    """Everything that the database says of its tables. The order of constraints in a table made anew is by chance."""
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            said = [connection.execute(text(query)) for query in SHAPES[engine.dialect.name]]
            return [[[_lines(cell) for cell in row] for row in rows] for rows in said]
    finally:
        engine.dispose()


def _lines(cell: object) -> list[str]:
    return sorted(line.strip(" \t,") for line in str(cell).splitlines())


def kill_and_continue(address: str, whole: str, at: int, places: list[int]) -> None:
    """Kill one database at each place in turn: nothing of it may have changed. Then the next start gives the whole."""
    before = shape(address)
    for number in places:
        die_at(address, REVISIONS[at], number)
        assert_as_before(address, before, at, number)
    run.upgrade(address, REVISIONS[at])
    assert shape(address) == shape(whole)


def assert_as_before(address: str, before: list[list[list[list[str]]]], at: int, number: int) -> None:
    assert current(address) == (REVISIONS[at - 1] if at else None), f"killed before statement {number}"
    assert shape(address) == before, f"killed before statement {number}"


def left_behind(database: Path, revision: str, places: list[int]) -> dict[int, Path]:
    """What a kill at each place leaves, all from one run: the files as they are before that statement.

    A kill takes the memory of the process, its locks and nothing else. Most statements leave the files as the last
    place had them; such a place is not told again.
    """
    said, found, last = 0, dict[int, Path](), database.parent

    def keep(*_call: object) -> None:
        nonlocal said, last
        said += 1
        if said not in places or (found and not _differ(database, last)):
            return
        last = database.parent / str(said)
        last.mkdir()
        for file in _files(database):
            shutil.copy(file, last)
        found[said] = last / database.name

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        run.upgrade(f"sqlite:///{database}", revision)
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    assert said >= max(places)
    return found


def _files(database: Path) -> list[Path]:
    """The database with what was written since it was last put in order, and the index of that."""
    return sorted(database.parent.glob(f"{database.name}*"))


def _differ(database: Path, other: Path) -> bool:
    there = {file.name: file.read_bytes() for file in _files(other / database.name)}
    return {file.name: file.read_bytes() for file in _files(database)} != there


Choose = Callable[[int, int], list[int]]
"""Which statements to die before, of so many of this revision."""


def kill_sqlite(climb: Climb, folder: Path, at: int, choose: Choose) -> int:
    """How often a migration of SQLite was cut off."""
    before = climb.after(at)
    whole, killed, copied = folder / "whole.db", folder / "killed.db", folder / "copied.db"
    for file in (whole, killed, copied):
        shutil.copy(before, file)
    total = statements(f"sqlite:///{whole}", REVISIONS[at])
    untouched, chosen = shape(f"sqlite:///{killed}"), choose(total, at)
    for number, file in left_behind(copied, REVISIONS[at], chosen).items():
        assert_as_before(f"sqlite:///{file}", untouched, at, number)
    kill_and_continue(
        f"sqlite:///{killed}", f"sqlite:///{whole}", at, sorted({1, total - 2, total - 1, total})
    )
    return len(chosen)


@pytest.mark.parametrize("at", range(len(REVISIONS)), ids=REVISIONS)
def test_migration_killed_at_each_statement_continues(tmp_path: Path, climb: Climb, at: int) -> None:
    assert kill_sqlite(climb, tmp_path, at, places) > 0


class Cluster:
    """A PostgreSQL with a database after each count of revisions, each made from the one before it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made = {0: "template1"}

    def address(self, name: str) -> str:
        return f"{self._address.rpartition('/')[0]}/{name}"

    def say(self, statement: str) -> None:
        admin = create_engine(self._address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(statement))
        admin.dispose()

    def after(self, count: int) -> str:
        last = max(known for known in self._made if known <= count)
        for number in range(last + 1, count + 1):
            name = f"revisions_{number}"
            self.say(f"CREATE DATABASE {name} TEMPLATE {self._made[number - 1]}")
            run.upgrade(self.address(name), REVISIONS[number - 1])
            self._made[number] = name
        return self._made[count]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_postgres() as address:
        yield Cluster(address)


def kill_postgres(cluster: Cluster, at: int, choose: Choose) -> int:
    """How often a migration of PostgreSQL was killed."""
    for name in ("whole", "killed"):
        cluster.say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cluster.say(f"CREATE DATABASE {name} TEMPLATE {cluster.after(at)}")
    total = statements(cluster.address("whole"), REVISIONS[at])
    chosen = choose(total, at)
    kill_and_continue(cluster.address("killed"), cluster.address("whole"), at, chosen)
    return len(chosen)


@pytest.mark.postgres
@pytest.mark.slow
@WITHOUT_POSTGRES
@pytest.mark.parametrize("at", range(len(REVISIONS)), ids=REVISIONS)
def test_migration_of_postgresql_killed_at_each_statement_continues(cluster: Cluster, at: int) -> None:
    assert kill_postgres(cluster, at, places) > 0


def both(start: Callable[[str], None], address: str) -> list[int]:
    """How two processes end that start at the same time."""
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                start(address)
            except BaseException:  # the parent reads the status
                os._exit(1)
            os._exit(0)
        children.append(child)
    return [os.waitpid(child, 0)[1] for child in children]


def test_two_starters_make_the_tables_of_an_empty_database_once(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'both.db'}"
    assert both(bring_up, address) == [0, 0]
    assert current(address) == REVISIONS[-1]


def test_second_starter_waits_for_the_first(tmp_path: Path) -> None:
    """Two starters at once: the second finds the work done, and does nothing twice."""
    address = f"sqlite:///{tmp_path / 'both.db'}"
    assert both(run.upgrade, address) == [0, 0]
    engine = create_engine(address)
    assert inspect(engine).has_table("product")
    engine.dispose()
    assert current(address) == REVISIONS[-1]
