"""Power cuts and rush hours: acknowledged work is there, and only the server's clock decides what was in
time.
"""

import json
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.bench import kill
from tests.integration.voting.score_sheets.test_races import assert_log_is_whole, saver, together, told
from voting.log.ballots import NOWHERE, ballot_records
from voting.models import RoundLeaf, ScoreSheetRevision, SelectionRound

pytestmark = pytest.mark.slow
KILLS = 100
CLIENTS = 200


def test_hundred_kills_lose_nothing_that_was_acknowledged(app, factory):
    people = factory.round_in_scoring(products=4, jurors=5)
    sheets = [[people.jurors[seat].id, key] for (seat, _entry), key in people.sheets.items()]
    folder = app.extensions["settings"].data_dir
    db.session.remove()
    db.engine.dispose()
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.voting.submitter", str(folder), str(KILLS), "7"],
        input=json.dumps(sheets),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
    )
    receipts = done.stdout.split()
    assert len(receipts) > KILLS / 4, done.stderr  # the writers did write
    kept = {row.receipt for row in db.session.query(ScoreSheetRevision)}
    assert set(receipts) - kept == set()
    assert db.session.query(RoundLeaf).filter_by(kind="ballot").count() == len(kept)
    ballots = ballot_records(db.session.get_one(SelectionRound, people.round_id))
    assert [ballot for ballot in ballots if ballot["leaf"] == NOWHERE] == []
    assert db.session.execute(db.text("PRAGMA integrity_check")).scalar() == "ok"
    assert_log_is_whole(people.round_id)


def test_killed_server_keeps_what_it_acknowledged_over_http(app, factory):
    """A hundred kills are for `python -m tests.bench.kill`: each start of a server takes seconds."""
    people = factory.round_in_scoring(products=4, jurors=4)
    clients = kill.make_clients(people)
    kill.strike(app.extensions["settings"].data_dir, clients, kills=2, seed=3)
    assert sum(len(client.receipts) for client in clients) > 0
    assert kill.find_losses(people.round_id, clients) == []


def test_two_hundred_clients_at_the_deadline_are_all_answered_and_none_is_lost(app, factory):
    people = factory.round_in_scoring(products=20, jurors=10)
    dice = random.Random(11)
    with transaction():
        end = utc_now() + timedelta(seconds=1.5)
        db.session.get_one(SelectionRound, people.round_id).scoring_until = end

    def late(save, wait):
        def run():
            time.sleep(wait)
            return told(save)

        return run

    actors = [factory.actor(user) for user in people.jurors]
    jobs = [
        late(saver(actors[seat], key), dice.uniform(0, 3)) for (seat, _entry), key in people.sheets.items()
    ]
    answers = together(app, jobs)
    rows = db.session.query(ScoreSheetRevision).all()
    accepted = [answer for answer in answers if answer != "scoring_closed"]
    assert (len(answers), sorted(accepted)) == (CLIENTS, sorted(row.receipt for row in rows))
    assert [row.status for row in rows if row.status != "cast" or row.saved_at > end] == []
    assert len(accepted) < CLIENTS  # some came after the end, and were told so
    assert_log_is_whole(people.round_id)
