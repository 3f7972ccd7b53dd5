"""A separate PostgreSQL server for the length of a test, from the packages of the system."""

import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

START = 300
"""Seconds that a server may take to come up or to stop."""


def postgres_programs() -> Path | None:
    """The folder of the newest server's programs, or None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


WITHOUT_POSTGRES = pytest.mark.skipif(
    postgres_programs() is None, reason="no PostgreSQL server (apt-get install postgresql)"
)
"""Skips a test where no server can be started."""
needs_postgres = [pytest.mark.postgres, WITHOUT_POSTGRES]
"""The marks of tests that start a server of their own."""


@contextmanager
def running_postgres(*, flushes: bool = False, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of an empty database on a server that listens on the loopback alone. flushes: to the disk; without
    it is quicker. env: of the server, beside what it inherits.
    """
    programs = postgres_programs()
    assert programs is not None
    folder = Path(mkdtemp(prefix="tieubieu-pg-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")  # the server refuses to run as root
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync={'on' if flushes else 'off'}"
    try:
        _run(
            programs / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "tb",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        _run(
            programs / "pg_ctl",
            "-D",
            folder / "data",
            "-o",
            options,
            "-l",
            folder / "log",
            "-wt",
            START,
            "start",
            env=env,
        )
        try:
            yield f"postgresql+psycopg://tb@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-t", START, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def control(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
    """Call `pg_ctl` on a server's folder."""
    programs = postgres_programs()
    assert programs is not None
    _run(programs / "pg_ctl", "-D", folder, "-l", folder.parent / "log", *arguments, env=env)


def options_of(folder: Path) -> str:
    """With which the server of a folder was started, for its next start."""
    return shlex.join(shlex.split((folder / "postmaster.opts").read_text())[1:])


def _run(*command: object, env: Mapping[str, str] | None = None) -> None:
    """env: of the command itself, not of what makes it another user's: a library that is loaded first is."""
    words = as_postgres("env", *(f"{name}={value}" for name, value in (env or {}).items()), *command)
    subprocess.run(words, check=True, capture_output=True, cwd="/")


def as_postgres(*command: object) -> list[str]:
    """A command of PostgreSQL, which refuses to run as root."""
    before = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    )
    return [*before, *map(str, command)]
