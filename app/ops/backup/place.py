"""The place of backups (BACKUP_URL): a folder or a bucket with what several backups hold, each piece once.

Everything in it is named after its content, by the file store. A member of a backup is cut into pieces; each is packed
by gzip, sealed for BACKUP_RECIPIENT where one is named, and sent. Last comes the head, a file of its own kind: there is
no backup before it. So one that is cut off is never taken for a whole one, and what it has sent is found again.
"""

import gzip
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.adapters.files.local import LocalFileStore
from app.adapters.open import open_bucket
from app.core.storage import FileNotKept, FileStore
from app.ops.backup.container import BackupError
from config import BadSetting, Settings

FORMAT = 2
PIECE = 8 << 20
PIECES, HEADS = ".part", ".backup"


@dataclass(frozen=True, slots=True)
class Head:
    """A backup that is whole. name: of its file. pieces: all that it needs; manifest: those with its list of members,
    in order. recipient: whose key opens it; empty where it is not encrypted. size: bytes of the pieces.
    """

    name: str
    created_at: str
    database: str
    recipient: str
    manifest: list[str]
    pieces: list[str]
    size: int

    def told(self) -> dict[str, Any]:
        return {
            "backup": self.name.removesuffix(HEADS),
            "created_at": self.created_at,
            "database": self.database,
            "encrypted": bool(self.recipient),
            "pieces": len(self.pieces),
            "bytes": self.size,
        }


def open_place(settings: Settings) -> FileStore:
    """Raises BadSetting for an address that cannot be one."""
    url = settings.backup_url
    if not url:
        raise BadSetting("BACKUP_URL: give a folder or s3://KEY:SECRET@HOST:PORT/BUCKET, or name a FILE")
    if url.startswith("s3:"):
        if url == settings.storage_url:
            raise BadSetting("BACKUP_URL: give another bucket than that of STORAGE_URL")
        return open_bucket(url, "BACKUP_URL")
    folder, data_dir = Path(url), Path(settings.data_dir).resolve()
    if not folder.is_absolute() or not folder.is_dir():
        raise BadSetting(f"BACKUP_URL: there is no folder {url}; give its whole path, or s3://…")
    if data_dir in {folder.resolve(), *folder.resolve().parents}:
        raise BadSetting("BACKUP_URL: give a folder outside DATA_DIR")
    return LocalFileStore(folder)


def pack(head: dict[str, Any]) -> bytes:
    return gzip.compress(json.dumps(head, ensure_ascii=False).encode(), 5, mtime=0)


def read_heads(store: FileStore, names: set[str]) -> tuple[list[Head], list[str]]:
    """The backups among these names, the oldest first; and the heads that are damaged."""
    found, damaged = [], []
    for name in sorted(name for name in names if name.endswith(HEADS)):
        try:
            found.append(_head(store, name))
        except (BackupError, FileNotKept):
            damaged.append(name)
    return sorted(found, key=lambda head: head.created_at), damaged


def _head(store: FileStore, name: str) -> Head:
    try:
        said = json.loads(gzip.decompress(read_whole(store, name)))
        if said.pop("format") != FORMAT:
            raise BackupError(f"{name} has another format than this program reads")
        return Head(name=name, **said)
    except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
        raise BackupError(f"{name} is damaged: {error}") from error


def read_whole(store: FileStore, name: str) -> bytes:
    """A file of the place, checked by its name."""
    try:
        data = store.get(name)
    except FileNotKept:
        raise BackupError(f"{name} is missing") from None
    if sha256(data).hexdigest() != name.partition(".")[0]:
        raise BackupError(f"{name} is damaged")
    return data


def list_backups(settings: Settings, *, check: bool = False) -> list[dict[str, Any]]:
    """Every whole backup, the oldest first. check: each piece is read and compared with its name, once; needs no key.
    `faults` names what is missing or damaged.
    """
    store = open_place(settings)
    names = set(store.names())
    heads, damaged = read_heads(store, names)
    bad: dict[str, str] = {}
    for piece in sorted({piece for head in heads for piece in head.pieces} if check else ()):
        try:
            read_whole(store, piece)
        except BackupError as error:
            bad[piece] = str(error)
    told = [
        head.told()
        | {"faults": [bad.get(p, f"{p} is missing") for p in head.pieces if p in bad or p not in names]}
        for head in heads
    ]
    return told + [{"backup": name.removesuffix(HEADS), "faults": [f"{name} is damaged"]} for name in damaged]


def forget(store: FileStore, keep: int) -> int:
    """Remove all but the newest backups, and each piece that none of those kept needs. How many backups went.

    The heads go first: a backup is never there without its pieces. With a damaged head, nobody knows what it needs, and
    nothing goes.
    """
    names = set(store.names())
    heads, damaged = read_heads(store, names)
    if damaged:
        return 0
    gone, kept = heads[:-keep], heads[-keep:]
    for head in gone:
        store.delete(head.name)
    needed = {piece for head in kept for piece in head.pieces}
    for piece in sorted(name for name in names - needed if name.endswith(PIECES)):
        store.delete(piece)
    return len(gone)
