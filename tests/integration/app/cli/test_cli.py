"""The command line as other programs call it: a process, its streams, its exit code."""

import json
import os
import resource
import subprocess
import sys

import click
import pytest
from sqlalchemy import select

from app.accounts.credentials.passwords import password_matches
from app.accounts.queries import get_user_by_email
from app.cli import main, one_line
from app.cli.run import _allow_connections
from app.cli.run import _is_empty as is_empty
from app.core.database.transaction import transaction
from app.core.ports import ports
from catalog.models import ProductPicture
from config import BadSetting

PASSWORD = "một câu dài cho dòng lệnh"


def create(tieubieu, *args, stdin=PASSWORD + "\n"):
    return tieubieu("user", "create", "--email", "a@example.vn", *args, stdin=stdin)


def test_help_lists_every_command_without_loading_the_application():
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "--help"],
        env={**os.environ, "DATA_DIR": "/nonexistent/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    listed = {
        line.split()[0]
        for line in done.stdout.split("Commands:")[1].splitlines()
        if line.startswith("  ") and line[2] != " "
    }
    assert listed == {
        "serve", "init", "migrate", "jobs", "user", "token", "demo", "search", "tally", "verify", "verify-logs",
        "digital-link", "epcis", "labels", "label-keys", "label-list", "keys", "backup", "backups", "restore",
        "recount", "doctor", "diary", "programme", "working-days",
    }  # fmt: skip


LOADED = """
import sys
sys.argv = ["tieubieu", "tally", "--help"]
from app.cli import main
try:
    main()
except SystemExit:
    print([name for name in ("flask", "sqlalchemy", "uvicorn") if name in sys.modules], file=sys.stderr)
"""


def test_pure_command_loads_neither_flask_nor_sqlalchemy():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


def test_user_is_made_with_the_password_of_standard_input(tieubieu):
    done = create(tieubieu, "--role", "officer-province", "--province", "01")
    assert (done.returncode, json.loads(done.stdout)["role"]) == (0, "officer-province")
    person = get_user_by_email("a@example.vn")
    assert password_matches(person.password_hash, PASSWORD)
    assert (person.email_verified_at is not None, person.second_factor_waived) == (True, False)
    assert [(m.role, m.unit_id is not None) for m in person.memberships] == [("officer-province", True)]


def test_region_is_taken_from_a_province(tieubieu):
    create(tieubieu, "--role", "officer-region", "--province", "01")
    assert [m.region for m in get_user_by_email("a@example.vn").memberships] == ["phia-bac"]


def test_member_of_a_facility_is_of_the_one_named(tieubieu, factory):
    home = factory.facility()
    create(tieubieu, "--role", "facility", "--facility", home.slug)
    assert [m.facility_id for m in get_user_by_email("a@example.vn").memberships] == [home.id]


def test_officer_of_a_commune_has_it_by_its_code(tieubieu):
    create(tieubieu, "--role", "officer-commune", "--commune", "00004")
    assert [m.commune for m in get_user_by_email("a@example.vn").memberships] == ["2025-00004"]


def test_facility_person_without_a_facility_has_no_role_yet(tieubieu):
    assert create(tieubieu, "--role", "facility").returncode == 0
    assert get_user_by_email("a@example.vn").memberships == []


@pytest.mark.parametrize(
    ("args", "stdin", "code", "words"),
    [
        (("--role", "king"), PASSWORD, 2, "king"),
        (("--role", "officer-province"), PASSWORD, 2, "--province"),
        (("--role", "officer-region"), PASSWORD, 2, "--region"),
        (("--role", "officer-commune"), PASSWORD, 2, "--commune"),
        (("--role", "officer-region", "--region", "phia-tay"), PASSWORD, 2, "give one of phia-bac"),
        (("--role", "officer-province", "--province", "00"), PASSWORD, 1, "00"),
        (
            ("--role", "officer-commune", "--commune", "99999"),
            PASSWORD,
            1,
            "no commune with the code '99999'",
        ),
        (("--role", "facility", "--facility", "khong-co"), PASSWORD, 1, "khong-co"),
        (("--role", "juror"), "", 1, "standard input"),
        (("--role", "juror"), "12345678", 1, "easy to guess"),
    ],
)
def test_user_that_cannot_be_made_is_refused_in_one_line(tieubieu, args, stdin, code, words):
    done = create(tieubieu, *args, stdin=stdin)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert get_user_by_email("a@example.vn") is None


def test_second_user_with_an_address_is_refused(tieubieu):
    create(tieubieu, "--role", "juror")
    done = create(tieubieu, "--role", "chair")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_token_of_the_command_line_speaks_for_the_person(tieubieu, client):
    create(tieubieu, "--role", "juror")
    secret = json.loads(tieubieu("token", "create", "--email", "a@example.vn").stdout)["token"]
    assert client.get("/tai-khoan", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_token_of_nobody_is_refused(tieubieu):
    assert tieubieu("token", "create", "--email", "x@example.vn").returncode == 1


def test_bad_setting_is_one_line(tieubieu):
    done = tieubieu("doctor", PORT="eighty")
    assert (done.returncode, done.stderr) == (1, "PORT: give a whole number from 1 to 65535, not 'eighty'\n")


@pytest.mark.parametrize("command", ["migrate", "init"])
def test_database_that_is_away_is_one_line(tieubieu, command):
    done = tieubieu(command, DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/none")
    assert (done.returncode, done.stderr.count("\n"), "geheim" in done.stderr) == (1, 1, False)
    assert done.stderr.startswith("DATABASE_URL: connection failed")


@pytest.mark.parametrize(
    "command", [("token", "create", "--email", "a@example.vn"), ("verify-logs",), ("recount",)]
)
def test_database_without_tables_is_told_with_the_way_out(tieubieu, tmp_path, command):
    done = tieubieu(*command, DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.endswith(": run `tieubieu init`\n")


def test_error_of_any_kind_is_told_in_one_line_with_its_kind():
    assert one_line(RuntimeError("no\n  such luck")) == "RuntimeError: no such luck"
    assert one_line(BadSetting("PORT: give a number")) == "PORT: give a number"


@pytest.mark.parametrize(("fault", "told"), [(click.Abort(), "stopped"), (OSError(5, "bad disk"), "OSError")])
def test_command_that_is_broken_off_ends_with_one_line(monkeypatch, capsys, fault, told):
    def broken(*_args, **_options):
        raise fault

    monkeypatch.setattr("app.cli.cli.main", broken)
    monkeypatch.delenv("TIEUBIEU_TRACEBACK", raising=False)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n"), said.startswith(told)) == (1, 1, True)


def test_who_looks_for_a_fault_gets_the_whole_error(monkeypatch):
    def broken(*_args, **_options):
        raise OSError(5, "bad disk")

    monkeypatch.setattr("app.cli.cli.main", broken)
    monkeypatch.setenv("TIEUBIEU_TRACEBACK", "1")
    with pytest.raises(OSError, match="bad disk"):
        main(["doctor"])


def test_reader_that_closes_the_pipe_is_no_error_to_tell():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "--help"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        ((1_024, resource.RLIM_INFINITY), [(16_000, resource.RLIM_INFINITY)]),
        ((1_024, 4_096), [(4_096, 4_096)]),
        ((20_000, 20_000), []),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), []),
    ],
)
def test_server_asks_for_as_many_connections_as_it_may_have(monkeypatch, limits, asked):
    found = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, wanted: found.append(wanted))
    _allow_connections()
    assert found == asked


def test_unknown_command_is_wrong_usage(tieubieu):
    assert tieubieu("dance").returncode == 2


def test_backup_and_restore_go_round(tieubieu, tmp_path):
    create(tieubieu, "--role", "juror")
    archive = str(tmp_path / "saved.tar.gz")
    assert tieubieu("backup", archive).returncode == 0
    (tmp_path / "bad.tar.gz").write_bytes(b"x")
    bad = tieubieu("restore", str(tmp_path / "bad.tar.gz"))
    assert (bad.returncode, bad.stderr.startswith("Error: ")) == (1, True)
    assert tieubieu("backup", str(tmp_path / "no" / "such")).returncode == 1


@pytest.mark.parametrize("is_kept", [False, True])
def test_restore_tells_of_files_that_a_backup_has_left_out(tieubieu, factory, tmp_path, is_kept):
    name = ports().files.put(b"a picture", ".webp")
    factory.product(pictures=1)
    with transaction() as session:
        session.scalars(select(ProductPicture)).one().files = dict.fromkeys(
            ("320", "640", "1280", "share"), name
        )
    if not is_kept:
        ports().files.delete(name)  # as in the archive of a version that knew no bucket
    assert tieubieu("backup", str(tmp_path / "saved.tar.gz")).returncode == 0
    (tmp_path / "other").mkdir()
    done = tieubieu("restore", str(tmp_path / "saved.tar.gz"), DATA_DIR=str(tmp_path / "other"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["files_missing"] == (not is_kept)
    assert (f"1 file is named by the database and not there: {name}." in done.stderr) == (not is_kept)


def test_jobs_run_once_counts(tieubieu):
    assert json.loads(tieubieu("jobs", "run", "--once").stdout) == {"ran": 0}


def test_first_start_that_was_cut_off_begins_anew(app, factory):
    factory.user("admin")
    assert (is_empty(app, was_begun=False), is_empty(app, was_begun=True)) == (False, True)
    factory.facility()
    assert is_empty(app, was_begun=True) is False
