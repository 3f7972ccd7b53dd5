"""The file store in a local folder: `ab/abcd….webp`, written beside and renamed, forced to disk."""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from app.adapters.search.index_folder import sync
from app.core.storage import PIECE, FileNotKept, StorageDown, checked, content_name, content_name_of, is_name

_ABSENT = {errno.ENOENT, errno.ENOTDIR}


class LocalFileStore:
    is_near = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, data: bytes, suffix: str) -> str:
        name = content_name(data, suffix)
        path = self._path(name)
        with _disk(name):
            if not path.exists():
                self._write(path, lambda handle: handle.write(data))
        return name

    def put_file(self, file: BinaryIO, suffix: str) -> str:
        name = content_name_of(file, suffix)
        path = self._path(name)
        with _disk(name):
            if not path.exists():
                self._write(path, lambda handle: copyfileobj(file, handle, PIECE))
        return name

    def get(self, name: str) -> bytes:
        with _disk(name):
            return self._path(name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        with _disk(name):
            return self._path(name).open("rb")

    def size(self, name: str) -> int:
        with _disk(name):
            return self._path(name).stat().st_size

    def exists(self, name: str) -> bool:
        return is_name(name) and self._path(name).is_file()

    def delete(self, name: str) -> None:
        if is_name(name):
            with _disk(name):
                self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        return (path.name for path in self._root.glob("[0-9a-f][0-9a-f]/*") if is_name(path.name))

    def _path(self, name: str) -> Path:
        return self._root / checked(name)[:2] / name

    def _write(self, path: Path, fill: Callable[[BinaryIO], object]) -> None:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync(self._root)
        spare = path.parent / f".{secrets.token_hex(8)}"
        try:
            with spare.open("xb") as handle:
                fill(handle)
                handle.flush()
                os.fsync(handle.fileno())
            spare.replace(path)
        except BaseException:
            spare.unlink(missing_ok=True)
            raise
        sync(path.parent)


@contextmanager
def _disk(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _ABSENT:
            raise FileNotKept(name) from error
        raise StorageDown(reason=error.strerror or type(error).__name__) from error
