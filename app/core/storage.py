"""Files: the port, and their names. A file is named after its content, so it never changes under its name."""

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from app.core.errors import NotFound, Unavailable

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")
PIECE = 256 * 1024
"""Bytes of a long file that are in memory at a time."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class FileStore(Protocol):
    """Stores bytes under content names. Every method may raise StorageDown.

    `get`, `open` and `size` raise FileNotKept (code "file_not_found") for an unknown or malformed name.
    """

    is_near: bool
    """Whether opening and reading a file waits for the disk of this machine alone."""

    def put(self, data: bytes, suffix: str) -> str:
        """Store the bytes (durably when it returns) and return their name. `suffix` is like ".webp".

        The same bytes and suffix again give the same name and add nothing. A bad suffix is a ValueError.
        """

    def put_file(self, file: BinaryIO, suffix: str) -> str:
        """As `put`, of a file on disk, read from its start piece by piece; it stays open."""

    def get(self, name: str) -> bytes: ...

    def open(self, name: str) -> BinaryIO:
        """For reading once from start to end; the caller closes it."""

    def size(self, name: str) -> int:
        """In bytes."""

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None:
        """Delete a file; an unknown name is fine."""

    def names(self) -> Iterator[str]:
        """All files, in no order."""


class StorageDown(Unavailable):
    """The disk or the storage server fails; trying again may help."""

    def __init__(self, **params: str) -> None:
        super().__init__("storage_unavailable", **params)


class FileNotKept(NotFound):
    def __init__(self, name: str) -> None:
        super().__init__("file_not_found", name=name)


def content_name(data: bytes, suffix: str) -> str:
    """SHA-256 in hexadecimal and the suffix. Raises ValueError for a suffix that could leave the folder."""
    return hashlib.sha256(data).hexdigest() + _checked_suffix(suffix)


def content_name_of(file: BinaryIO, suffix: str) -> str:
    """As `content_name`, of a file, which then stands at its start again."""
    suffix, known = _checked_suffix(suffix), hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        known.update(piece)
    file.seek(0)
    return known.hexdigest() + suffix


def _checked_suffix(suffix: str) -> str:
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"bad suffix {suffix!r}")
    return suffix


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def checked(name: str) -> str:
    """The name, if it is one: nothing else ever reaches a disk or a server."""
    if not is_name(name):
        raise FileNotKept(name[:80])
    return name
