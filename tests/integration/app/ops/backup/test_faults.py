"""Backups that are damaged in ways of their own: each is refused by what is wrong with it, and nothing is touched."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.ops.backup import sending
from app.ops.backup.archives import check, check_backup, restore_backup, write_backup
from app.ops.backup.container import BackupError
from app.ops.backup.contents import SENT, check_sqlite
from app.ops.backup.fetching import of_place
from app.ops.backup.place import HEADS, PIECES, list_backups, open_place, pack, read_heads
from app.ops.backup.sending import send_backup
from app.ops.doctor import CHECKS, Verdict

pytestmark = pytest.mark.own_application


@pytest.fixture
def state(settings, tmp_path):
    """An installation with a picture; its backups go to a folder."""
    data = b"a picture" * 100
    name = sha256(data).hexdigest()
    folder = settings.data_dir / "files" / name[:2]
    folder.mkdir(parents=True)
    (folder / f"{name}.webp").write_bytes(data)
    (tmp_path / "place").mkdir()
    return replace(settings, backup_url=str(tmp_path / "place"))


def newest(state):
    store = open_place(state)
    heads, _damaged = read_heads(store, set(store.names()))
    return heads[-1]


def remade(state, change, **head):
    """Another whole backup: the newest with its manifest changed, which names itself by its content."""
    import gzip

    store, old = open_place(state), newest(state)
    manifest = json.loads(b"".join(gzip.decompress(store.get(name)) for name in old.manifest))
    change(manifest)
    listed = store.put(gzip.compress(json.dumps(manifest).encode()), PIECES)
    said = {
        "format": 2, "created_at": "2999-01-01", "database": old.database, "recipient": "", "manifest": [listed],
        "pieces": [*old.pieces, listed], "size": old.size,
    }  # fmt: skip
    store.put(pack(said | head), HEADS)


def test_archive_that_is_not_there_is_named(state, tmp_path):
    with pytest.raises(BackupError, match=r"there is no file .*none\.tar\.gz"):
        check_backup(state, tmp_path / "none.tar.gz")


def test_archive_of_another_kind_of_database_is_refused(state, tmp_path):
    write_backup(state, tmp_path / "saved.tar.gz")
    other = replace(state, database_url="postgresql+psycopg://u@127.0.0.1:1/none")
    with pytest.raises(BackupError, match="the archive holds a sqlite database; DATABASE_URL names another"):
        check_backup(other, tmp_path / "saved.tar.gz")


def test_database_outside_the_data_folder_is_put_aside_with_the_rest(state, tmp_path):
    write_backup(state, tmp_path / "saved.tar.gz")
    (state.data_dir / "tieubieu.db").rename(tmp_path / "apart.db")
    with closing(sqlite3.connect(tmp_path / "apart.db")) as database:
        database.execute("CREATE TABLE of_today (x INTEGER)")
    apart = replace(state, database_url=f"sqlite:///{tmp_path / 'apart.db'}")
    aside = Path(restore_backup(apart, tmp_path / "saved.tar.gz")["old_state"])
    found = {}
    for path in (aside / "apart.db", tmp_path / "apart.db"):
        with closing(sqlite3.connect(path)) as database:
            found[path.parent] = database.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'of_today'"
            ).fetchone()
    assert found == {aside: (1,), tmp_path: (0,)}


def test_database_with_a_row_that_points_nowhere_is_damaged(tmp_path):
    with closing(sqlite3.connect(tmp_path / "broken.db")) as database:
        database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        database.execute("INSERT INTO child VALUES (1)")
        database.commit()
    with pytest.raises(BackupError, match="the database is damaged: broken foreign keys"):
        check_sqlite(tmp_path / "broken.db")


def test_name_that_begins_no_backup_or_several_is_refused(state):
    send_backup(state)
    send_backup(state)
    for name in ("zz", ""):
        with pytest.raises(
            BackupError, match=f"there is no one backup {name}; `tieubieu backups` lists them"
        ):
            check(state, of_place(state, name, None))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "../evil"}, r"damaged: \.\./evil does not belong in it"),
        ({"name": "/evil"}, "damaged: /evil does not belong in it"),
        ({"size": 3}, r"damaged: database\.sqlite is not what the manifest says"),
    ],
)
def test_manifest_that_lies_about_a_member_is_refused(state, change, said):
    send_backup(state)
    remade(state, lambda manifest: manifest["members"][0].update(change))
    with pytest.raises(BackupError, match=said):
        check(state, of_place(state, None, None))


def test_backup_of_a_newer_program_is_listed_as_damaged_and_not_read(state):
    made = send_backup(state)["backup"]
    remade(state, lambda _manifest: None, format=3)
    assert newest(state).name == made + HEADS
    assert [bool(one["faults"]) for one in list_backups(state)] == [False, True]


def test_doctor_names_the_piece_that_is_missing(state):
    send_backup(state)
    gone = newest(state).pieces[0]
    open_place(state).delete(gone)
    verdict, text = CHECKS["backups"](state)
    assert (verdict, text) == (Verdict.FAIL, f"{gone} is missing: see `tieubieu backups --check`")


def test_file_that_changes_while_it_is_sent_is_no_backup(state, monkeypatch):
    pieces = sending._pieces
    monkeypatch.setattr(sending, "_pieces", lambda content: (piece + b"!" for piece in pieces(content)))
    with pytest.raises(BackupError, match="is damaged or was changed meanwhile"):
        send_backup(state)
    assert list_backups(state) == []


def test_piece_that_goes_from_the_place_meanwhile_ends_the_backup(state, monkeypatch):
    finish = sending._Sender.finish

    def emptied(self, head, manifest):
        for name in set(open_place(state).names()):
            open_place(state).delete(name)
        return finish(self, head, manifest)

    monkeypatch.setattr(sending._Sender, "finish", emptied)
    with pytest.raises(BackupError, match="is gone from the place of backups; start the backup again"):
        send_backup(state)
    assert list_backups(state) == []


def test_note_of_what_was_sent_with_broken_lines_is_still_of_use(state):
    first = send_backup(state)
    note = state.data_dir / SENT
    note.write_text(note.read_text("utf-8") + '[1, 2]\n{"of": "cut o', "utf-8")
    assert send_backup(state)["found"] == first["members"]
