"""How engines are made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, event, insert, text
from sqlalchemy.exc import DBAPIError

from app.core.database.base import WRITE_OPTION, UtcDateTime, engine_options, insert_plain, prepare_engine
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


@pytest.mark.parametrize("names", [("b", "a"), ("a", "c")])
def test_plain_rows_name_their_columns_in_the_order_of_the_table(names):
    table = Table("two", MetaData(), Column("a", Integer), Column("b", Integer))
    with create_engine("sqlite://").begin() as connection:
        table.create(connection)
        insert_plain(connection, table, ("a", "b"), [(1, 2)])
        with pytest.raises(ValueError, match="columns of two in another order"):
            insert_plain(connection, table, names, [(1, 2)])
        assert connection.exec_driver_sql("SELECT a, b FROM two").all() == [(1, 2)]


@pytest.mark.parametrize(
    ("times", "set_to"), [([5_000, 5_000], []), ([400, 400], [400]), ([400, 5_000], [400, 5_000])]
)
def test_a_connection_is_told_how_long_to_wait_when_that_changes(tmp_path, times, set_to):
    engine = create_engine(f"sqlite:///{tmp_path}/one.db")
    prepare_engine(engine)
    heard = []
    event.listen(engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    for wait in times:
        with engine.connect().execution_options(**{WRITE_OPTION: wait}) as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == wait
    engine.dispose()
    assert [text for text in heard if "busy_timeout=" in text] == [
        f"PRAGMA busy_timeout={wait}" for wait in set_to
    ]
