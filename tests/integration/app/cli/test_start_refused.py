"""The server and the runner as they are started: a setting that cannot work ends them with one line and exit 1."""

import os
import socket
import sqlite3
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.conftest import SECRET
from tests.helpers import commands
from tests.helpers.s3 import free_port, s3_url

SERVE, RUN = ("serve",), ("jobs", "run", "--once")
BAD = {
    "address of no machine": ({"HOST": "999.9.9.9"}, "HOST: "),
    "address of another machine": ({"HOST": "192.0.2.1"}, "HOST: "),
    "port": ({"PORT": "eighty"}, "PORT: "),
    "workers": ({"WORKERS": "0"}, "WORKERS: "),
    "proxies": ({"TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES: "),
    "switch": ({"EMBEDDED_RUNNER": "perhaps"}, "EMBEDDED_RUNNER: "),
    "engine": ({"SEARCH_ENGINE": "lucene"}, "SEARCH_ENGINE: "),
    "origin": ({"BASE_URL": "example.vn"}, "BASE_URL: "),
    "secret": ({"SECRET_KEY": "short"}, "SECRET_KEY: "),
    "folder that is a file": ({"DATA_DIR": __file__}, "DATA_DIR: "),
    "folder that cannot be": ({"DATA_DIR": "/proc/none"}, "DATA_DIR: "),
    "kind of database": ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: "),
    "database that is not there": ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL: "),
    "database that is none": ({"DATABASE_URL": f"sqlite:///{__file__}"}, "DATABASE_URL: "),
    "server that is not there": ({"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/none"}, "DATABASE_URL: "),
    "server with a bad port": ({"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:port/none"}, "DATABASE_URL: "),
    "kind of storage": ({"STORAGE_URL": "ftp://x"}, "STORAGE_URL: "),
    "form of storage": ({"STORAGE_URL": "s3://geheim@127.0.0.1/bucket"}, "STORAGE_URL: "),
    "kind of mail": ({"SMTP_URL": "http://x"}, "SMTP_URL: "),
    "mail without a host": ({"SMTP_URL": "smtp://"}, "SMTP_URL: "),
    "sender": ({"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "nobody"}, "MAIL_FROM: "),
    "signer that is away": ({"SIGNER_FILE": "/nowhere/signer.p12"}, "SIGNER_FILE: "),
    "signer that is none": ({"SIGNER_FILE": __file__}, "SIGNER_FILE: "),
    "profiles that are away": ({"PORTAL_PROFILES": "/nowhere/profiles.toml"}, "PORTAL_PROFILES: "),
    "profiles that are none": ({"PORTAL_PROFILES": __file__}, "PORTAL_PROFILES: "),
}  # fmt: skip
OF_THE_RUNNER = (
    "secret",
    "database that is not there",
    "server that is not there",
    "form of storage",
    "kind of mail",
    "signer that is none",
    "profiles that are none",
)
"""Its check is the server's, so one of each kind is enough."""


@pytest.fixture
def started(settings):
    """Start a command; its exit code and the lines that it tells."""

    def run(command, **env):
        given = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": os.environ.get("HOME", "/tmp"),
            "LANG": "C.UTF-8",
            "DATA_DIR": str(settings.data_dir),
            "SECRET_KEY": SECRET,
            "PORT": str(free_port()),
        } | env
        done = commands.run(command, given)
        return done.returncode, done.stderr.splitlines()

    return run


def assert_refused(answer, says):
    code, lines = answer
    assert (code, len(lines)) == (1, 1), lines
    assert lines[0].startswith(says)
    assert "geheim" not in lines[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_server_with_a_bad_setting_ends_with_one_line(started, name):
    env, says = BAD[name]
    assert_refused(started(SERVE, **env), says)


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_THE_RUNNER)
def test_runner_with_a_bad_setting_ends_with_one_line(started, name):
    env, says = BAD[name]
    assert_refused(started(RUN, **env), says)


@pytest.mark.slow
def test_server_whose_port_is_taken_ends_with_one_line(started):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert_refused(started(SERVE, PORT=str(other.getsockname()[1])), "PORT: ")


@pytest.mark.slow
def test_runner_has_no_use_for_host_and_port(started):
    assert started(RUN, HOST="192.0.2.1") == (0, [])


@pytest.mark.slow
@pytest.mark.parametrize("command", [SERVE, RUN])
def test_database_of_an_older_program_is_named(started, settings, command):
    with closing(sqlite3.connect(settings.data_dir / "tieubieu.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()
    assert_refused(started(command), "DATABASE_URL: the database is at revision 0001")


@pytest.mark.slow
@pytest.mark.parametrize("command", [SERVE, RUN])
def test_storage_server_that_refuses_our_key_is_named(started, s3_host, command):
    answer = started(command, STORAGE_URL=s3_url(s3_host, "bucket", "geheim"))
    assert_refused(answer, "STORAGE_URL: the storage server refuses: ")


@pytest.mark.slow
@pytest.mark.parametrize("command", [SERVE, RUN])
def test_mail_server_that_refuses_our_sign_in_is_named(started, command):
    port = free_port()
    server = Controller(
        object(),
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False),
        auth_require_tls=False,
    )
    server.start()
    try:
        answer = started(command, SMTP_URL=f"smtp://me:geheim@127.0.0.1:{port}", MAIL_FROM="a@example.vn")
    finally:
        server.stop()
    assert_refused(answer, "SMTP_URL: the mail server refuses our sign-in: ")


@pytest.mark.slow
def test_servers_that_are_away_are_told_and_the_runner_goes_on(started):
    storage = f"s3://key:secret@127.0.0.1:{free_port()}/bucket"
    code, lines = started(
        RUN, STORAGE_URL=storage, SMTP_URL=f"smtp://127.0.0.1:{free_port()}", MAIL_FROM="a@example.vn"
    )
    assert code == 0
    assert [line.partition(":")[0] for line in lines] == ["STORAGE_URL", "SMTP_URL"]
