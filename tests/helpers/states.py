"""What a maker of test data leaves in an empty database: made once a process, put back for the next test that asks.

The maker runs as ever the first time. Whoever has written, patched or set a clock before gets everything made anew.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any, ParamSpec

import pytest
from sqlalchemy import inspect

from app.core import clock
from app.core.database.base import Base, db

Given = ParamSpec("Given")
DATABASE = "tieubieu.db"


class Ground:
    """The data folder of a test with the shared application, as it was before the test did anything."""

    def __init__(self, folder: Path, patches: pytest.MonkeyPatch, keep_in: Path) -> None:
        self.folder, self.keep_in = folder, keep_in
        self._patches = patches
        self._patched = self._count()
        self._clock = clock._clock
        self._begun = self._written()

    def is_untouched(self) -> bool:
        session = db.session()
        pending = [*session.new, *session.dirty, *session.deleted, *session.info]
        return (
            not pending
            and clock._clock is self._clock
            and isinstance(self._clock, clock.SystemClock)
            and self._count() == self._patched
            and self._written() == self._begun
        )

    def _count(self) -> int:
        return len(self._patches._setattr) + len(self._patches._setitem)

    def _written(self) -> list[tuple[str, int, int]]:
        """When each file was written last; SQLite makes an empty one for whoever reads."""
        found = [(file, file.stat()) for file in sorted(self.folder.rglob("*")) if file.is_file()]
        return [
            (file.name, stat.st_size, stat.st_mtime_ns)
            for file, stat in found
            if stat.st_size and not file.name.endswith("-shm")
        ]


@dataclass(frozen=True)
class Row:
    """A row that is read anew in every test."""

    kind: type[Base]
    key: tuple[Any, ...]


class NotKept(Exception):
    """What was made holds something that another test must not have."""


_ground: Ground | None = None
_kept: dict[str, tuple[Path, Any]] = {}


def stand_on(ground: Ground | None) -> None:
    """Where the next maker works; None where nothing may be kept."""
    global _ground  # noqa: PLW0603  # one test at a time
    _ground = ground


def made_once(make: Callable[Given, SimpleNamespace]) -> Callable[Given, SimpleNamespace]:
    """Keep what a maker leaves when it was the first to write."""

    @wraps(make)
    def kept(*args: Given.args, **kwargs: Given.kwargs) -> SimpleNamespace:
        ground, key = _ground, repr((make.__name__, args, sorted(kwargs.items()), clock.today()))
        if ground is None or " at 0x" in key or not ground.is_untouched():
            return make(*args, **kwargs)
        if key in _kept:
            folder, written = _kept[key]
            _put_back(folder, ground.folder)
            return _read(written)
        made = make(*args, **kwargs)
        try:
            written = _write(made)
        except NotKept:
            return made
        _kept[key] = _take(ground), written
        return made

    return kept


def _take(ground: Ground) -> Path:
    folder = Path(mkdtemp(dir=ground.keep_in))
    shutil.copytree(ground.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(ground.folder / DATABASE)) as live,
        closing(sqlite3.connect(folder / DATABASE)) as copy,
    ):
        live.backup(copy)
    return folder


def _put_back(source: Path, folder: Path) -> None:
    db.session.remove()
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(f"file:{source / DATABASE}?immutable=1", uri=True)) as copy,
        closing(sqlite3.connect(folder / DATABASE)) as live,
    ):
        live.execute("PRAGMA synchronous=OFF")
        copy.backup(live)


def _write(value: Any) -> Any:
    """A value with a Row in the place of every row."""
    if isinstance(value, Base):
        return Row(type(value), tuple(inspect(value).identity))
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**{name: _write(part) for name, part in vars(value).items()})
    if isinstance(value, list):
        return [_write(part) for part in value]
    if isinstance(value, dict):
        return {key: _write(part) for key, part in value.items()}
    if isinstance(value, str | int | None):
        return value
    raise NotKept


def _read(value: Any) -> Any:
    if isinstance(value, Row):
        return db.session.get_one(value.kind, value.key)
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**{name: _read(part) for name, part in vars(value).items()})
    if isinstance(value, list):
        return [_read(part) for part in value]
    if isinstance(value, dict):
        return {key: _read(part) for key, part in value.items()}
    return value
