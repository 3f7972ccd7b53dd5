"""The whole state in one archive: database, files, secret; taken while the server runs, checked before it returns.

The archive is a gzip-compressed tar: `manifest.json` first, then every member it lists with size and SHA-256.
The database is copied before the files: files are named after their content and never change, so whatever the
copied database points at is there. The search index is left out; it is built anew.
"""

import fcntl
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.engine import make_url

from app.core.clock import utc_now
from config import Settings

FORMAT = 1
DATABASE = "database.sqlite"
TABLES = "tables"
STATE = "state"
_CHUNK = 1024 * 1024
_LEFT_OUT_FOLDERS = {"index", "bench", "tmp"}
_LEFT_OUT_ENDINGS = (".lock", "-wal", "-shm", "-journal", ".tmp", ".log", ".pid", ".tar.gz")
ASIDE = "before-restore-"


class BackupError(Exception):
    """The archive or the state cannot be used; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    path: Path
    size: int
    sha256: str


def write_backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Write the archive (readable by its owner alone) and return its manifest without the list of members."""
    target = target.resolve()
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        work = Path(name)
        parts = _copy_database(settings, work)
        members = [_member(name, path) for name, path in (*parts, *_state_files(settings, work, target))]
        manifest = {
            "format": FORMAT,
            "created_at": utc_now().isoformat(timespec="seconds"),
            "database": "sqlite" if _is_sqlite(settings) else "postgresql",
            "revision": _revision(settings),
            "members": [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in members],
        }
        draft = work / "archive"
        _write_archive(draft, manifest, members)
        draft.chmod(0o600)
        draft.replace(target)
    _sync(target.parent)
    return {**manifest, "members": len(members), "file": str(target), "bytes": target.stat().st_size}


def restore_backup(settings: Settings, source: Path) -> dict[str, Any]:
    """Put the state of an archive in place and return its manifest and where the old state lies.

    Nothing is touched before every member has been read and checked. The server must be stopped.
    """
    data_dir = Path(settings.data_dir)
    with _server_stopped(data_dir), tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as name:
        work = Path(name)
        manifest = _unpack(source, work)
        if manifest["database"] != ("sqlite" if _is_sqlite(settings) else "postgresql"):
            raise BackupError(
                f"the archive holds a {manifest['database']} database; DATABASE_URL names another kind"
            )
        if _is_sqlite(settings):
            _check_sqlite(work / DATABASE)
        aside = data_dir / f"{ASIDE}{utc_now():%Y%m%dT%H%M%S}"
        _put_aside(settings, aside)
        _put_in_place(settings, work, manifest.get("revision"))
    return {**manifest, "members": len(manifest["members"]), "old_state": str(aside)}


def database_path(settings: Settings) -> Path:
    """The file of the embedded database."""
    return Path(make_url(settings.database_url).database or "").resolve()


def _is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


def _revision(settings: Settings) -> str | None:
    from app.migrations.run import current  # noqa: PLC0415  # pulls Alembic

    return current(settings.database_url)


def _copy_database(settings: Settings, work: Path) -> list[tuple[str, Path]]:
    if not _is_sqlite(settings):
        from app.ops.backup_postgres import dump_tables  # noqa: PLC0415  # only there

        return dump_tables(settings.database_url, work / TABLES)
    source = database_path(settings)
    if not source.is_file():
        raise BackupError("there is no database yet: run `tieubieu init` first")
    copy_sqlite(source, work / DATABASE)
    return [(DATABASE, work / DATABASE)]


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
    return not relative.name.endswith(_LEFT_OUT_ENDINGS) and not relative.name.startswith(".")


def _member(name: str, path: Path) -> Member:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
        return Member(name, path, handle.tell(), digest.hexdigest())


def _write_archive(target: Path, manifest: dict[str, Any], members: list[Member]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with target.open("wb") as handle:
        with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=5) as archive:
            archive.addfile(_info("manifest.json", len(text)), io.BytesIO(text))
            for member in members:
                with member.path.open("rb") as content:
                    archive.addfile(_info(member.name, member.size), content)
        handle.flush()
        os.fsync(handle.fileno())


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(utc_now().timestamp())
    return info


def _unpack(source: Path, work: Path) -> dict[str, Any]:
    """Write every member to the work folder and check it against the manifest."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != "manifest.json":
                raise BackupError(f"{source.name} is no archive of this program")
            manifest = json.loads(_read(archive, first))
            if manifest.get("format") != FORMAT:
                raise BackupError(
                    f"the archive has format {manifest.get('format')!r}; this program reads {FORMAT}"
                )
            wanted = {str(member["name"]): member for member in manifest["members"]}
            while (info := archive.next()) is not None:
                _unpack_member(archive, info, wanted.pop(info.name, None), work)
    except FileNotFoundError:
        raise BackupError(f"there is no file {source}") from None
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"the archive is damaged: {error}") from error
    if wanted:
        raise BackupError(f"the archive is damaged: {min(wanted)} is missing")
    return dict(manifest)


def _unpack_member(archive: tarfile.TarFile, info: tarfile.TarInfo, listed: Any, work: Path) -> None:
    name = PurePosixPath(info.name)
    if listed is None or not info.isreg() or name.is_absolute() or ".." in name.parts:
        raise BackupError(f"the archive is damaged: {info.name} does not belong in it")
    target = work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(info)
    assert content is not None
    with target.open("wb") as handle:
        shutil.copyfileobj(content, handle, _CHUNK)
        handle.flush()
        os.fsync(handle.fileno())
    found = _member(info.name, target)
    if (found.size, found.sha256) != (listed["size"], listed["sha256"]):
        raise BackupError(f"the archive is damaged: {info.name} is not what the manifest says")


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(info)
    assert content is not None
    return content.read()


@contextmanager
def _server_stopped(data_dir: Path) -> Iterator[None]:
    with (data_dir / "runner.lock").open("a+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError("the server is running: stop it before you restore") from None
        yield


def _put_aside(settings: Settings, aside: Path) -> None:
    """Move the present state away; the index goes for good, it is built anew."""
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
            if path.exists():  # it lies outside the data folder
                path.rename(aside / path.name)
    else:
        from app.ops.backup_postgres import set_schema_aside  # noqa: PLC0415  # only there

        set_schema_aside(settings.database_url, aside.name)
    _sync(data_dir)


def _put_in_place(settings: Settings, work: Path, revision: str | None) -> None:
    data_dir = Path(settings.data_dir)
    if _is_sqlite(settings):
        target = database_path(settings)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / DATABASE, target)
        _sync(target.parent)
    else:
        from app.ops.backup_postgres import load_tables  # noqa: PLC0415  # only there

        load_tables(settings.database_url, work / TABLES, str(revision))
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
