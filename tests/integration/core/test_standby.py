"""Public pages from a streaming standby of PostgreSQL, and never what was just written."""

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.standby import leave_standby, read_from_standby
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from app.ops.start import check_start
from config import BadSetting
from tests.conftest import make_settings
from tests.helpers import wait_for
from tests.helpers.postgres import _run, needs_postgres, postgres_programs, running_postgres
from tests.helpers.s3 import free_port

pytestmark = [*needs_postgres, pytest.mark.slow]
PAGE = "/san-pham"


@contextmanager
def running_standby(address):
    """The address of a streaming standby of the server, and a way to stop it."""
    programs, url = postgres_programs(), make_url(address)
    folder, port = Path(mkdtemp(prefix="tieubieu-standby-")), free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")  # the server refuses to run as root
    source = f"host=127.0.0.1 port={url.port} user={url.username}"
    control = (programs / "pg_ctl", "-D", folder / "data")
    try:
        _run(
            programs / "pg_basebackup",
            "-D",
            folder / "data",
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-d",
            source,
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c hot_standby=on"
        _run(*control, "-o", options, "-l", folder / "log", "-wt", 300, "start")
        try:
            yield (
                str(url.set(port=port).render_as_string(hide_password=False)),
                lambda: _run(*control, "-m", "immediate", "-t", 300, "stop"),
            )
        finally:
            with suppress(subprocess.CalledProcessError):  # stopped by the test
                _run(*control, "-m", "immediate", "-t", 300, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with running_postgres() as address:
        upgrade(address)
        with running_standby(address) as (standby, stop):
            settings = make_settings(tmp_path_factory.mktemp("var"))
            app = create_app(replace(settings, database_url=address, replica_url=standby))
            app.extensions["micro_cache"].look = 0.0
            yield app, address, standby, stop
            with app.app_context():
                db.engine.dispose()
            app.extensions["standby"].engine.dispose()


def is_on_standby():
    return db.session.scalar(text("SELECT pg_is_in_recovery()"))


def change():
    with transaction():
        record_change("site", "x")


def test_start_takes_the_primary_and_refuses_what_takes_no_writes(pair):
    app, address, standby, _ = pair
    given = app.extensions["settings"]
    assert check_start(given, listens=False) == []
    with pytest.raises(BadSetting, match="DATABASE_URL: names a standby, which takes no writes"):
        check_start(replace(given, database_url=standby, replica_url=""), listens=False)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    engine.dispose()
    reader = make_url(address).set(username="reader").render_as_string(hide_password=False)
    with pytest.raises(BadSetting, match="DATABASE_URL: this role may not write: run `tieubieu migrate"):
        check_start(replace(given, database_url=reader), listens=False)


def test_public_pages_come_from_the_standby_and_what_was_just_written_does_not(pair):
    app, _, standby, stop = pair
    asked = []
    app.before_request_funcs.setdefault(None, []).append(lambda: asked.append(is_on_standby()))
    client = app.test_client()
    with app.app_context():
        change()
        assert wait_for(lambda: read_from_standby() and is_on_standby())
        assert (leave_standby(), is_on_standby(), leave_standby()) == (True, False, False)
        assert wait_for(read_from_standby)  # it was left for no fault of its own
        change()
        assert is_on_standby() is False  # what this session reads after it has written
        db.session.remove()
        assert wait_for(read_from_standby)
        db.session.remove()
    assert client.get(f"{PAGE}?q=a").status_code == 200
    assert client.get("/dang-nhap").status_code == 200  # reads the session
    assert asked == [True, False]

    control = create_engine(standby, isolation_level="AUTOCOMMIT")
    with control.connect() as connection:
        connection.execute(text("SELECT pg_wal_replay_pause()"))
        with app.app_context():
            change()
            assert read_from_standby() is False
            db.session.remove()
        assert client.get(f"{PAGE}?q=b").status_code == 200
        assert asked.pop() is False
        connection.execute(text("SELECT pg_wal_replay_resume()"))
    control.dispose()
    with app.app_context():
        assert wait_for(read_from_standby)
        db.session.remove()
    stop()  # while connections are open: the first page that meets it is drawn from the primary
    assert client.get(f"{PAGE}?q=c").status_code == 200
    assert client.get(f"{PAGE}?q=d").status_code == 200
    assert asked.pop() is False
