"""What a backup or a restore has for itself: a folder for its copies, which goes at the next if a kill left it behind,
and a lock.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.ops.backup.container import BackupError

_HELD = ".held"


@contextmanager
def draft_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder of our own for this length of time, readable by its owner alone."""
    _clear(parent, prefix)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as name:
        folder = Path(name)
        with (folder / _HELD).open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder


@contextmanager
def locked(path: Path, refusal: str) -> Iterator[None]:
    """Raises BackupError with the refusal where another process has the lock of this file."""
    with path.open("a+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError(refusal) from None
        yield


def _clear(parent: Path, prefix: str) -> None:
    """Those that nobody holds any more: the copies in them are of the whole state, and not encrypted."""
    for held in parent.glob(f"{prefix}*/{_HELD}"):
        try:
            with held.open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(held.parent, ignore_errors=True)
        except OSError:
            continue
