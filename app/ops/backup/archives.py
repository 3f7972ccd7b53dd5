"""The whole state in one archive: database, files, secret; taken while the server runs, checked before it
returns; and the way back, from an archive or from the place of backups.

The archive is a gzip-compressed tar: `manifest.json` first, then every member it lists with size and SHA-256. Files
are in it wherever they are stored, under the names of the local folder, so an archive may move them from one kind of
storage to the other.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from app.adapters.open import open_files
from app.core.clock import utc_now
from app.core.storage import StorageDown, is_name
from app.ops.backup import encryption, postgres
from app.ops.backup.container import FORMAT, BackupError, unpack, write_archive
from app.ops.backup.contents import (
    ASIDE,
    DATABASE,
    DUMP,
    FILES,
    LEFT_OUT_FOLDERS,
    STATE,
    check_sqlite,
    collect,
    counted,
    database_path,
    is_sqlite,
)
from app.ops.backup.drafts import draft_folder, locked
from app.ops.metrics_server import LAST_BACKUP
from config import Settings

TABLES = "tables"
"""Where an older archive holds the database under PostgreSQL."""
Fetch = Callable[[Path], dict[str, Any]]
"""Writes every member of a backup to a folder, checked, and tells its manifest."""


def write_backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Write the archive (readable by its owner alone) and return its manifest, with the number of its members and of
    the files among them instead of their list.
    """
    target = target.resolve()
    if settings.backup_recipient:
        encryption.recipient_of(settings.backup_recipient)  # a bad key is reported before the work
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}")
    with clear_line(), draft_folder(target.parent, ".backup-") as work:
        head, members = collect(settings, work, target)
        listed = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in members]
        manifest = {"format": FORMAT, **head, "members": listed}
        draft = work / "archive"
        write_archive(draft, manifest, members)
        if settings.backup_recipient:
            encryption.encrypt(draft, work / "sealed", settings.backup_recipient)
            draft = work / "sealed"
        draft.chmod(0o600)
        draft.replace(target)
    _sync(target.parent)
    note_backup(settings, size := target.stat().st_size)
    return {
        **counted(manifest),
        "file": str(target),
        "bytes": size,
        "encrypted": bool(settings.backup_recipient),
    }


def note_backup(settings: Settings, size: int) -> None:
    """For monitoring. If this note cannot be written, the backup is still good."""
    with suppress(OSError):
        note = {"at": int(utc_now().timestamp()), "bytes": size}
        (Path(settings.data_dir) / LAST_BACKUP).write_text(json.dumps(note), "utf-8")


def of_archive(source: Path, identity: Path | None) -> Fetch:
    """The members of an archive."""
    return partial(_unpack, source, identity)


def check_backup(settings: Settings, source: Path, identity: Path | None = None) -> dict[str, Any]:
    """Read and check every member of an archive, as a restore does first, and return its manifest. identity: the file
    with the private key of an encrypted archive.
    """
    return check(settings, of_archive(source, identity))


def restore_backup(settings: Settings, source: Path, identity: Path | None = None) -> dict[str, Any]:
    """As `restore`, from an archive."""
    return restore(settings, of_archive(source, identity))


def check(settings: Settings, fetch: Fetch) -> dict[str, Any]:
    """As `check_backup`, of whatever fetches the members."""
    with clear_line(), draft_folder(Path(settings.data_dir), ".restore-") as work:
        return counted(_checked(settings, fetch, work))


def restore(settings: Settings, fetch: Fetch) -> dict[str, Any]:
    """Put the state of a backup in place and return its manifest and the place of the old state.

    Nothing is touched before every member has been read and checked. The server must be stopped.
    """
    data_dir = Path(settings.data_dir)
    stopped = locked(data_dir / "runner.lock", "the server is running: stop it before you restore")
    with stopped, clear_line(), draft_folder(data_dir, ".restore-") as work:
        manifest = _checked(settings, fetch, work)
        if settings.storage_url:
            _store_files(settings, work / STATE / FILES)
        aside = data_dir / f"{ASIDE}{utc_now():%Y%m%dT%H%M%S%f}"
        if not is_sqlite(settings):
            _replace_postgres(settings.database_url, work, aside.name, str(manifest.get("revision")))
        _put_aside(settings, aside)
        _put_in_place(settings, work)
    return {**counted(manifest), "old_state": str(aside)}


def _unpack(source: Path, identity: Path | None, work: Path) -> dict[str, Any]:
    if not source.is_file():
        raise BackupError(f"there is no file {source}")
    if not encryption.is_encrypted(source):
        return unpack(source, work)
    encryption.decrypt(source, plain := work / "archive", identity)
    manifest = unpack(plain, work)
    plain.unlink()
    return manifest


def _checked(settings: Settings, fetch: Fetch, work: Path) -> dict[str, Any]:
    """The manifest of a backup whose members are in the work folder then."""
    manifest = fetch(work)
    if manifest["database"] != ("sqlite" if is_sqlite(settings) else "postgresql"):
        raise BackupError(
            f"the archive holds a {manifest['database']} database; DATABASE_URL names another kind"
        )
    if is_sqlite(settings):
        check_sqlite(work / DATABASE)
    elif (work / DUMP).exists():
        postgres.check_dump(work / DUMP)
    return manifest


@contextmanager
def clear_line() -> Iterator[None]:
    """An error of a database program or of the storage, as the error of the backup."""
    try:
        yield
    except postgres.PostgresError as error:
        raise BackupError(str(error)) from error
    except StorageDown as error:
        raise BackupError(f"the storage does not answer: {error.params.get('reason', error.code)}") from error


def _store_files(settings: Settings, folder: Path) -> None:
    """Give the storage every file of the archive, one at a time; what else it holds stays."""
    store = open_files(settings)
    for path in sorted(folder.glob("*/*")):
        if is_name(path.name):
            with path.open("rb") as file:
                store.put_file(file, path.suffix)
            path.unlink()


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
        if path.name in LEFT_OUT_FOLDERS:
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.rename(aside / path.name)
    if is_sqlite(settings):
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
    if is_sqlite(settings):
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
