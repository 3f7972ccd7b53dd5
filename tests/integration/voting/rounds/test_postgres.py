"""A round on PostgreSQL, served by a role that may not change records: the same rules, the same proofs."""

from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, ProgrammingError

from app import create_app
from app.core.actor import SYSTEM
from app.core.audit import APPEND_ONLY
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.logs.tlog.lines import dump_lines
from app.core.work.jobs import run_pending
from app.migrations.run import differences, downgrade, grant, upgrade
from catalog.register import writer as register
from catalog.register.check import find_register_faults
from catalog.register.keys import rotate_register_key
from catalog.units.services import sync_units
from tests.conftest import make_settings
from tests.factories import everything
from tests.helpers.postgres import needs_postgres, running_postgres
from tests.helpers.voting.acts import assert_bundle_holds
from tests.integration.voting.score_sheets.test_races import (
    MANY,
    assert_log_is_whole,
    revisions,
    saver,
    together,
)
from voting.log.keys import rotate_round_keys
from voting.verification.cli import check_signature

pytestmark = [*needs_postgres, pytest.mark.slow]
ROLE = "tieubieu_web"


@pytest.fixture(scope="module")
def owner():
    """The address of a migrated database as its owner knows it; the role of the server has its rights."""
    with running_postgres() as url:
        upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE ROLE {ROLE} LOGIN")
        engine.dispose()
        grant(url, ROLE)
        yield url


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """One folder for all tests of this file: the keys of the database lie there."""
    return make_settings(tmp_path_factory.mktemp("var"))


@pytest.fixture
def served(owner, settings):
    """The application as the role of the server."""
    address = make_url(owner).set(username=ROLE).render_as_string(hide_password=False)
    application = create_app(replace(settings, database_url=address))
    with application.app_context():
        db.engine.pool._timeout = 600.0  # fifty threads wait for fifteen connections
        with transaction():
            sync_units()
        yield application
        db.session.remove()
        db.engine.dispose()


def refused(url, statement):
    engine = create_engine(url)
    try:
        with pytest.raises(DatabaseError) as refusal, engine.begin() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
    return refusal.value


def test_models_are_what_was_migrated(owner):
    assert differences(owner) == []


def test_migrations_come_down_and_up_again():
    with running_postgres() as url:
        upgrade(url)
        downgrade(url, "base")
        upgrade(url)
        assert differences(url) == []


def test_round_is_held_to_the_end_and_proved(served):
    people = everything().published_round(products=3)
    run_pending()
    with transaction():
        rotate_round_keys(SYSTEM)
        rotate_register_key(SYSTEM)
    assert_bundle_holds(people)
    document = register.document()
    assert [str(f) for f in find_register_faults(dump_lines(document), check_signature)] == []
    assert [row["paper"] is None for row in document["certificates"]] == [False] * 3


def test_fifty_submits_of_one_sheet_leave_one_ballot_here_too(served):
    factory = everything()
    people = factory.round_in_scoring(title_vi="Kỳ thứ hai")
    actor, key = factory.actor(people.jurors[0]), people.sheets[0, 0]
    answers = together(served, [saver(actor, key) for _ in range(MANY)])
    (only,) = revisions(key)
    assert sorted(answers) == sorted([only.receipt] + ["already_submitted"] * (MANY - 1))
    assert_log_is_whole(people.round_id)


def test_owner_is_stopped_by_triggers_and_the_server_by_its_rights(owner, served):
    everything().published_round(title_vi="Kỳ thứ ba")
    db.session.rollback()
    by_trigger, by_right = set(), set()
    for table in sorted(APPEND_ONLY):
        engine = create_engine(owner)
        with engine.connect() as connection:
            filled = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        engine.dispose()
        for verb in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            if filled or verb.startswith("TRUNCATE"):
                by_trigger.add("append-only" in str(refused(owner, verb)))
            error = refused(served.config["SQLALCHEMY_DATABASE_URI"], verb)
            by_right.add(isinstance(error, ProgrammingError) and "permission denied" in str(error))
    ddl = refused(served.config["SQLALCHEMY_DATABASE_URI"], "DROP TRIGGER round_leaf_no_update ON round_leaf")
    assert (by_trigger, by_right, "must be owner" in str(ddl)) == ({True}, {True}, True)
