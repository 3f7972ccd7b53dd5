"""Backup while in use, restore drill, damaged archives, doctor."""

import gzip
import io
import json
import shutil
import sqlite3
import stat
import tarfile
from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.core.database.base import db
from app.ops.backup.archives import restore_backup, write_backup
from app.ops.backup.container import BackupError
from app.ops.doctor import Verdict, examine
from app.runner import Runner

pytestmark = pytest.mark.own_application  # what is put back takes the place of the folder


@pytest.fixture
def state(settings, factory):
    """An installation with people, files and a secret."""
    for number in range(3):
        factory.user(email=f"a{number}@example.vn")
    files = settings.data_dir / "files" / "ab"
    files.mkdir(parents=True)
    (files / "abcd.webp").write_bytes(b"a picture" * 1000)
    (settings.data_dir / "secret_key").write_text("s" * 64)
    (settings.data_dir / "index" / "whoosh").mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "index" / "whoosh" / "x").write_bytes(b"rebuilt anyway")
    return settings


def emails(settings):
    with sqlite3.connect(settings.data_dir / "tieubieu.db") as database:
        return [row[0] for row in database.execute('SELECT email FROM "user" ORDER BY id')]


def close():
    db.session.remove()
    db.engine.dispose()


def test_restore_brings_back_exactly_what_was_saved(state, tmp_path, factory):
    archive = tmp_path / "saved.tar.gz"
    summary = write_backup(state, archive)
    factory.user(email="later@example.vn")
    (state.data_dir / "files" / "ab" / "abcd.webp").unlink()
    close()
    result = restore_backup(state, archive)
    assert emails(state) == ["a0@example.vn", "a1@example.vn", "a2@example.vn"]
    assert (state.data_dir / "files" / "ab" / "abcd.webp").read_bytes() == b"a picture" * 1000
    assert (state.data_dir / "secret_key").read_text() == "s" * 64
    assert stat.S_IMODE((state.data_dir / "secret_key").stat().st_mode) == 0o600
    assert not (state.data_dir / "index").exists()
    assert (summary["members"], result["members"]) == (3, 3)


def test_restore_keeps_the_old_state_aside(state, tmp_path, factory):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    factory.user(email="later@example.vn")
    close()
    aside = restore_backup(state, archive)["old_state"]
    assert emails(replace(state, data_dir=type(state.data_dir)(aside)))[-1] == "later@example.vn"


def test_restore_works_on_an_empty_machine(state, tmp_path):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    folder = tmp_path / "other"
    folder.mkdir()
    other = replace(state, data_dir=folder, database_url=f"sqlite:///{folder / 'tieubieu.db'}")
    restore_backup(other, archive)
    assert emails(other) == emails(state)


def test_archive_is_for_its_owner_alone_and_leaves_nothing_behind(state, tmp_path):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved.tar.gz", "var"]


def test_backup_inside_the_data_folder_does_not_hold_itself(state):
    write_backup(state, state.data_dir / "one.tar.gz")
    write_backup(state, state.data_dir / "two.tar.gz")
    with tarfile.open(state.data_dir / "two.tar.gz") as archive:
        assert sorted(archive.getnames()) == [
            "database.sqlite", "manifest.json", "state/files/ab/abcd.webp", "state/secret_key",
        ]  # fmt: skip


def test_backup_of_a_database_in_use_is_whole(state, tmp_path, factory):
    import threading

    stop = threading.Event()

    def write():
        with sqlite3.connect(state.data_dir / "tieubieu.db", timeout=120) as database:
            number = 0
            while not stop.is_set():
                number += 1
                database.execute(
                    "INSERT INTO change (at, kind, key) VALUES ('2026-01-01', 'site', ?)", (str(number),)
                )
                database.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        write_backup(state, tmp_path / "saved.tar.gz")
    finally:
        stop.set()
        writer.join()
    folder = tmp_path / "other"
    folder.mkdir()
    restore_backup(
        replace(state, data_dir=folder, database_url=f"sqlite:///{folder / 'tieubieu.db'}"),
        tmp_path / "saved.tar.gz",
    )


def rewritten(archive, change):
    """The archive with its members changed: change(name, bytes) -> bytes, or None to leave one out."""
    source = io.BytesIO(archive.read_bytes())
    with tarfile.open(fileobj=source) as old, tarfile.open(archive, "w:gz") as new:
        for info in old.getmembers():
            content = change(info.name, old.extractfile(info).read())
            if content is not None:
                info.size = len(content)
                new.addfile(info, io.BytesIO(content))


HARM = {
    "file changed": (".webp", lambda content: b"b" + content[1:]),
    "file missing": (".webp", lambda content: None),
    "database changed": ("database.sqlite", lambda content: content[:-100] + b"\0" * 100),
    "manifest changed": ("manifest.json", lambda content: content.replace(b'"format": 1', b'"format": 9')),
    "manifest no json": ("manifest.json", lambda content: b"{"),
    "no manifest": ("manifest.json", lambda content: None),
}


@pytest.mark.parametrize("kind", HARM)
def test_restore_refuses_a_damaged_archive_and_touches_nothing(state, tmp_path, kind):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    ending, harm = HARM[kind]
    rewritten(archive, lambda name, content: harm(content) if name.endswith(ending) else content)
    close()
    with pytest.raises(BackupError):
        restore_backup(state, archive)
    assert emails(state) == ["a0@example.vn", "a1@example.vn", "a2@example.vn"]
    assert [
        path.name for path in state.data_dir.iterdir() if path.name.startswith(("before", ".restore"))
    ] == []


def test_restore_refuses_a_cut_archive(state, tmp_path):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    archive.write_bytes(archive.read_bytes()[:-2000])
    with pytest.raises(BackupError, match="damaged"):
        restore_backup(state, archive)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "state/../../evil"])
def test_restore_refuses_a_member_that_leaves_its_folder(state, tmp_path, name):
    archive = tmp_path / "evil.tar.gz"
    manifest = {"format": 1, "database": "sqlite", "members": [{"name": name, "size": 1, "sha256": "x"}]}
    with tarfile.open(archive, "w:gz") as made:
        for member, content in (("manifest.json", json.dumps(manifest).encode()), (name, b"x")):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    with pytest.raises(BackupError, match="does not belong"):
        restore_backup(state, archive)


@pytest.mark.parametrize(
    "content", [b"", b"no archive at all", gzip.compress(b"no tar", mtime=0)], ids=["empty", "text", "no tar"]
)
def test_restore_refuses_what_is_no_archive(state, tmp_path, content):
    (tmp_path / "x.tar.gz").write_bytes(content)
    with pytest.raises(BackupError):
        restore_backup(state, tmp_path / "x.tar.gz")


def test_restore_refuses_while_the_server_runs(state, tmp_path, app):
    archive = tmp_path / "saved.tar.gz"
    write_backup(state, archive)
    runner = Runner(app, state.data_dir / "runner.lock")
    assert runner._take_lock()
    with pytest.raises(BackupError, match="running"):
        restore_backup(state, archive)
    runner._held.close()


def test_backup_without_a_database_says_what_to_do(settings, tmp_path):
    (settings.data_dir / "tieubieu.db").unlink()
    with pytest.raises(BackupError, match="tieubieu init"):
        write_backup(settings, tmp_path / "x.tar.gz")


def findings(settings):
    return {finding.about: finding for finding in examine(settings)}


def test_doctor_says_one_line_about_everything(settings, app):
    found = findings(settings)
    assert list(found) == [
        "disk", "write access", "clock", "secret", "keys", "fonts", "database", "sqlite", "address", "search index",
        "files", "backups", "jobs", "mail", "holidays", "complaints", "dossiers", "numbers",
    ]  # fmt: skip
    assert [f.about for f in found.values() if "\n" in f.text] == []
    assert {
        name: found[name].verdict for name in ("write access", "clock", "fonts", "sqlite")
    } == dict.fromkeys(("write access", "clock", "fonts", "sqlite"), Verdict.OK)


def test_doctor_finds_an_open_secret(settings, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    secret = settings.data_dir / "secret_key"
    secret.write_text("s" * 64)
    secret.chmod(0o644)
    assert findings(settings)["secret"].verdict is Verdict.FAIL
    secret.chmod(0o600)
    assert findings(settings)["secret"].verdict is Verdict.OK


def test_doctor_finds_a_damaged_database(settings, app):
    close()
    path = settings.data_dir / "tieubieu.db"
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * (4096 * 9)
    path.write_bytes(content)
    assert findings(settings)["sqlite"].verdict is Verdict.FAIL


def test_doctor_finds_a_full_disk(settings, monkeypatch):
    found = {}
    for free in (2_000_000_000, 1_999_999_999, 299_999_999):
        monkeypatch.setattr(
            "app.ops.doctor.shutil.disk_usage", lambda _, free=free: SimpleNamespace(free=free)
        )
        found[free] = findings(settings)["disk"].verdict
    assert found == {2_000_000_000: Verdict.OK, 1_999_999_999: Verdict.WARN, 299_999_999: Verdict.FAIL}


def test_doctor_warns_of_passwords_in_clear(settings):
    found = findings(replace(settings, base_url="http://tieubieu.example"))
    assert (found["address"].verdict, "https" in found["address"].text) == (Verdict.WARN, True)


def test_doctor_says_when_the_mail_server_does_not_answer(settings):
    found = findings(replace(settings, smtp_url="smtp://127.0.0.1:1"))
    assert found["mail"].verdict is Verdict.FAIL


def test_doctor_says_when_there_is_no_database(settings):
    shutil.rmtree(settings.data_dir)
    settings.data_dir.mkdir()
    found = findings(settings)
    assert (found["database"].verdict, "tieubieu init" in found["database"].text) == (Verdict.FAIL, True)
    assert not (settings.data_dir / "tieubieu.db").exists()
