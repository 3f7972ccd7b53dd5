"""What the doctor says of one thing that is wrong, with what to do about it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.core.database import base
from app.ops import doctor
from app.ops.doctor import CHECKS, Verdict
from voting.rounds.working_days.holidays import LAST_ANNOUNCED


def change(settings, *statements):
    with closing(sqlite3.connect(settings.data_dir / "tieubieu.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_clock_before_the_day_of_the_program_fails(settings, monkeypatch):
    monkeypatch.setattr(doctor, "utc_now", lambda: datetime(2001, 2, 3, 4, 5, tzinfo=UTC))
    verdict, text = CHECKS["clock"](settings)
    assert verdict is Verdict.FAIL
    assert text.startswith("it is 2001-02-03 04:05 UTC by this clock, earlier than")


def test_secret_of_the_environment_needs_no_file(settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert CHECKS["secret"](settings) == (Verdict.OK, "from SECRET_KEY")


def test_database_made_with_another_secret_fails(settings):
    note = (
        "INSERT INTO key_fingerprint (purpose, fingerprint, since) VALUES ('sessions', 'other', '2026-01-01')"
    )
    change(settings, note)
    verdict, text = CHECKS["keys"](settings)
    assert (verdict, text.startswith("SECRET_KEY: this database was made with another")) == (
        Verdict.FAIL,
        True,
    )


def test_database_of_an_older_program_fails(settings):
    change(settings, "UPDATE alembic_version SET version_num = '0001'")
    verdict, text = CHECKS["database"](settings)
    assert verdict is Verdict.FAIL
    assert text.startswith("revision 0001, the program needs ")
    assert text.endswith("run `tieubieu migrate`")


def test_embedded_database_is_no_matter_where_another_is_used(settings):
    other = replace(settings, database_url="postgresql+psycopg://u@127.0.0.1:1/none")
    assert CHECKS["sqlite"](other) == (Verdict.OK, "not used")


def test_embedded_database_that_is_too_old_fails(settings, monkeypatch):
    monkeypatch.setattr(doctor.sqlite3, "sqlite_version_info", (3, 34, 1))
    verdict, text = CHECKS["sqlite"](settings)
    assert (verdict, text.endswith(" is too old")) == (Verdict.FAIL, True)


@pytest.mark.own_application
def test_database_that_a_power_cut_could_harm_fails(settings, monkeypatch):
    def careless(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=NORMAL")

    monkeypatch.setattr(base, "_set_pragmas", careless)
    verdict, text = CHECKS["sqlite"](settings)
    assert (verdict, text) == (
        Verdict.FAIL,
        "synchronous=1, journal_mode=wal: a power cut could lose what was acknowledged",
    )


@pytest.mark.own_application
def test_damage_that_no_page_meets_is_told_in_the_words_of_the_database(settings):
    with (settings.data_dir / "tieubieu.db").open("r+b") as file:
        file.seek(36)
        file.write((5).to_bytes(4, "big"))  # pages that are free, by the head of the file
    verdict, text = CHECKS["sqlite"](settings)
    assert (verdict, text.startswith("damaged: ")) == (Verdict.FAIL, True)
    assert "size is 0 but should be 5" in " ".join(text.split())
    assert text.endswith(": restore a backup")


def test_address_by_https_is_sound(settings):
    url = "https://tieubieu.example"
    assert CHECKS["address"](replace(settings, base_url=url)) == (Verdict.OK, url)


def test_swapped_days_that_nobody_has_recorded_are_a_warning(settings, monkeypatch):
    monkeypatch.setattr(doctor, "today", lambda: date(LAST_ANNOUNCED, 9, 30))
    assert CHECKS["holidays"](settings)[0] is Verdict.OK
    monkeypatch.setattr(doctor, "today", lambda: date(LAST_ANNOUNCED, 10, 1))
    verdict, text = CHECKS["holidays"](settings)
    assert (verdict, f"swapped days of {LAST_ANNOUNCED + 1} are not recorded" in text) == (Verdict.WARN, True)


@pytest.mark.own_application
def test_number_that_is_no_count_of_the_rows_fails(settings):
    change(settings, "INSERT INTO tally (kind, value, number) VALUES ('facilities', 'x', 7)")
    verdict, text = CHECKS["numbers"](settings)
    assert (verdict, text) == (
        Verdict.FAIL,
        "1 kept numbers are wrong (facilities x): run `tieubieu recount`",
    )
