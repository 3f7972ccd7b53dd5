"""A migration killed at any statement leaves what was there before, and the next start continues."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from app.migrations import run
from tests.helpers.postgres import postgres_programs, running_postgres
from tests.integration.app.migrations.test_migrations import REVISIONS, schema

STEP_OF_THE_FIRST = 40
"""The first revision makes every table from nothing: each fortieth statement of it is enough."""


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
    return sorted({*range(1, total + 1, 1 if at else STEP_OF_THE_FIRST), total - 2, total - 1, total})


@pytest.mark.parametrize("at", range(len(REVISIONS)), ids=REVISIONS)
def test_migration_killed_at_each_statement_continues(tmp_path: Path, at: int) -> None:
    before = tmp_path / "before.db"
    run.upgrade(f"sqlite:///{before}", REVISIONS[at - 1]) if at else before.touch()
    whole = tmp_path / "whole.db"
    shutil.copy(before, whole)
    total = statements(f"sqlite:///{whole}", REVISIONS[at])
    right = schema(f"sqlite:///{whole}")
    for number in places(total, at):
        path = tmp_path / f"killed-{number}.db"
        shutil.copy(before, path)
        die_at(f"sqlite:///{path}", REVISIONS[at], number)
        assert run.current(f"sqlite:///{path}") == (REVISIONS[at - 1] if at else None)
        run.upgrade(f"sqlite:///{path}", REVISIONS[at])
        assert schema(f"sqlite:///{path}") == right, f"killed before statement {number}"
        path.unlink()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgres() as address:
        yield address


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
@pytest.mark.parametrize("at", range(len(REVISIONS)), ids=REVISIONS)
def test_migration_of_postgresql_killed_at_each_statement_continues(server: str, at: int) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    names = [f"{kind}_{REVISIONS[at]}" for kind in ("before", "whole", "killed")]
    before, whole, killed = (f"{server.rpartition('/')[0]}/{name}" for name in names)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {names[0]}"))
        if at:
            run.upgrade(before, REVISIONS[at - 1])
        connection.execute(text(f"CREATE DATABASE {names[1]} TEMPLATE {names[0]}"))
        total = statements(whole, REVISIONS[at])
        right = schema(whole)
        for number in places(total, at):
            connection.execute(text(f"CREATE DATABASE {names[2]} TEMPLATE {names[0]}"))
            die_at(killed, REVISIONS[at], number)
            run.upgrade(killed, REVISIONS[at])
            assert schema(killed) == right, f"killed before statement {number}"
            connection.execute(text(f"DROP DATABASE {names[2]} WITH (FORCE)"))
    admin.dispose()


def test_second_starter_waits_for_the_first(tmp_path: Path) -> None:
    """Two starters at once: the second finds the work done, and does nothing twice."""
    address = f"sqlite:///{tmp_path / 'both.db'}"
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                run.upgrade(address)
            except BaseException:  # the parent reads the status
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    engine = create_engine(address)
    assert inspect(engine).has_table("product")
    engine.dispose()
    assert run.current(address) == run.head()
