"""Encrypted backups: unreadable without the private key, restored completely with it."""

import os
import shutil
import sqlite3
import subprocess
from dataclasses import replace

import pyrage
import pytest

from app.core.database.base import db
from app.ops.backup.archives import check_backup, restore_backup, write_backup
from app.ops.backup.container import BackupError
from app.ops.backup.encryption import encrypt
from app.ops.start import check_start
from config import BadSetting

pytestmark = pytest.mark.own_application


@pytest.fixture
def holder(tmp_path):
    """(public key, file of the private key as age-keygen writes it)"""
    key = pyrage.x25519.Identity.generate()
    path = tmp_path / "backup.key"
    path.write_text(f"# created: 2026-11-29\n# public key: {key.to_public()}\n{key}\n")
    return str(key.to_public()), path


@pytest.fixture
def sealed(settings, factory, holder, tmp_path):
    """An installation and its encrypted archive."""
    factory.user(email="kept@example.vn")
    found = replace(settings, backup_recipient=holder[0])
    archive = tmp_path / "sealed.tar.gz"
    assert write_backup(found, archive)["encrypted"] is True
    db.session.remove()
    db.engine.dispose()
    return found, archive


def test_archive_is_an_age_file_and_tells_nothing(sealed, tmp_path):
    data = sealed[1].read_bytes()
    assert data.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert data[:3] != b"\x1f\x8b\x08"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".backup-")] == []
    assert sealed[1].stat().st_mode & 0o777 == 0o600


def test_sealed_file_is_on_the_disk_before_the_plain_one_goes(holder, tmp_path, monkeypatch):
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(b"x" * 200_000)
    synced = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append((os.fstat(handle).st_size, plain.exists())))
    encrypt(plain, sealed, holder[0])
    assert synced == [(sealed.stat().st_size, True)]
    assert not plain.exists()


def test_restore_with_the_key_brings_everything_back(sealed, holder):
    settings, archive = sealed
    with sqlite3.connect(settings.data_dir / "tieubieu.db") as database:
        database.execute('DELETE FROM "user"')
    assert check_backup(settings, archive, holder[1])["database"] == "sqlite"
    restore_backup(settings, archive, holder[1])
    with sqlite3.connect(settings.data_dir / "tieubieu.db") as database:
        assert database.execute('SELECT email FROM "user"').fetchall() == [("kept@example.vn",)]


@pytest.mark.parametrize("how", ["no key", "another key", "no key in the file", "no such file"])
def test_without_the_right_key_nothing_is_touched(sealed, tmp_path, how):
    settings, archive = sealed
    other = tmp_path / "other.key"
    text = {"another key": f"{pyrage.x25519.Identity.generate()}\n", "no key in the file": "# nothing\n"}.get(
        how
    )
    if text:
        other.write_text(text)
    before = (settings.data_dir / "tieubieu.db").read_bytes()
    with pytest.raises(BackupError):
        restore_backup(settings, archive, None if how == "no key" else other)
    assert (settings.data_dir / "tieubieu.db").read_bytes() == before


def test_cut_off_and_changed_archives_are_refused(sealed, holder, tmp_path):
    settings, archive = sealed
    data = archive.read_bytes()
    for name, wrong in (("cut", data[:-20]), ("changed", data[:-20] + bytes(20))):
        (tmp_path / name).write_bytes(wrong)
        with pytest.raises(BackupError):
            check_backup(settings, tmp_path / name, holder[1])


def test_bad_public_key_is_told_at_the_start_and_before_a_backup(settings, tmp_path, app):
    wrong = replace(settings, backup_recipient="age1wrong")
    with pytest.raises(BadSetting, match="BACKUP_RECIPIENT"):
        write_backup(wrong, tmp_path / "never.tar.gz")
    assert not (tmp_path / "never.tar.gz").exists()
    with pytest.raises(BadSetting, match="BACKUP_RECIPIENT"):
        check_start(replace(wrong, port=1 + 65_000))


def test_program_age_reads_it_too(sealed, holder, tmp_path):
    age = shutil.which("age")
    if age is None:
        pytest.skip("age is not installed")
    plain = tmp_path / "plain.tar.gz"
    subprocess.run([age, "-d", "-i", holder[1], "-o", plain, sealed[1]], check=True)
    assert check_backup(replace(sealed[0], backup_recipient=""), plain)["database"] == "sqlite"
