"""What a backup holds: one consistent copy of the database, the files wherever they are stored, keys and secret.

The database is copied before the files: files are named after their content and never change, so everything that the
copied database refers to is there. The search index is left out; it is rebuilt.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.engine import make_url

from app.adapters.open import open_files
from app.core.clock import utc_now
from app.core.storage import is_name
from app.ops.backup import postgres
from app.ops.backup.container import BackupError, Member, member_of
from app.ops.metrics_server import LAST_BACKUP
from config import Settings

DATABASE = "database.sqlite"
DUMP = "database.dump"
"""A file in an archive, a folder with a file for each table in a place of backups."""
STATE = "state"
FILES = "files"
ASIDE = "before-restore-"
SENT = "backup-sent.jsonl"
"""What this machine has sent to its place of backups; of use to it alone."""
LEFT_OUT_FOLDERS = {"index", "bench", "tmp"}
_LEFT_OUT_ENDINGS = (".lock", "-wal", "-shm", "-journal", ".tmp", ".log", ".pid", ".tar.gz")


def collect(
    settings: Settings, work: Path, target: Path | None = None, *, by_table: bool = False
) -> tuple[dict[str, Any], list[Member]]:
    """What stands at the head of a manifest, and every member. work: where copies are made, which must outlive the
    reading of the members. target: the archive that is written, which is none of them. by_table: the dump of
    PostgreSQL in files of which those of unchanged tables are the same the next time.
    """
    members = _copy_database(settings, work, by_table=by_table)
    members += _state_files(settings, work, target)
    members += _stored_files(settings)
    return {
        "created_at": utc_now().isoformat(timespec="microseconds"),
        "database": "sqlite" if is_sqlite(settings) else "postgresql",
        "revision": _revision(settings),
    }, members


def counted(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest, with the number of its members and of the files among them instead of their list."""
    names = [member["name"] for member in manifest["members"]]
    return {
        **manifest,
        "members": len(names),
        "files": sum(name.startswith(f"{STATE}/{FILES}/") for name in names),
    }


def database_path(settings: Settings) -> Path:
    """The file of the embedded database."""
    return Path(make_url(settings.database_url).database or "").resolve()


def is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


def _revision(settings: Settings) -> str | None:
    from app.migrations.state import current  # noqa: PLC0415  # the database comes with it

    return current(settings.database_url)


def _copy_database(settings: Settings, work: Path, *, by_table: bool) -> list[Member]:
    if is_sqlite(settings):
        source = database_path(settings)
        if not source.is_file():
            raise BackupError("there is no database yet: run `tieubieu init` first")
        copy_sqlite(source, work / DATABASE)
        return [member_of(DATABASE, work / DATABASE)]
    postgres.dump_database(settings.database_url, work / DUMP, by_table=by_table)
    if not by_table:
        return [member_of(DUMP, work / DUMP)]
    return [member_of(f"{DUMP}/{path.name}", path) for path in sorted((work / DUMP).iterdir())]


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database in use; the copy is checked."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(target)


def check_sqlite(path: Path) -> None:
    """Raises BackupError for a file that is no whole database."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = database.execute("PRAGMA integrity_check").fetchone()[0]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the database is damaged: {error}") from error
    if found != "ok" or broken:
        raise BackupError(f"the database is damaged: {found if found != 'ok' else 'broken foreign keys'}")


def _paths(folder: Path) -> list[Path]:
    """What is in a folder, without what is half made there, which comes and goes."""
    kept = (top for top in folder.iterdir() if not top.name.startswith("."))
    return sorted(path for top in kept for path in (top, *top.rglob("*")))


def _state_files(settings: Settings, work: Path, target: Path | None) -> Iterator[Member]:
    """Everything else under the data folder; further SQLite files are copied like the main one."""
    data_dir = Path(settings.data_dir)
    main = database_path(settings) if is_sqlite(settings) else None
    for path in _paths(data_dir):
        relative = path.relative_to(data_dir)
        if (
            path.is_symlink()
            or not path.is_file()
            or path.resolve() in {main, target}
            or not _is_state(relative)
            or (settings.storage_url and relative.parts[0] == FILES)
        ):
            continue
        name = f"{STATE}/{relative.as_posix()}"
        if path.suffix == ".db":
            copy = work / "databases" / relative
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_sqlite(path, copy)
            yield member_of(name, copy)
        elif relative.parts[0] == FILES and is_name(path.name):
            yield Member(name, partial(_opened, path), path.stat().st_size, path.stem)
        else:
            yield member_of(name, path)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _is_state(relative: Path) -> bool:
    top = relative.parts[0]
    if top in LEFT_OUT_FOLDERS or (top.startswith((".", ASIDE)) and len(relative.parts) > 1):
        return False
    if relative.name in {LAST_BACKUP, SENT}:
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
