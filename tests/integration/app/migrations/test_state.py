"""An empty database gets the tables of the models, and they are to the letter those of all migrations."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.migrations import run, state
from tests.helpers.revisions import REVISIONS


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def shape(file: Path) -> dict[str, Any]:
    """Everything that SQLite keeps of a database but the order of columns and constraints."""
    with closing(sqlite3.connect(file)) as database:
        named = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        found: dict[str, Any] = {
            f"{kind} {name}": plain(sql) for kind, name, _table, sql in named if kind != "table" and sql
        }
        for kind, name, _table, sql in named:
            if kind == "table" and not name.startswith("sqlite_"):
                found[f"table {name}"] = {
                    "columns": sorted(row[1:] for row in database.execute(f'PRAGMA table_info("{name}")')),
                    "keys": sorted(row[2:] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')),
                    "rules": sorted(rules(sql)),
                }
    return found


def rules(sql: str) -> list[str]:
    """The constraints of a table, one a line, as both ways of making it write them."""
    lines = [plain(line).removesuffix(",") for line in sql.strip().removesuffix(")").splitlines()]
    return [line for line in lines if line.startswith("CONSTRAINT")]


def plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()


def test_tables_of_the_models_are_those_of_the_migrations(tmp_path: Path) -> None:
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    state.bring_up(url(made))
    run.upgrade(url(migrated))
    assert shape(made) == shape(migrated)
    assert state.current(url(made)) == REVISIONS[-1]


def test_a_database_of_an_older_program_is_migrated(tmp_path: Path) -> None:
    run.upgrade(url(tmp_path / "old.db"), "0063")
    state.bring_up(url(tmp_path / "old.db"))
    assert state.current(url(tmp_path / "old.db")) == REVISIONS[-1]
    with closing(sqlite3.connect(tmp_path / "old.db")) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(programme_report_line)")]
    assert "beneficiary" in columns


def test_tables_that_cannot_be_made_leave_the_database_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "TABLE", "product")  # stands already when the revision is noted
    with pytest.raises(Exception, match="already exists"):
        state.bring_up(url(tmp_path / "half.db"))
    assert shape(tmp_path / "half.db") == {}


def test_revisions_that_are_no_single_line_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "VERSIONS", tmp_path)
    (tmp_path / "0001.py").write_text("revision = '0001'\ndown_revision = None\n", "utf-8")
    (tmp_path / "0002.py").write_text('revision = "0002"\ndown_revision = "0001"\n', "utf-8")
    assert state.revisions() == ["0002", "0001"]
    (tmp_path / "0003.py").write_text('revision = "0003"\ndown_revision = "0001"\n', "utf-8")
    with pytest.raises(RuntimeError, match="not one line"):
        state.revisions()
