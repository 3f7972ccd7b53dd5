"""Scans by day: tables of their own under PostgreSQL, counts that stay bounded, files of an older program."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app import create_app
from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.migrations.run import upgrade
from tests.conftest import make_settings
from tests.factories import everything
from tests.helpers.postgres import WITHOUT_POSTGRES, needs_postgres, running_postgres
from traceability.scans.buffer import CountedScan
from traceability.scans.store import count_scans, count_scans_of_lot, open_engine, scan_store

AT = datetime(2024, 11, 22, 3, 30, tzinfo=UTC)
HOUR = AT.replace(minute=0)
OTHER = text("SELECT count(*) FROM scan_other WHERE day = :day")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    with running_postgres() as address:
        upgrade(address)
        app = create_app(replace(make_settings(tmp_path_factory.mktemp("pg")), database_url=address))
        with app.app_context():
            from app.core.database.transaction import transaction
            from catalog.units.services import sync_units

            with transaction():
                sync_units()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def site(request):
    app = request.getfixturevalue("app" if request.param == "sqlite" else "postgres")
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def lot_code(site):
    return everything().lot_code(everything().lot())


def days(site):
    with site.extensions["scans"]().connect() as connection:
        found = "SELECT relname FROM pg_class WHERE relname ~ '^scan_[0-9]{8}$' AND relkind = 'r' ORDER BY 1"
        return list(connection.scalars(text(found)))


def test_scan_counts_once_for_its_code_and_for_the_day_of_its_lot(site, lot_code):
    store = scan_store()
    with use_clock(FixedClock(AT)):
        store.key_of(AT.date())
        store.keep([CountedScan(lot_code.code, HOUR, visitor) for visitor in ("a", "b", "a")])
        store.keep([CountedScan(lot_code.code, HOUR - timedelta(hours=1), "a")])  # the same day
        store.keep([CountedScan(lot_code.code, HOUR - timedelta(days=1), "a")])
        assert count_scans(lot_code.code) == (3, HOUR - timedelta(days=1))
        assert count_scans_of_lot(lot_code.lot_id) == 3
        store.tell_province(CountedScan(lot_code.code, HOUR, "b"), "75")
        seen = [(row.hour, row.unit_code) for row in store.list_scans_of(lot_code.code)]
    assert sorted(seen) == [(HOUR - timedelta(days=1), ""), (HOUR, ""), (HOUR, "75")]


def test_old_days_go_and_counts_stay(site, lot_code):
    store, clock = scan_store(), FixedClock(AT)
    with use_clock(clock):
        store.key_of(AT.date())
        store.keep([CountedScan(lot_code.code, HOUR, "a")])
        clock.advance(timedelta(days=30))
        store.forget_old()
        assert len(store.list_scans_of(lot_code.code)) == 1
        clock.advance(timedelta(days=1))
        if site.extensions["scans"]().dialect.name == "postgresql":
            assert "scan_20241122" in days(site)
        assert store.forget_old() >= 1
        assert store.list_scans_of(lot_code.code) == []
    assert count_scans(lot_code.code) == (1, HOUR)


def test_counts_by_day_become_counts_by_month_after_400_days(site, lot_code):
    store, clock = scan_store(), FixedClock(AT)
    with use_clock(clock):
        for number, day in enumerate((0, 3, 400)):
            hour = HOUR - timedelta(days=day)
            store.keep([CountedScan(lot_code.code, hour, f"{number}"), CountedScan(lot_code.code, hour, "x")])
        clock.advance(timedelta(days=60))
        store.forget_old()
        store.forget_old()  # again: nothing is counted twice
    with site.extensions["scans"]().connect() as connection:
        query = text("SELECT day, count FROM scan_day WHERE lot_id = :lot ORDER BY day")
        found = [(str(row.day), row.count) for row in connection.execute(query, {"lot": lot_code.lot_id})]
    assert found == [("2023-10-01", 2), ("2024-11-19", 2), ("2024-11-22", 2)]
    assert count_scans(lot_code.code)[0] == 6


@pytest.mark.postgres
@WITHOUT_POSTGRES
def test_postgresql_keeps_each_day_apart_and_drops_it_whole(postgres):
    store, clock = scan_store_of(postgres), FixedClock(AT + timedelta(days=200))
    day = clock.now().date()
    with postgres.app_context(), use_clock(clock):
        store.key_of(day)
        names = [f"scan_{day + timedelta(days=number):%Y%m%d}" for number in range(-1, 4)]
        assert {*names} <= {*days(postgres)}
        code = everything().lot_code(everything().lot()).code
        late = clock.now() - timedelta(days=5)  # no table was made for it
        store.keep([CountedScan(code, clock.now(), "a"), CountedScan(code, late, "a")])
        with postgres.extensions["scans"]().connect() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {names[1]}")) == 1
            assert connection.scalar(OTHER, {"day": late.date()}) == 1
        clock.advance(timedelta(days=32))
        assert store.forget_old() >= 2
        assert not {*names[:2]} & {*days(postgres)}
        with postgres.extensions["scans"]().connect() as connection:
            assert connection.scalar(OTHER, {"day": late.date()}) == 0
        db.session.remove()


def scan_store_of(app):
    return app.extensions["scan_store"]


def test_file_of_an_older_program_is_brought_along(tmp_path):
    old = (
        "CREATE TABLE scan (id INTEGER NOT NULL, code_hash VARCHAR NOT NULL, lot_id INTEGER NOT NULL,"
        " product_id INTEGER, is_item BOOLEAN NOT NULL, hour DATETIME NOT NULL, unit_code VARCHAR NOT NULL,"
        " visitor VARCHAR NOT NULL, CONSTRAINT pk_scan PRIMARY KEY (id),"
        " CONSTRAINT uq_scan_code_hash_visitor UNIQUE (code_hash, visitor));"
        "CREATE INDEX ix_scan_hour ON scan (hour);"
        "CREATE INDEX ix_scan_lot_id_is_item ON scan (lot_id, is_item);"
        "CREATE TABLE scan_total (code_hash VARCHAR NOT NULL, hour DATETIME NOT NULL, count INTEGER NOT NULL,"
        " CONSTRAINT pk_scan_total PRIMARY KEY (code_hash, hour));"
        "INSERT INTO scan VALUES (1, 'h', 7, NULL, 1, '2026-11-22 03:00:00.000000', '75', 'v');"
        "INSERT INTO scan VALUES (2, 'h', 7, NULL, 1, '2026-11-22 05:00:00.000000', '', 'w');"
        "INSERT INTO scan_total VALUES ('h', '2026-11-22 03:00:00.000000', 1);"
        "INSERT INTO scan_total VALUES ('h', '2026-10-01 05:00:00.000000', 4);"
    )
    with closing(sqlite3.connect(tmp_path / "scans.db")) as database:
        database.executescript(old)
    for _ in range(2):
        engine = open_engine(tmp_path)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT day, visitor, unit_code FROM scan ORDER BY visitor")).all() == [
                ("2026-11-22", "v", "75"), ("2026-11-22", "w", "")
            ]  # fmt: skip
            assert connection.execute(text("SELECT code_hash, count, first FROM scan_total")).all() == [
                ("h", 5, "2026-10-01 05:00:00.000000")
            ]
            assert connection.execute(text("SELECT lot_id, day, count FROM scan_day")).all() == [
                (7, "2026-11-22", 2)
            ]
        engine.dispose()
