"""Commands about the state of an installation: backups, kept numbers, keys, the doctor, the runner."""

import json
import os
import signal
import sqlite3
from contextlib import closing
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, enqueue
from app.site.whole_files.tasks import KIND
from catalog.models import Tally
from tests.conftest import SECRET
from tests.helpers import commands, wait_for
from tests.helpers.s3 import free_port


@pytest.fixture
def place(tmp_path):
    (tmp_path / "place").mkdir()
    return {"BACKUP_URL": str(tmp_path / "place")}


def test_backups_of_a_place_are_listed_one_a_line_and_checked(tieubieu, tmp_path, place):
    made = [json.loads(tieubieu("backup", **place).stdout)["backup"] for _ in range(2)]
    listed = tieubieu("backups", **place)
    assert listed.returncode == 0
    assert [json.loads(line)["backup"] for line in listed.stdout.splitlines()] == made
    checked = tieubieu("restore", "--check", "--backup", made[0][:12], **place)
    assert (checked.returncode, json.loads(checked.stdout)["database"]) == (0, "sqlite")
    assert list((tmp_path / "var").glob("before-restore-*")) == []
    for piece in (tmp_path / "place").rglob("*.part"):
        piece.write_bytes(b"x")
    assert [tieubieu("backups", *check, **place).returncode for check in ((), ("--check",))] == [0, 1]
    kept = tieubieu("backup", "--keep", "1", **place)
    assert (kept.returncode, json.loads(kept.stdout)["forgotten"]) == (0, 2)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("backup", "a.tar.gz", "--keep", "3"), 2, "--keep is for backups in BACKUP_URL, not for a FILE"),
        (("restore", "a.tar.gz", "--backup", "ab"), 2, "give FILE or --backup, not both"),
        (("restore", "--check", "none.tar.gz"), 1, "there is no file none.tar.gz"),
        (("backups",), 1, "BACKUP_URL: give a folder"),
    ],
)
def test_backup_that_cannot_be_meant_is_refused_in_words(tieubieu, args, code, said):
    done = tieubieu(*args)
    assert (done.returncode, done.stdout, said in done.stderr) == (code, "", True)


def test_wrong_number_is_found_by_the_doctor_and_mended_by_recount(tieubieu, settings):
    with closing(sqlite3.connect(settings.data_dir / "tieubieu.db")) as database:
        database.execute("INSERT INTO tally (kind, value, number) VALUES ('facilities', 'x', 7)")
        database.commit()
    sick = tieubieu("doctor")
    assert (sick.returncode, "fail numbers: 1 kept numbers are wrong" in sick.stdout) == (1, True)
    assert json.loads(tieubieu("recount").stdout) == {"recounted": True}
    assert db.session.scalars(select(Tally.number).where(Tally.value == "x", Tally.number != 0)).all() == []
    well = tieubieu("doctor")
    assert (well.returncode, [line for line in well.stdout.splitlines() if line.startswith("fail")]) == (
        0,
        [],
    )


def test_keys_are_handed_on_for_one_purpose_or_all(tieubieu):
    tieubieu("migrate")

    def listed():
        return json.loads(tieubieu("keys", "list").stdout)

    assert (
        len(json.loads(tieubieu("keys", "rotate").stdout)) == 3
    )  # the first for reports is made and handed on
    before = len(listed())
    one = json.loads(tieubieu("keys", "rotate", "--purpose", "certificate-register").stdout)
    assert (len(one), len(listed()) - before) == (1, 1)
    assert (len(json.loads(tieubieu("keys", "rotate").stdout)), len(listed()) - before) == (3, 4)


def test_another_secret_is_adopted_on_purpose(tieubieu):
    tieubieu("migrate")
    other = {"SECRET_KEY": "another secret of more than thirty-two characters"}
    assert "was made with another secret" in tieubieu("migrate", **other).stderr
    assert json.loads(tieubieu("keys", "adopt", "sessions", **other).stdout) == {"purpose": "sessions"}
    assert [tieubieu("migrate", **env).returncode for env in (other, {})] == [0, 1]


def test_key_of_lists_is_revoked_with_its_reason(tieubieu):
    tieubieu("migrate")
    (key,) = json.loads(tieubieu("label-keys", "list").stdout)
    done = tieubieu("label-keys", "revoke", key["id"], "--reason", "mất máy")
    assert json.loads(done.stdout)["id"] == key["id"]
    (after,) = json.loads(tieubieu("label-keys", "list").stdout)
    assert (key["revoked_at"], after["revoked_at"] is not None, after["reason"]) == (None, True, "mất máy")
    assert tieubieu("label-keys", "revoke", "khong-co", "--reason", "x").returncode == 1


def test_logs_of_a_new_installation_are_sound(tieubieu):
    tieubieu("migrate")
    done = tieubieu("verify-logs")
    assert done.returncode == 0
    assert {"register": "certificates", "records": 0, "checkpoints": 0, "faults": []} in json.loads(
        done.stdout
    )


def test_search_commands_find_the_application_around_them(tieubieu):
    assert tieubieu("search", "--help").returncode == 0


def test_start_that_finds_demonstration_accounts_tells_them_again(tieubieu, factory, settings):
    factory.facility()
    account = {"role": "admin", "email": "quan-tri@tieubieu.example", "password": "mot-cau-dai"}
    (settings.data_dir / "demo-accounts.json").write_text(json.dumps([account]), "utf-8")
    done = tieubieu("init", BASE_URL="https://tieubieu.example")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "Tiêu Biểu: https://tieubieu.example",
        "Demonstration accounts (second factor switched off):",
        f"  {'admin':<17} {'quan-tri@tieubieu.example':<38} mot-cau-dai",
    ]


def test_rights_are_given_in_postgresql_alone(tieubieu):
    done = tieubieu("migrate", "--grant-to", "web")
    assert (done.returncode, done.stderr) == (1, "ValueError: rights are given in PostgreSQL alone\n")


@pytest.mark.parametrize("has_metrics", [False, True])
def test_runner_works_until_it_is_told_to_stop_and_ends_by_itself(app, settings, tmp_path, has_metrics):
    port = str(free_port())
    with transaction():
        wanted, other = enqueue(KIND), enqueue("mail.send")
        db.session.flush()
        ids = [wanted.id, other.id]
        assert (wanted.queue, other.queue) == ("other", "mail")
    env = {**os.environ, "DATA_DIR": str(settings.data_dir), "SECRET_KEY": SECRET}
    env |= {"METRICS_PORT": port} if has_metrics else {}
    with (tmp_path / "log").open("wb") as log:
        pid = commands.start(("jobs", "run", "--queue", "other"), env, log)
    try:
        assert wait_for(lambda: states(ids)[0] == "done")
        if has_metrics:
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
                assert b"tieubieu_disk_free_bytes" in answer.read()
    finally:
        os.kill(pid, signal.SIGTERM)
        code = commands.wait(pid)
    assert (code, states(ids)) == (0, ["done", "queued"])


def states(ids):
    db.session.rollback()
    return [db.session.get_one(Job, job_id).state for job_id in ids]
