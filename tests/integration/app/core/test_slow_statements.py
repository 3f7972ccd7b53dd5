"""Slow statements in the log: the text without its values."""

import logging

from sqlalchemy import create_engine, text

from app.core.telemetry.slow_statements import watch_statements


def test_slow_statement_is_logged_without_its_values(caplog):
    engine = create_engine("sqlite://")
    watch_statements(engine, 1)
    slow = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
        " SELECT max(i), :name FROM n"
    )
    with caplog.at_level(logging.WARNING, "app.statements"), engine.connect() as connection:
        connection.execute(text(slow), {"name": "Bà Tám"})
    [line] = [record for record in caplog.records if record.name == "app.statements"]
    assert line.statement.endswith("SELECT max(i), ? FROM n")
    assert line.ms >= 1
    assert "Bà Tám" not in line.getMessage()


def test_nothing_is_watched_at_0(caplog):
    engine = create_engine("sqlite://")
    watch_statements(engine, 0)
    with caplog.at_level(logging.WARNING, "app.statements"), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert caplog.records == []
