"""The file of a backup: a tar with gzip, `manifest.json` first, then each member it lists with size and SHA-256."""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from app.core.clock import utc_now

FORMAT = 1
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """The archive or the state cannot be used; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    open: Callable[[], BinaryIO]
    size: int
    sha256: str


def member_of(name: str, path: Path) -> Member:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
        return Member(name, lambda: path.open("rb"), handle.tell(), digest.hexdigest())


def write_archive(target: Path, manifest: dict[str, Any], members: list[Member]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with target.open("wb") as handle:
        with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=5) as archive:
            archive.addfile(_info("manifest.json", len(text)), io.BytesIO(text))
            for member in members:
                _add(archive, member)
        handle.flush()
        os.fsync(handle.fileno())


def _add(archive: tarfile.TarFile, member: Member) -> None:
    """Copy a member piece by piece; it must match the manifest, which comes before it."""
    try:
        with closing(member.open()) as content:
            read = _Digested(content)
            archive.addfile(_info(member.name, member.size), read)
    except Exception as error:  # whatever the storage's client raises
        raise BackupError(f"{member.name} cannot be read: {error}") from error
    if read.digest.hexdigest() != member.sha256:
        raise BackupError(f"{member.name} is damaged or was changed meanwhile")


class _Digested(io.RawIOBase):
    """Bytes that pass through, and their SHA-256."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self.digest.update(data)
        return data


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(utc_now().timestamp())
    return info


def unpack(source: Path, work: Path) -> dict[str, Any]:
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
    found = member_of(info.name, target)
    if (found.size, found.sha256) != (listed["size"], listed["sha256"]):
        raise BackupError(f"the archive is damaged: {info.name} is not what the manifest says")


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(info)
    assert content is not None
    return content.read()
