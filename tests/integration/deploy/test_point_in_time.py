"""PostgreSQL goes back to the moment before a mistake, with the archive settings as shipped and the page's steps."""

import os
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.chaos.parts import run
from tests.e2e.server import free_port
from tests.helpers.postgres import START, as_postgres, postgres_programs
from tests.integration.deploy.files import text

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class Server:
    """A server of its own that archives as deploy/postgresql/archive.conf says."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()

    def ask(self, statement: str) -> str:
        where = ["-h", self.folder, "-p", self.port, "-U", "tb", "-d", "postgres"]
        return run(
            as_postgres(self.programs / "psql", *where, "-v", "ON_ERROR_STOP=1", "-qAtc", statement)
        ).strip()

    def control(self, *arguments: object) -> None:
        run(as_postgres(self.programs / "pg_ctl", "-D", self.folder / "data", "-wt", START, *arguments))

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses="
        self.control("-o", options, "-l", self.folder / "log", "start")


@pytest.fixture
def server():
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(mkdtemp(prefix="tieubieu-pitr-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    found = Server(programs, folder)
    run(as_postgres("mkdir", folder / "wal"))
    run(
        as_postgres(
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
    )
    settings = text("postgresql/archive.conf")
    assert "/var/backups/tieubieu-wal" in settings
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(settings.replace("/var/backups/tieubieu-wal", str(folder / "wal")))
    found.start()
    yield found
    found.control("-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_restore_to_the_moment_before_a_mistake(server):
    server.ask("CREATE TABLE ballot (id int, choice text); INSERT INTO ballot VALUES (1, 'before the base')")
    base = server.folder / "base"
    where = ["-h", server.folder, "-p", server.port, "-U", "tb"]
    run(as_postgres(server.programs / "pg_basebackup", *where, "-D", base, "-X", "none", "-c", "fast"))
    server.ask("INSERT INTO ballot VALUES (2, 'after the base')")
    moment = server.ask("SELECT clock_timestamp()")
    server.ask("DELETE FROM ballot")
    last = server.ask("SELECT pg_walfile_name(pg_switch_wal())")
    until = time.monotonic() + START
    while not (server.folder / "wal" / last).exists() and time.monotonic() < until:
        time.sleep(0.1)
    server.control("-m", "fast", "stop")
    run(as_postgres("mv", server.folder / "data", server.folder / "data.before"))
    run(as_postgres("cp", "-a", base, server.folder / "data"))
    with (server.folder / "data" / "postgresql.auto.conf").open("a") as file:
        file.write(f"restore_command = 'cp {server.folder}/wal/%f %p'\n")
        file.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = promote\n")
    run(as_postgres("touch", server.folder / "data" / "recovery.signal"))
    server.start()
    until = time.monotonic() + START
    while server.ask("SELECT pg_is_in_recovery()") == "t" and time.monotonic() < until:
        time.sleep(0.1)
    assert server.ask("SELECT id, choice FROM ballot ORDER BY id") == "1|before the base\n2|after the base"
