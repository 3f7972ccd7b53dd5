"""Databases at each revision, each made from the one before it."""

import shutil
from pathlib import Path

from app.migrations import run
from app.migrations.state import revisions

REVISIONS = revisions()[::-1]
"""The oldest first."""


class Climb:
    """SQLite databases by how many revisions they have had; each revision runs once."""

    def __init__(self, folder: Path) -> None:
        self._files = {0: folder / "0.db"}
        self._files[0].touch()

    def after(self, count: int) -> Path:
        """The database after so many revisions; to be copied, not changed."""
        last = max(known for known in self._files if known <= count)
        for number in range(last + 1, count + 1):
            self._files[number] = self._files[number - 1].with_name(f"{number}.db")
            shutil.copy(self._files[number - 1], self._files[number])
            run.upgrade(f"sqlite:///{self._files[number]}", REVISIONS[number - 1])
        return self._files[count]
