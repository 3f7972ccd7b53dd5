"""Every migration goes up, comes down and keeps its data; the head equals the models."""

import shutil
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from app.core.database.base import db
from app.core.text import sort_key
from app.migrations import run
from app.migrations.state import current, revisions
from tests.factories import catalog as factory
from tests.helpers.revisions import REVISIONS, Climb

pytestmark = pytest.mark.usefixtures("scripts_read_once")
APPEND_ONLY = (
    "audit_entry",
    "award_correction",
    "complaint",
    "complaint_answer",
    "epcis_event",
    "listing_change",
    "score_sheet_revision",
    "round_leaf",
    "round_checkpoint",
    "two_person_step",
    "tally_record",
    "trace_event",
)


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'migrated.db'}"


def schema(address: str) -> dict[str, list[str]]:
    engine = create_engine(address)
    found = {
        name: sorted(str(c["name"]) for c in inspect(engine).get_columns(name))
        for name in inspect(engine).get_table_names()
    }
    engine.dispose()
    return found


def test_head_equals_the_models(tmp_path: Path) -> None:
    run.upgrade(url(tmp_path))
    assert run.differences(url(tmp_path)) == []
    assert current(url(tmp_path)) == REVISIONS[-1]


def test_history_is_one_line() -> None:
    scripts = ScriptDirectory.from_config(run._config())
    assert [script.revision for script in scripts.walk_revisions()] == revisions()


@pytest.mark.parametrize("revision", REVISIONS)
def test_migration_comes_down_and_up_again(tmp_path: Path, climb: Climb, revision: str) -> None:
    """After up, down, up again the schema is the same as after one way up."""
    at = REVISIONS.index(revision)
    shutil.copy(climb.after(at + 1), tmp_path / "migrated.db")
    there = schema(url(tmp_path))
    run.downgrade(url(tmp_path), REVISIONS[at - 1] if at else "base")
    run.upgrade(url(tmp_path), revision)
    assert schema(url(tmp_path)) == there


def test_down_to_the_beginning_leaves_nothing(tmp_path: Path) -> None:
    run.upgrade(url(tmp_path))
    run.downgrade(url(tmp_path), "base")
    assert set(schema(url(tmp_path))) == {"alembic_version"}


def test_migrated_tables_refuse_changes_of_what_is_append_only(tmp_path: Path, climb: Climb) -> None:
    shutil.copy(climb.after(len(REVISIONS)), tmp_path / "migrated.db")
    engine = create_engine(url(tmp_path))
    with engine.connect() as connection:
        triggers = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    engine.dispose()
    assert triggers >= {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}


def test_migration_keeps_its_data(tmp_path: Path) -> None:
    """A row written at the first revision is there at the head."""
    run.upgrade(url(tmp_path), REVISIONS[0])
    engine = create_engine(url(tmp_path))
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO change (at, kind, key) VALUES ('2026-01-01 00:00:00', 'product', '7')")
        )
    run.upgrade(url(tmp_path))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT kind, key FROM change")).all() == [("product", "7")]
    engine.dispose()


VILLAGE = """INSERT INTO craft_village (slug, name_vi, name_en, about_vi, about_en, unit_id, commune, address, position,
    phone, website, source, is_demo, created_at, updated_at, kind, craft, hours, decision_number, decision_date, issuer,
    unit_then, environment, version) VALUES ('duc', 'Đúc', '', '', '', NULL, 'Xã Tân An', '', '', '', '', '', 0,
    '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'lang-nghe', 'Gỗ', '', '7/QĐ', '2024-08-12', 'A', '', '', 1)"""
PROGRAMME = """INSERT INTO programme (id, slug, title_vi, title_en, level, starts_on, ends_on, decision_number, issuer,
    source, is_demo, created_at, version) VALUES (1, 'a', 'A', 'A', 'nation', '2021-01-01', '2025-12-31', '1', 'A', 'A',
    0, '2021-01-01 00:00:00', 1)"""
REPORT = """INSERT INTO programme_report (id, programme_id, unit_id, period, begins, ends, state, prepared_at,
    reopened_reason, version)
    VALUES ({}, 1, NULL, '{}', '2023-04-01', '2023-06-30', '{}', '2023-07-01 00:00:00', '', 1)"""


def test_reports_of_the_nation_signed_twice_stop_the_migration_by_name(tmp_path: Path) -> None:
    run.upgrade(url(tmp_path), "0031")
    engine = create_engine(url(tmp_path))
    with engine.begin() as connection:
        connection.execute(text(PROGRAMME))
        for row in (
            (3, "2023Q2", "signed"), (4, "2023Q2", "prepared"), (5, "2023Q2", "open"),
            (6, "2023Q3", "prepared"), (7, "2023Q3", "prepared"),
        ):  # fmt: skip
            connection.execute(text(REPORT.format(*row)))
    named = r"id 3 \(programme 1, period 2023Q2\), id 5 \(programme 1, period 2023Q2\)\. Nothing was changed"
    with pytest.raises(RuntimeError, match=named):
        run.upgrade(url(tmp_path), "0032")
    kept = text("SELECT id FROM programme_report ORDER BY id")
    with engine.begin() as connection:
        assert connection.scalars(kept).all() == [3, 4, 5, 6, 7]
        connection.execute(text("DELETE FROM programme_report WHERE id = 5"))
    run.upgrade(url(tmp_path), "0032")
    with engine.begin() as connection:
        assert connection.scalars(kept).all() == [3, 6]
    engine.dispose()


def test_numbers_that_are_there_are_parted(app: Flask) -> None:
    of = [factory.award(number=number).id for number in ("TB-012", None, "7-7-7")]
    address = str(db.engine.url)
    db.session.remove()
    db.engine.dispose()
    run.downgrade(address, "0065")
    assert "award_number_part" not in schema(address)
    run.upgrade(address, "0066")
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT award_id, part FROM award_number_part ORDER BY 1, 2")).all()
    assert kept == [(of[0], "012"), (of[0], "12"), (of[2], "7"), (of[2], "77")]


def test_names_that_are_there_are_put_in_order_and_found(app: Flask) -> None:
    mark = factory.trademark(name="Ấm Đất").id
    address = str(db.engine.url)
    db.session.remove()
    db.engine.dispose()
    run.downgrade(address, "0066")
    assert "sort_key" not in schema(address)["trademark"]
    with db.engine.begin() as connection:
        connection.execute(text(VILLAGE))
    run.upgrade(address, "0067")
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT id, sort_key FROM trademark")).all()
        found = connection.execute(text("SELECT sort_key, search_key FROM craft_village")).all()
    assert kept == [(mark, sort_key("Ấm Đất"))]
    assert found == [(sort_key("Đúc"), "duc|go|7qd|xatanan")]


def test_migrated_database_serves(app: Flask, tmp_path: Path, climb: Climb) -> None:
    """The audit of a migrated database is append-only in fact."""
    shutil.copy(climb.after(len(REVISIONS)), tmp_path / "migrated.db")
    engine = create_engine(url(tmp_path))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_entry (at, actor_label, act, subject_kind, subject_id, subject_label, detail)"
                " VALUES ('2026-01-01 00:00:00', 'x', 'x.y.z', 'thing', '1', '', '{}')"
            )
        )
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
    engine.dispose()
