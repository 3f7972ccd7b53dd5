"""The database part of an archive under PostgreSQL, by its own programs: `pg_dump` and `pg_restore`."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

_NOT_TOLD = {"password", "context"}


class PostgresError(Exception):
    """A program is missing or refuses; the message is one clear line."""


def dump_database(url: str, target: Path, *, by_table: bool = False) -> None:
    """Everything in the schema `public`, as one snapshot, into a file that `check_dump` and `replace_database` read;
    by_table: into a folder with a file for each table, which they read too.
    """
    kind = "directory" if by_table else "custom"
    _run(["pg_dump", f"--format={kind}", "--compress=0", "--schema=public", f"--file={target}"], url)


def check_dump(dump: Path) -> None:
    """Whether `pg_restore` is here and can read the file."""
    _run(["pg_restore", "--list", str(dump)])


def replace_database(url: str, aside: str, load: Callable[[], None]) -> None:
    """Rename the schema that is in use to `aside` and load another in its place; what goes wrong changes nothing."""
    _execute(url, f'ALTER SCHEMA public RENAME TO "{aside}"')
    try:
        load()
    except BaseException:
        _execute(url, "DROP SCHEMA IF EXISTS public CASCADE", f'ALTER SCHEMA "{aside}" RENAME TO public')
        raise


def load_dump(url: str, dump: Path) -> None:
    """Make the schema and fill it, in one transaction. Its owner is the role that restores; grants are given
    again.
    """
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run(["pg_restore", *options, f"--dbname={_address(url)}", str(dump)], url)


def make_schema(url: str) -> None:
    _execute(url, "CREATE SCHEMA public")


def _run(command: list[str], url: str | None = None) -> None:
    """url: of the database; its password goes by the environment, where other users do not see it."""
    password = make_url(url).password if url else None
    environ = {**os.environ, "PGPASSWORD": str(password)} if password else dict(os.environ)
    if url and command[0] == "pg_dump":
        command = [*command, f"--dbname={_address(url)}"]
    try:
        said = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    except FileNotFoundError:
        raise PostgresError(
            f"{command[0]} is not installed: it comes with the client of PostgreSQL (postgresql-client)"
        ) from None
    if said.returncode:
        lines = said.stderr.strip().splitlines() or [f"{command[0]} ended with {said.returncode}"]
        raise PostgresError(lines[0])


def _address(url: str) -> str:
    """As PostgreSQL's own programs read it, several servers too, without the password."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415  # an installation on SQLite may lack it

    address = make_url(url)
    _, given = address.get_dialect()().create_connect_args(address)
    return make_conninfo(**{name: value for name, value in given.items() if name not in _NOT_TOLD})


def _execute(url: str, *statements: str) -> None:
    engine = create_engine(url, hide_parameters=True)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
