"""Fetches a backup from its place for a restore: every member, checked against the manifest."""

import gzip
import json
import os
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pyrage.x25519 import Identity

from app.core.storage import FileStore
from app.ops.backup.archives import Fetch
from app.ops.backup.container import BackupError
from app.ops.backup.encryption import keys_of, unseal
from app.ops.backup.place import HEADS, Head, open_place, read_heads, read_whole
from config import Settings


def of_place(settings: Settings, name: str | None, identity: Path | None) -> Fetch:
    """The members of one backup of BACKUP_URL, of the newest where none is named. identity: the file with the private
    key of an encrypted one.
    """
    return partial(_fetch, settings, name, identity)


def _fetch(settings: Settings, name: str | None, identity: Path | None, work: Path) -> dict[str, Any]:
    store = open_place(settings)
    head = _chosen(store, name)
    keys = keys_of(identity) if head.recipient else []
    text = b"".join(_plain(store, piece, keys) for piece in head.manifest)
    try:
        manifest = json.loads(text)
        for member in manifest["members"]:
            _write(store, member, keys, work)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"the backup is damaged: {error}") from error
    return dict(manifest)


def _chosen(store: FileStore, name: str | None) -> Head:
    heads, _ = read_heads(store, set(store.names()))
    if not heads:
        raise BackupError("there is no backup in BACKUP_URL")
    found = [head for head in heads if name is None or head.name.removesuffix(HEADS).startswith(name)]
    if name is not None and len(found) != 1:
        raise BackupError(f"there is no one backup {name}; `tieubieu backups` lists them")
    return found[-1]


def _plain(store: FileStore, name: str, keys: list[Identity]) -> bytes:
    data = read_whole(store, name)
    try:
        return gzip.decompress(unseal(data, keys) if keys else data)
    except (OSError, EOFError, ValueError) as error:
        raise BackupError(f"{name} is damaged: {error}") from error


def _write(store: FileStore, member: dict[str, Any], keys: list[Identity], work: Path) -> None:
    name = PurePosixPath(member["name"])
    if name.is_absolute() or ".." in name.parts:
        raise BackupError(f"the backup is damaged: {name} does not belong in it")
    target, digest, size = work / name, sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as handle:
        for piece in member["parts"]:
            data = _plain(store, piece, keys)
            digest.update(data)
            size += handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    if (size, digest.hexdigest()) != (member["size"], member["sha256"]):
        raise BackupError(f"the backup is damaged: {name} is not what the manifest says")
