"""Files that grow on disk piece by piece and are then stored, as they are and zipped. None is ever whole in memory."""

import gzip
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from flask import current_app

from app.core.ports import ports
from app.core.storage import PIECE

LEVEL = 6


@dataclass(frozen=True, slots=True)
class Stored:
    """file, zipped: names in the file store. sha256, size: of the file as it is."""

    file: str
    zipped: str
    sha256: str
    size: int


def half_made() -> BinaryIO:
    """A file without a name, which is gone when it is closed, or when its process ends."""
    return cast("BinaryIO", tempfile.TemporaryFile(dir=folder()))  # closed by the caller


def folder() -> Path:
    """Where files grow: temporary folders of some machines are in memory."""
    return Path(current_app.extensions["settings"].data_dir)


def written(pieces: Iterable[bytes]) -> BinaryIO:
    """A file of these pieces."""
    file = half_made()
    file.writelines(pieces)
    return file


def stored(file: BinaryIO, suffix: str) -> Stored:
    """Store a file and its zipped form; the same bytes give the same names. It is closed then."""
    with file, half_made() as small:
        store = ports().files
        name = store.put_file(file, suffix)
        size = file.seek(0, 2)
        file.seek(0)
        with gzip.GzipFile("", "wb", LEVEL, small, mtime=0) as packing:
            shutil.copyfileobj(file, packing, PIECE)
        return Stored(name, store.put_file(small, ".gz"), name.partition(".")[0], size)
