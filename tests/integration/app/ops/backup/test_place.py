"""Backups in a place of their own: what is there is not sent again, one that is cut off is none and goes on."""

import os
import signal
import sqlite3
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest

from app.core.database.base import db
from app.core.storage import StorageDown
from app.ops.backup import place
from app.ops.backup.archives import check, restore
from app.ops.backup.container import BackupError
from app.ops.backup.fetching import of_place
from app.ops.backup.place import list_backups, open_place
from app.ops.backup.sending import send_backup
from app.ops.doctor import Verdict, examine
from config import BadSetting

pytestmark = pytest.mark.own_application

PICTURES = 12
DATABASE = 1
"""Pieces of the database, which fits into one here."""


@pytest.fixture
def state(settings, factory, tmp_path):
    """An installation with a person, a secret and twelve pictures; its backups go to a folder."""
    factory.user(email="kept@example.vn")
    db.session.remove()
    db.engine.dispose()
    for number in range(PICTURES):
        add_picture(settings, f"picture {number}".encode() * 500)
    (settings.data_dir / "secret_key").write_text("s" * 64)
    (tmp_path / "place").mkdir()
    return replace(settings, backup_url=str(tmp_path / "place"))


def add_picture(settings, data):
    name = sha256(data).hexdigest()
    path = settings.data_dir / "files" / name[:2] / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def files(settings, ending):
    return {path.name for path in Path(settings.backup_url).rglob(f"*{ending}")}


def pictures(settings):
    return {path.name: path.read_bytes() for path in settings.data_dir.glob("files/*/*.webp")}


def emails(settings):
    with sqlite3.connect(settings.data_dir / "tieubieu.db") as database:
        return [row[0] for row in database.execute('SELECT email FROM "user" ORDER BY id')]


def elsewhere(settings, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    return replace(settings, data_dir=folder, database_url=f"sqlite:///{folder / 'tieubieu.db'}")


def die_at_sync(settings, number):
    """Send a backup in a child that kills itself where it would force a file to the disk for the so many-th time."""
    child = os.fork()
    if child == 0:
        force, said = os.fsync, 0

        def count(descriptor):
            nonlocal said
            said += 1
            if said == number:
                os.kill(os.getpid(), signal.SIGKILL)
            force(descriptor)

        os.fsync = count
        send_backup(settings, patience=0)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_only_what_is_new_is_sent_and_each_backup_is_whole(state, tmp_path):
    first = send_backup(state)
    assert (first["members"], first["files"], first["sent"], first["found"]) == (14, 12, 15, 0)
    add_picture(state, b"one more")
    second = send_backup(state)
    assert (second["members"], second["sent"], second["found"]) == (
        15,
        2,
        14,
    )  # the picture, the list of members
    assert [one["backup"] for one in list_backups(state, check=True) if not one["faults"]] == [
        first["backup"], second["backup"],
    ]  # fmt: skip
    other = elsewhere(state, tmp_path)
    assert restore(other, of_place(state, first["backup"][:12], None))["files"] == 12
    assert (emails(other), len(pictures(other))) == (["kept@example.vn"], 12)
    assert restore(other, of_place(state, None, None))["files"] == 13
    assert pictures(other) == pictures(state)
    assert (other.data_dir / "secret_key").read_text() == "s" * 64


@pytest.mark.parametrize("number", [1, 2, 3, 10, 21, 30])
def test_a_killed_backup_is_none_and_goes_on_where_it_stood(state, tmp_path, number):
    """Two syncs a file and one for each new folder: a kill at the thirtieth leaves most of fifteen pieces."""
    assert die_at_sync(state, number)
    assert list_backups(state) == []
    assert files(state, ".backup") == set()
    with pytest.raises(BackupError, match="there is no backup"):
        check(state, of_place(state, None, None))
    left = files(state, ".part")
    found = send_backup(state)
    assert (found["sent"], found["found"]) == (15 - len(left), len(left))
    assert left <= files(state, ".part")
    restore(other := elsewhere(state, tmp_path), of_place(state, None, None))
    assert pictures(other) == pictures(state)


def test_a_kill_before_the_head_sends_the_head_alone_again(state):
    """What was killed leaves its copies in the data folder: the next backup removes them."""
    whole = send_backup(state)
    for name in files(state, ".backup"):
        open_place(state).delete(name)
    again = send_backup(state)
    assert (again["sent"], again["found"]) == (1, 14)  # the list of members has another moment in it
    assert again["backup"] != whole["backup"]


def test_copies_that_a_kill_left_in_the_data_folder_go(state):
    assert die_at_sync(state, 5)
    assert len(list(state.data_dir.glob(".backup-*"))) == 1
    send_backup(state)
    assert list(state.data_dir.glob(".backup-*")) == []


def test_a_piece_that_was_cut_off_on_its_way_is_sent_again(state, tmp_path):
    send_backup(state)
    store = open_place(state)
    for name in files(state, ".backup"):
        store.delete(name)  # it was never whole
    cut = next(iter(Path(state.backup_url).rglob("*.part")))
    whole = cut.read_bytes()
    cut.write_bytes(whole[:-7])
    assert send_backup(state)["sent"] == 2  # this one, and the list of members
    assert cut.read_bytes() == whole


def test_a_lost_note_costs_no_second_sending_of_what_is_not_sealed(state):
    send_backup(state)
    (state.data_dir / "backup-sent.jsonl").unlink()
    found = send_backup(state)
    assert (found["sent"], found["found"]) == (1, 14)


@pytest.fixture
def holder(tmp_path):
    key = pyrage.x25519.Identity.generate()
    path = tmp_path / "backup.key"
    path.write_text(f"{key}\n")
    return str(key.to_public()), path


def test_sealed_pieces_are_found_again_too_and_need_the_key(state, tmp_path, holder):
    sealed = replace(state, backup_recipient=holder[0])
    assert die_at_sync(sealed, 21)
    left = len(files(state, ".part"))
    noted = len((state.data_dir / "backup-sent.jsonl").read_text().splitlines()) - 1
    assert (left > 5, left - noted in {0, 1}) == (True, True)
    found = send_backup(sealed)
    assert (found["found"], found["sent"], found["encrypted"]) == (noted, 15 - noted, True)
    for name in files(state, ".part"):
        assert open_place(state).get(name).startswith(b"age-encryption.org/v1\n")
    with pytest.raises(BackupError, match="--identity"):
        check(sealed, of_place(sealed, None, None))
    other = elsewhere(sealed, tmp_path)
    restore(other, of_place(sealed, None, holder[1]))
    assert (emails(other), pictures(other)) == (["kept@example.vn"], pictures(state))


def test_another_key_gets_everything_sent_for_it(state, holder, tmp_path):
    send_backup(replace(state, backup_recipient=str(pyrage.x25519.Identity.generate().to_public())))
    found = send_backup(there := replace(state, backup_recipient=holder[0]))
    assert (found["sent"], found["found"]) == (15, 0)
    assert check(there, of_place(there, None, holder[1]))["files"] == 12


def test_large_members_are_cut_and_unchanged_pieces_of_them_are_found(state, tmp_path, monkeypatch):
    monkeypatch.setattr("app.ops.backup.sending.PIECE", 4096)
    (state.data_dir / "large").write_bytes(bytes(range(256)) * 100 + b"a" * 4096 + b"b" * 4000)
    first = send_backup(state)
    path = state.data_dir / "large"
    path.write_bytes(path.read_bytes().replace(b"b" * 4000, b"c" * 4000))
    second = send_backup(state)
    assert first["sent"] > 20
    assert second["sent"] - second["pieces"] == -second["found"]
    assert second["sent"] <= 4  # two of the large file, and the list of members
    restore(other := elsewhere(state, tmp_path), of_place(state, None, None))
    assert (other.data_dir / "large").read_bytes() == path.read_bytes()


def test_old_backups_go_with_the_pieces_that_nobody_needs(state):
    old = add_picture(state, b"of the first alone")
    send_backup(state)
    old.unlink()
    send_backup(state)
    third = send_backup(state, keep=2)
    assert (third["forgotten"], len(files(state, ".backup"))) == (1, 2)
    name = sha256(b"of the first alone").hexdigest()
    assert all(name not in member for member in files(state, ".part"))
    assert len(files(state, ".part")) == 16  # twelve pictures, database, secret, two lists
    assert [one["faults"] for one in list_backups(state, check=True)] == [[], []]
    assert check(state, of_place(state, None, None))["files"] == 12


def test_damage_is_found_without_the_key_and_named(state, holder):
    sealed = replace(state, backup_recipient=holder[0])
    send_backup(sealed)
    changed, gone = sorted(Path(state.backup_url).rglob("*.part"))[:2]
    changed.write_bytes(b"X" + changed.read_bytes()[1:])
    gone.unlink()
    (found,) = list_backups(sealed, check=True)
    assert found["faults"] == [f"{changed.name} is damaged", f"{gone.name} is missing"]
    with pytest.raises(BackupError, match=r"is (damaged|missing)"):
        check(sealed, of_place(sealed, None, holder[1]))


def test_a_damaged_head_is_no_backup_and_stops_neither_the_next_nor_its_pieces(state):
    send_backup(state)
    (head,) = Path(state.backup_url).rglob("*.backup")
    head.write_bytes(head.read_bytes()[:-9])
    assert list_backups(state) == [{"backup": head.stem, "faults": [f"{head.name} is damaged"]}]
    before = files(state, ".part")
    found = send_backup(state, keep=1)
    assert (found["damaged"], found["forgotten"]) == ([head.name], 0)
    assert before <= files(state, ".part")
    assert check(state, of_place(state, None, None))["files"] == 12


def test_one_backup_at_a_time(state):
    import fcntl

    with (state.data_dir / "backup.lock").open("a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="another backup is under way"):
            send_backup(state)


def test_what_is_written_is_for_its_owner_alone(state):
    send_backup(state)
    modes = {path.stat().st_mode & 0o777 for path in Path(state.backup_url).rglob("*.*") if path.is_file()}
    assert modes == {0o600}


def test_a_full_place_keeps_what_was_sent(state, monkeypatch):
    put, said = place.LocalFileStore.put, []

    def full(self, data, suffix):
        if len(said) == 5:
            raise StorageDown(reason="No space left on device")
        said.append(suffix)
        return put(self, data, suffix)

    monkeypatch.setattr(place.LocalFileStore, "put", full)
    with pytest.raises(BackupError, match="No space left on device; what was sent is kept"):
        send_backup(state, patience=0)
    monkeypatch.undo()
    assert send_backup(state)["found"] == 5


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "BACKUP_URL: give a folder"),
        ("backups", "BACKUP_URL: there is no folder backups"),
        ("/no/such/folder", "BACKUP_URL: there is no folder"),
        ("s3://nobody", "BACKUP_URL: leave empty"),
    ],
)
def test_a_place_that_cannot_be_one_is_named(state, url, said):
    with pytest.raises(BadSetting, match=said):
        send_backup(replace(state, backup_url=url))


def test_a_place_inside_the_state_or_the_bucket_of_the_site_is_refused(state):
    (state.data_dir / "backups").mkdir()
    with pytest.raises(BadSetting, match="outside DATA_DIR"):
        send_backup(replace(state, backup_url=str(state.data_dir / "backups")))
    url = "s3://KEY:SECRET@127.0.0.1:9/site"
    with pytest.raises(BadSetting, match="another bucket"):
        send_backup(replace(state, backup_url=url, storage_url=url))


def test_doctor_tells_of_the_newest(state):
    def told():
        return next(finding for finding in examine(state) if finding.about == "backups")

    assert told().verdict is Verdict.WARN
    created = send_backup(state)["created_at"]
    assert (told().verdict, created in told().text) == (Verdict.OK, True)
