"""The whole state in one archive: database, files, secret; taken while the server runs, checked before it
returns.

The archive is a gzip-compressed tar: `manifest.json` first, then every member it lists with size and SHA-256.
The database is copied before the files: files are named after their content and never change, so everything
that the copied database refers to is there. Files are in it wherever they are stored, under the names of the
local folder, so an archive may move them from one kind of storage to the other. The search index is left out;
it is rebuilt.
"""

import fcntl
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from app.adapters.open import open_files
from app.core.clock import utc_now
from app.core.storage import StorageDown, is_name
from app.ops.backup import encryption, postgres
from app.ops.backup.container import FORMAT, BackupError, Member, member_of, unpack, write_archive
from app.ops.metrics_server import LAST_BACKUP
from config import Settings

DATABASE = "database.sqlite"
DUMP = "database.dump"
TABLES = "tables"
"""Where an older archive holds the database under PostgreSQL."""
STATE = "state"
FILES = "files"
_LEFT_OUT_FOLDERS = {"index", "bench", "tmp"}
_LEFT_OUT_ENDINGS = (".lock", "-wal", "-shm", "-journal", ".tmp", ".log", ".pid", ".tar.gz")
ASIDE = "before-restore-"


def write_backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Write the archive (readable by its owner alone) and return its manifest, with the number of its members and of
    the files among them instead of their list.
    """
    target = target.resolve()
    if settings.backup_recipient:
        encryption.recipient_of(settings.backup_recipient)  # a bad key is reported before the work
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name, _clear_line():
        work = Path(name)
        database = _copy_database(settings, work)
        members = [member_of(name, path) for name, path in (database, *_state_files(settings, work, target))]
        members += _stored_files(settings)
        manifest = {
            "format": FORMAT,
            "created_at": utc_now().isoformat(timespec="seconds"),
            "database": "sqlite" if _is_sqlite(settings) else "postgresql",
            "revision": _revision(settings),
            "members": [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in members],
        }
        draft = work / "archive"
        write_archive(draft, manifest, members)
        if settings.backup_recipient:
            encryption.encrypt(draft, work / "sealed", settings.backup_recipient)
            draft = work / "sealed"
        draft.chmod(0o600)
        draft.replace(target)
    _sync(target.parent)
    _note_backup(settings, size := target.stat().st_size)
    return {
        **_counted(manifest),
        "file": str(target),
        "bytes": size,
        "encrypted": bool(settings.backup_recipient),
    }


def _note_backup(settings: Settings, size: int) -> None:
    """For monitoring. If this note cannot be written, the backup is still good."""
    with suppress(OSError):
        note = {"at": int(utc_now().timestamp()), "bytes": size}
        (Path(settings.data_dir) / LAST_BACKUP).write_text(json.dumps(note), "utf-8")


def check_backup(settings: Settings, source: Path, identity: Path | None = None) -> dict[str, Any]:
    """Read and check every member of an archive, as a restore does first, and return its manifest."""
    data_dir = Path(settings.data_dir)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as name, _clear_line():
        return _counted(_unpacked(settings, source, identity, Path(name)))


def restore_backup(settings: Settings, source: Path, identity: Path | None = None) -> dict[str, Any]:
    """Put the state of an archive in place and return its manifest and the place of the old state.

    Nothing is touched before every member has been read and checked. The server must be stopped. identity:
    the file with the private key of an encrypted archive.
    """
    data_dir = Path(settings.data_dir)
    with (
        _server_stopped(data_dir),
        tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as name,
        _clear_line(),
    ):
        work = Path(name)
        manifest = _unpacked(settings, source, identity, work)
        if settings.storage_url:
            _store_files(settings, work / STATE / FILES)
        aside = data_dir / f"{ASIDE}{utc_now():%Y%m%dT%H%M%S%f}"
        if not _is_sqlite(settings):
            _replace_postgres(settings.database_url, work, aside.name, str(manifest.get("revision")))
        _put_aside(settings, aside)
        _put_in_place(settings, work)
    return {**_counted(manifest), "old_state": str(aside)}


def _unpacked(settings: Settings, source: Path, identity: Path | None, work: Path) -> dict[str, Any]:
    """The manifest of an archive whose members are in the work folder, checked."""
    if not source.is_file():
        raise BackupError(f"there is no file {source}")
    if encryption.is_encrypted(source):
        encryption.decrypt(source, plain := work / "archive", identity)
        manifest = unpack(plain, work)
        plain.unlink()
    else:
        manifest = unpack(source, work)
    if manifest["database"] != ("sqlite" if _is_sqlite(settings) else "postgresql"):
        raise BackupError(
            f"the archive holds a {manifest['database']} database; DATABASE_URL names another kind"
        )
    if _is_sqlite(settings):
        _check_sqlite(work / DATABASE)
    elif (work / DUMP).exists():
        postgres.check_dump(work / DUMP)
    return manifest


def _counted(manifest: dict[str, Any]) -> dict[str, Any]:
    names = [member["name"] for member in manifest["members"]]
    return {
        **manifest,
        "members": len(names),
        "files": sum(name.startswith(f"{STATE}/{FILES}/") for name in names),
    }


@contextmanager
def _clear_line() -> Iterator[None]:
    """An error of a database program or of the storage, as the error of the backup."""
    try:
        yield
    except postgres.PostgresError as error:
        raise BackupError(str(error)) from error
    except StorageDown as error:
        raise BackupError(f"the storage does not answer: {error.params.get('reason', error.code)}") from error


def database_path(settings: Settings) -> Path:
    """The file of the embedded database."""
    return Path(make_url(settings.database_url).database or "").resolve()


def _is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


def _revision(settings: Settings) -> str | None:
    from app.migrations.state import current  # noqa: PLC0415  # the database comes with it

    return current(settings.database_url)


def _copy_database(settings: Settings, work: Path) -> tuple[str, Path]:
    if not _is_sqlite(settings):
        postgres.dump_database(settings.database_url, work / DUMP)
        return DUMP, work / DUMP
    source = database_path(settings)
    if not source.is_file():
        raise BackupError("there is no database yet: run `tieubieu init` first")
    copy_sqlite(source, work / DATABASE)
    return DATABASE, work / DATABASE


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database in use; the copy is checked."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    _check_sqlite(target)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = database.execute("PRAGMA integrity_check").fetchone()[0]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the database is damaged: {error}") from error
    if found != "ok" or broken:
        raise BackupError(f"the database is damaged: {found if found != 'ok' else 'broken foreign keys'}")


def _state_files(settings: Settings, work: Path, target: Path) -> Iterator[tuple[str, Path]]:
    """Everything else under the data folder; further SQLite files are copied like the main one."""
    data_dir = Path(settings.data_dir)
    main = database_path(settings) if _is_sqlite(settings) else None
    for path in sorted(data_dir.rglob("*")):
        relative = path.relative_to(data_dir)
        if (
            path.is_symlink()
            or not path.is_file()
            or path.resolve() in {main, target}
            or not _is_state(relative)
            or (settings.storage_url and relative.parts[0] == FILES)
        ):
            continue
        if path.suffix == ".db":
            copy = work / "databases" / relative
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_sqlite(path, copy)
            path = copy  # noqa: PLW2901  # the copy stands for it
        yield f"{STATE}/{relative.as_posix()}", path


def _is_state(relative: Path) -> bool:
    top = relative.parts[0]
    if top in _LEFT_OUT_FOLDERS or (top.startswith((".", ASIDE)) and len(relative.parts) > 1):
        return False
    if relative.name == LAST_BACKUP:
        return False
    return not relative.name.endswith(_LEFT_OUT_ENDINGS) and not relative.name.startswith(".")


def _stored_files(settings: Settings) -> Iterator[Member]:
    """The files of a storage other than the local folder, which is saved like the other state."""
    if not settings.storage_url:
        return
    store = open_files(settings)
    for name in sorted(store.names()):
        sha256, _, _ = name.partition(".")
        yield Member(
            f"{STATE}/{FILES}/{name[:2]}/{name}", partial(store.open, name), store.size(name), sha256
        )


def _store_files(settings: Settings, folder: Path) -> None:
    """Give the storage every file of the archive, one at a time; what else it holds stays."""
    store = open_files(settings)
    for path in sorted(folder.glob("*/*")):
        if is_name(path.name):
            store.put(path.read_bytes(), path.suffix)
            path.unlink()


@contextmanager
def _server_stopped(data_dir: Path) -> Iterator[None]:
    with (data_dir / "runner.lock").open("a+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError("the server is running: stop it before you restore") from None
        yield


def _put_aside(settings: Settings, aside: Path) -> None:
    """Move the present state away; the index goes for good, it is rebuilt."""
    data_dir = Path(settings.data_dir)
    aside.mkdir()
    for path in sorted(data_dir.iterdir()):
        if (
            path.name.startswith((".restore-", ASIDE))
            or path.suffix == ".lock"
            or path.suffixes[-1:] == [".gz"]
        ):
            continue
        if path.name in _LEFT_OUT_FOLDERS:
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.rename(aside / path.name)
    if _is_sqlite(settings):
        for path in _with_companions(database_path(settings)):
            if path.exists():  # it is outside the data folder
                path.rename(aside / path.name)
    _sync(data_dir)


def _replace_postgres(url: str, work: Path, aside: str, revision: str) -> None:
    def load() -> None:
        if (work / DUMP).exists():
            postgres.load_dump(url, work / DUMP)
            return
        from app.ops.backup.tables import load_tables  # noqa: PLC0415  # older archives only

        postgres.make_schema(url)
        load_tables(url, work / TABLES, revision)

    postgres.replace_database(url, aside, load)


def _put_in_place(settings: Settings, work: Path) -> None:
    data_dir = Path(settings.data_dir)
    if _is_sqlite(settings):
        target = database_path(settings)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / DATABASE, target)
        _sync(target.parent)
    for path in sorted((work / STATE).iterdir()) if (work / STATE).is_dir() else []:
        path.rename(data_dir / path.name)
    secret = data_dir / "secret_key"
    if secret.is_file():
        secret.chmod(0o600)
    _sync(data_dir)


def _with_companions(path: Path) -> list[Path]:
    return [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
