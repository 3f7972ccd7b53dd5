"""A database whose machine has a wrong clock, and one that jumps: nothing of ours asks it for the time."""

import shutil
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import inspect, text

from app import create_app
from app.accounts.sessions.store import find_session, key_hash
from app.core.clock import FixedClock, today, use_clock, utc_now
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes, record_change
from app.core.database.transaction import transaction
from app.core.work import jobs
from app.migrations.run import upgrade
from catalog.units.services import sync_units
from tests.chaos.faults import HOUR_BACK, NOW, Clock
from tests.conftest import make_settings
from tests.factories import accounts, voting
from tests.helpers import wait_for
from tests.helpers.postgres import needs_postgres, running_postgres
from traceability.scans.days import forget_old_days, make_days
from voting.log import writer as log
from voting.models import SelectionRound
from voting.score_sheets import services as score_sheets
from voting.verification.cli import check_signature
from voting.verification.live_logs import find_round_faults

pytestmark = [
    *needs_postgres,
    pytest.mark.slow,
    pytest.mark.own_application,
    pytest.mark.skipif(Clock.library() is None, reason="no libfaketime (apt-get install faketime)"),
]
HOUR_AHEAD = "+3600"
HOURS = {NOW: 0, HOUR_BACK: -1, HOUR_AHEAD: 1}


@pytest.fixture
def clock(tmp_path):
    """Of the database; the application is on it meanwhile."""
    folder = Path(mkdtemp(prefix="tieubieu-clock-"))
    folder.chmod(0o755)  # PostgreSQL's user passes through
    found = Clock(folder)
    found.set(NOW)
    with running_postgres(env=found.env) as address:
        upgrade(address)
        app = create_app(replace(make_settings(tmp_path), database_url=address))
        with app.app_context():
            with transaction():
                sync_units()
            yield found
            db.session.remove()
            db.engine.dispose()
    shutil.rmtree(folder)


def hours_off():
    """Of the database's clock."""
    told = db.session.scalar(text("SELECT clock_timestamp()"))
    db.session.rollback()
    return round((told - utc_now()).total_seconds() / 3600)


def set_clock(clock, offset):
    clock.set(offset)
    assert wait_for(lambda: hours_off() == HOURS[offset])


OFFSETS = (NOW, HOUR_BACK, HOUR_AHEAD, NOW)


def test_jobs_are_held_for_a_minute_and_no_longer(clock, monkeypatch):
    ran = []
    monkeypatch.setitem(jobs._tasks, "test.note", lambda run: ran.append(run.payload["at"]))
    at = FixedClock(utc_now())
    for number, offset in enumerate(OFFSETS):
        set_clock(clock, offset)
        with use_clock(at):
            with transaction():
                jobs.enqueue("test.note", at=number)
            _, first = jobs._claim()
            at.advance(timedelta(seconds=59))
            assert jobs._claim() is None
            assert jobs.count_due() == 0
            at.advance(timedelta(seconds=2))
            _, second = jobs._claim()
            assert (second.job_id, second.turn) == (first.job_id, 2)
            at.advance(timedelta(seconds=61))
            assert jobs.run_pending() == 1
    assert ran == [0, 1, 2, 3]


def test_a_session_lasts_as_long_as_it_should(clock):
    person = accounts.user()
    key, at = "a key of the browser", FixedClock(utc_now())
    with use_clock(at), transaction() as session:
        from app.accounts.models import UserSession

        session.add(
            UserSession(
                key_hash=key_hash(key), user_id=person.id, data={}, created_at=utc_now(), seen_at=utc_now(),
                expires_at=utc_now() + timedelta(hours=2), confirmed_at=utc_now(), device="",
            )
        )  # fmt: skip
    for offset in OFFSETS:
        set_clock(clock, offset)
        with use_clock(at):
            assert find_session(key).user_id == person.id
        with use_clock(FixedClock(at.now() + timedelta(hours=2, seconds=1))):
            assert find_session(key) is None


def test_log_and_feed_keep_their_order(clock):
    people = voting.round_in_scoring(products=1, jurors=3)
    juror, key = accounts.actor(people.jurors[0]), people.sheets[0, 0]
    db.session.remove()
    begin, position = utc_now(), latest_change()
    for number, offset in enumerate(OFFSETS):
        set_clock(clock, offset)
        saving = score_sheets.Saving(str(uuid.uuid4()), {"market": str(number)}, submit=False)
        with transaction():
            score_sheets.save_sheet(juror, key, saving)
            record_change("product", f"at {number}")
    told = [row for row in list_changes(position) if row.key.startswith("at ")]
    assert [row.key for row in told] == ["at 0", "at 1", "at 2", "at 3"]
    assert all(begin <= row.at <= utc_now() for row in told)
    ballots = [leaf for leaf in log.list_leaves(people.round_id) if leaf.kind == "ballot"]
    assert len(ballots) == 4
    round_ = db.session.get_one(SelectionRound, people.round_id)
    assert find_round_faults(round_, check_signature) == []


def test_days_of_scans_come_and_go_by_our_clock(clock):
    for offset in OFFSETS:
        set_clock(clock, offset)
        make_days(db.engine, today())
        with db.engine.begin() as connection:
            assert forget_old_days(connection, today()) == 0
    there = {name for name in inspect(db.engine).get_table_names() if name.startswith("scan_2")}
    assert {f"scan_{today() + timedelta(days=n):%Y%m%d}" for n in (-1, 0, 1, 2, 3)} <= there


def test_no_column_takes_its_time_from_the_database(clock):
    asked = text(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_default ~* '(now\\(|timestamp|current_|clock_)'"
    )
    assert db.session.execute(asked).all() == []
    triggers = text(
        "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
        " AND prosrc ~* '(now\\(\\)|current_timestamp|clock_timestamp|current_date)' ORDER BY 1"
    )
    # It refuses to drop the last seven days, and is asked for those before thirty.
    assert db.session.scalars(triggers).all() == ["scan_days_drop"]
