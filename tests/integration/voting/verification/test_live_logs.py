"""The logs of rounds in progress, checked in the database without revealing a score."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.logs import verify_logs
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.voting import FULL, submit_sheet
from tests.helpers.voting.intruder import drop_guards, edit
from voting.models import SelectionRound
from voting.score_sheets import services as score_sheets
from voting.verification.cli import check_signature
from voting.verification.live_logs import check_round_logs, find_round_faults

DRAFT = "00000000-0000-4000-8000-000000000001"


def faults(people):
    db.session.expire_all()
    return [
        str(one)
        for one in find_round_faults(db.session.get_one(SelectionRound, people.round_id), check_signature)
    ]


@pytest.fixture
def people(factory):
    """Scoring under way: a submitted sheet, then a draft that no signature covers yet."""
    people = factory.round_in_scoring()
    submit_sheet(people.jurors[0], people.sheets[0, 0])
    with transaction():
        saving = score_sheets.Saving(DRAFT, {"market": "12.5"})
        score_sheets.save_sheet(factory.actor(people.jurors[1]), people.sheets[1, 0], saving)
    return people


@pytest.mark.parametrize(
    "state", ["round_in_scoring", "closed_round", "provisional_round", "published_round"]
)
def test_log_of_a_round_is_whole_at_every_step(factory, state):
    assert faults(getattr(factory, state)()) == []


CHANGES = {
    "UPDATE score_sheet_revision SET scores = '{}' WHERE status = 'cast'": "ballots/",
    "DELETE FROM score_sheet_revision WHERE status = 'draft'": "ballots/",
    "UPDATE round_leaf SET salt = hex(zeroblob(32)) WHERE position = 1": "log/1: the hash",
    "UPDATE round_leaf SET event = 'no JSON' WHERE position = 1": "log: cannot be read",
    "DELETE FROM round_leaf WHERE position = 1": "log/1: is missing",
    "UPDATE juror SET alias = 'G9' WHERE alias = 'G3'": "roster/G9: was never sealed",
    "UPDATE nomination SET statement = 'x' WHERE id = (SELECT min(id) FROM nomination)": "entries/",
    "UPDATE round_checkpoint SET root = hex(zeroblob(32)) WHERE reason = 'open_scoring'": "checkpoints/0",
    "UPDATE round_log SET size = size + 1": "log: has",
}


def test_each_thing_changed_behind_the_program_is_named_before_publication(people):
    assert faults(people) == []
    drop_guards()
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(db.engine.url.database))
    whole, named = file.read_bytes(), {}
    for statement, record in CHANGES.items():
        edit(statement)
        named[statement] = next((one for one in faults(people) if one.startswith(record)), "")[: len(record)]
        db.session.rollback()
        db.engine.dispose()
        file.with_name(f"{file.name}-wal").unlink(missing_ok=True)
        file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
        file.write_bytes(whole)
    assert named == CHANGES
    assert faults(people) == []


def test_drafts_alone_may_be_unsigned(people):
    edit("DROP TRIGGER round_checkpoint_no_delete")
    edit("DELETE FROM round_checkpoint WHERE id = (SELECT max(id) FROM round_checkpoint)")
    (fault,) = faults(people)
    assert fault.endswith("no checkpoint signs the log from this record on")


def test_command_tells_each_log_and_no_score(people, settings, monkeypatch):
    (row,) = check_round_logs(check_signature)
    assert (row["state"], row["records"], row["faults"]) == ("scoring", len(people.jurors) + 3, [])
    edit("DROP TRIGGER score_sheet_revision_no_update")
    edit("UPDATE score_sheet_revision SET comment = 'x' WHERE status = 'cast'")
    for name, value in (("DATA_DIR", str(settings.data_dir)), ("SECRET_KEY", settings.secret_key)):
        monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(verify_logs)
    rows = json.loads(answer.stdout)
    assert (answer.exit_code, [len(row["faults"]) for row in rows]) == (1, [1, 0])
    assert rows[0]["faults"][0].endswith("differs from what was sealed")
    assert [score in answer.stdout for score in (FULL["economy"], "12.5")] == [False, False]
