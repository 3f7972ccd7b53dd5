"""Folders in which a backup or a restore makes its copies. One that a kill left behind goes at the next."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def _clear(parent: Path, prefix: str) -> None:
    """Those that nobody holds any more: the copies in them are of the whole state, and not encrypted."""
    for held in parent.glob(f"{prefix}*/{_HELD}"):
        try:
            with held.open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(held.parent, ignore_errors=True)
        except OSError:
            continue
