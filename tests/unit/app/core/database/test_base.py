"""How engines are made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, insert, text
from sqlalchemy.exc import DBAPIError

from app.core.database.base import UtcDateTime, engine_options, insert_plain
from app.core.database.standby import Standby
from traceability.scans.store import open_engine


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///{folder}/one.db", "scans"])
def test_fault_of_a_statement_tells_no_value(tmp_path, address):
    url = address.format(folder=tmp_path)
    engine = open_engine(tmp_path) if url == "scans" else create_engine(url, **engine_options(url))
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("SELECT missing(:value)"), {"value": "lan@mam.vn"})
    engine.dispose()
    assert "missing" in str(caught.value)
    assert "lan@mam.vn" not in str(caught.value)


def test_servers_of_postgresql_tell_none_either():
    address = "postgresql+psycopg://web@127.0.0.1/tieubieu"
    assert engine_options(address)["hide_parameters"] is True
    assert Standby(address).engine.hide_parameters is True


def test_times_of_plain_rows_are_kept_as_those_of_others():
    table = Table("one", MetaData(), Column("at", UtcDateTime))
    here = timezone(timedelta(hours=7))
    given = [datetime(999, 1, 2, 3, 4, 5, 6, tzinfo=UTC), None, datetime(2026, 11, 22, 6, 30, tzinfo=here)]
    with create_engine("sqlite://").begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"at": moment} for moment in given])
        insert_plain(connection, table, ("at",), [(moment,) for moment in [*given, given[2]]])
        kept = connection.exec_driver_sql("SELECT at FROM one").scalars().all()
        with pytest.raises(ValueError, match="naive"):
            insert_plain(connection, table, ("at",), [(datetime(2026, 11, 22),)])  # noqa: DTZ001
    texts = ["0999-01-02 03:04:05.000006", None, "2026-11-21 23:30:00.000000"]
    assert kept == [*texts, *texts, texts[2]]
