"""The files of a search index: generations of it, the one in use, its feed position, one writer at a time.

A generation is a folder of its own; `current` is a link to the one in use, moved atomically. So a rebuild
takes effect only when complete, and an open reader notices a replacement whatever the engine does inside its
folder.
"""

import fcntl
import os
import secrets
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from app.core.errors import DomainError
from app.core.search import IndexBroken, IndexBusy, SearchDocument

WHOOSH, TANTIVY = "whoosh4", "tantivy5"  # layouts: count up when a schema or what a document holds changes

T = TypeVar("T")

_WRITER_PATIENCE = 60.0
_POLL = 0.02
_OPEN_AGAIN = 2


class IndexFolder:
    """`layout` names engine and schema version: generations of another layout count as absent."""

    def __init__(self, path: Path, layout: str, patience: float = _WRITER_PATIENCE) -> None:
        self._path = path
        self._layout = layout
        self._patience = patience

    def current(self) -> Path | None:
        """The generation in use, None before the first write."""
        try:
            name = (self._path / "current").readlink().name
        except FileNotFoundError:
            return None
        except OSError as error:
            raise IndexBroken(path=str(self._path)) from error
        return self._path / name if name.startswith(f"{self._layout}-") else None

    def open_current(self, opener: Callable[[Path], T]) -> T | None:
        """What the opener makes of the generation in use; tried again as often as a writer has just replaced it."""
        left = _OPEN_AGAIN
        while left:
            folder = self.current()
            with suppress(IndexBroken):
                return self._open_once(opener)
            left -= self.current() == folder
        return self._open_once(opener)

    def _open_once(self, opener: Callable[[Path], T]) -> T | None:
        folder = self.current()
        if folder is None:
            return None
        with engine_at(folder):
            return opener(folder)

    def new(self) -> Path:
        folder = self._path / f"{self._layout}-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def switch(self, folder: Path) -> None:
        """Put a complete generation in use and drop all others. Only inside `writing()`."""
        link = self._path / "current"
        spare = self._path / f".current-{secrets.token_hex(6)}"
        spare.symlink_to(folder.name)
        if link.is_dir() and not link.is_symlink():  # the folder was copied by a program that follows links
            link.replace(self._path / f".copied-{secrets.token_hex(6)}")
        spare.replace(link)
        sync(self._path)
        for other in self._path.iterdir():
            if other.is_dir() and not other.is_symlink() and other != folder:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The only writer among all processes and threads; raises IndexBusy if the wait is too long."""
        self._path.mkdir(parents=True, exist_ok=True)
        with (self._path / "writer.lock").open("w") as handle:
            self._wait_for(handle.fileno())
            yield

    def _wait_for(self, handle: int) -> None:
        deadline = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise IndexBusy(path=str(self._path)) from None
                time.sleep(_POLL)
            else:
                return


class FolderIndex(ABC):
    """Shared by the engines whose index is in such a folder."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder

    def upsert(self, documents: Iterable[SearchDocument], *, position: int | None = None) -> None:
        latest = {document.id: document for document in documents}
        self._write(list(latest), latest.values(), position)

    def delete(self, ids: Iterable[str], *, position: int | None = None) -> None:
        self._write(list(ids), (), position)

    def position(self) -> int:
        folder = self._folder.current()
        return read_position(folder) if folder else 0

    @abstractmethod
    def _write(self, stale: list[str], fresh: Iterable[SearchDocument], position: int | None) -> None:
        """Remove the old documents and add the new ones; the position last, if one is given."""


def read_position(folder: Path) -> int:
    try:
        return int((folder / "position").read_text("ascii"))
    except FileNotFoundError:
        return 0
    except ValueError as error:
        raise IndexBroken(path=str(folder)) from error


def write_position(folder: Path, position: int) -> None:
    """Last of a write, so that after a crash the position is never ahead of the content."""
    spare = folder / "position.new"
    with spare.open("w", encoding="ascii") as handle:
        handle.write(str(position))
        handle.flush()
        os.fsync(handle.fileno())
    spare.replace(folder / "position")
    sync(folder)


def sync(path: Path) -> None:
    """Force a file or the entries of a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def engine_at(path: Path) -> Iterator[None]:
    """Any error of an engine about its files means that they cannot be read: they are disposable."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        raise IndexBroken(path=str(path), reason=type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what Rust raises; it derives from BaseException
            raise IndexBroken(path=str(path), reason="panic") from error
        raise
