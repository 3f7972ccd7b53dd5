"""Many at once on one database file: what was acknowledged is there, and nothing slips in after closing."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.logs.tlog.chain import Frontier
from tests.helpers.threads import together, told
from voting.log import records as sealed
from voting.log import writer as log
from voting.log.ballots import ballot_records
from voting.models import RoundCheckpoint, RoundLog, ScoreSheet, ScoreSheetRevision, SelectionRound
from voting.score_sheets import services as score_sheets
from voting.scoring import services as scoring_stage

FULL = {"market": "30", "economy": "31.5", "culture": "8", "other": "7"}
MANY = 50


def saver(actor, key, *, client_id=None, submit=True, scores=FULL):
    def save():
        with transaction():
            saved = score_sheets.Saving(client_id or str(uuid.uuid4()), scores, submit=submit)
            return score_sheets.save_sheet(actor, key, saved).receipt

    return save


def revisions(key):
    query = (
        select(ScoreSheetRevision)
        .join(ScoreSheet, ScoreSheet.id == ScoreSheetRevision.sheet_id)
        .where(ScoreSheet.key == key)
        .order_by(ScoreSheetRevision.revision)
    )
    return list(db.session.scalars(query))


def assert_log_is_whole(round_id):
    """The log's frontier, rebuilt from its leaves, is the stored one, and every checkpoint is a prefix of it."""
    leaves = [bytes.fromhex(leaf.leaf_hash) for leaf in log.list_leaves(round_id)]
    stored = db.session.get_one(RoundLog, round_id)
    frontier, roots = Frontier(0, []), {}
    for leaf in leaves:
        frontier.append(leaf)
        roots[frontier.size] = frontier.root().hex()
    notes = db.session.scalars(select(RoundCheckpoint).where(RoundCheckpoint.round_id == round_id)).all()
    assert (stored.size, stored.nodes) == (len(leaves), [node.hex() for node in frontier.nodes])
    assert {note.root for note in notes if roots[note.size] != note.root} == set()


def test_fifty_submits_of_one_sheet_leave_one_ballot(app, factory):
    people = factory.round_in_scoring()
    actor, key = factory.actor(people.jurors[0]), people.sheets[0, 0]
    answers = together(app, [saver(actor, key) for _ in range(MANY)])
    (only,) = revisions(key)
    assert sorted(answers) == sorted([only.receipt] + ["already_submitted"] * (MANY - 1))
    assert_log_is_whole(people.round_id)


def test_fifty_drafts_of_one_sheet_become_ordered_revisions(app, factory):
    people = factory.round_in_scoring()
    actor, key = factory.actor(people.jurors[0]), people.sheets[0, 0]
    answers = together(app, [saver(actor, key, submit=False) for _ in range(MANY)])
    found = revisions(key)
    assert [row.revision for row in found] == list(range(1, MANY + 1))
    assert {row.receipt for row in found} == set(answers)
    assert [row.leaf_index for row in found] == sorted(row.leaf_index for row in found)
    chain = [
        ballot["previous"] for ballot in ballot_records(db.session.get_one(SelectionRound, people.round_id))
    ]
    hashes = {leaf.position: leaf.leaf_hash for leaf in log.list_leaves(people.round_id)}
    assert chain == [None, *(hashes[row.leaf_index] for row in found[:-1])]
    assert_log_is_whole(people.round_id)


def test_fifty_resends_of_one_client_id_get_one_receipt(app, factory):
    people = factory.round_in_scoring()
    actor, key, client_id = factory.actor(people.jurors[0]), people.sheets[0, 0], str(uuid.uuid4())
    answers = together(app, [saver(actor, key, client_id=client_id) for _ in range(MANY)])
    (only,) = revisions(key)
    assert set(answers) == {only.receipt}


def test_closing_and_submitting_at_once_admits_nothing_silently(app, factory):
    people = factory.round_in_scoring(products=4, jurors=5)
    chair, secretary = factory.actor(people.chair), factory.actor(people.secretary)
    with transaction():
        scoring_stage.sign_closing(chair, people.round_id, reason="Hết giờ")
    jobs = [saver(factory.actor(people.jurors[seat]), key) for (seat, _entry), key in people.sheets.items()]

    def close():
        with transaction():
            return scoring_stage.sign_closing(secretary, people.round_id, reason="Hết giờ")

    answers = together(app, [*jobs, close])
    for _ in range(2):  # a submit in between makes the first signature void: both sign again
        for actor in (chair, secretary):
            if db.session.get_one(SelectionRound, people.round_id).state == "scoring":
                with transaction():
                    scoring_stage.sign_closing(actor, people.round_id, reason="Hết giờ")
    receipts = {answer for answer in answers[:-1] if answer != "scoring_closed"}
    counted = {row.receipt for key in people.sheets.values() if (row := revisions(key)[-1]).status == "cast"}
    assert counted == receipts
    tallied = sum(
        ballot["status"] == "cast"
        for t in sealed.list_tallies(people.round_id)
        for ballot in t.input["ballots"]
    )
    assert tallied == len(receipts)
    assert_log_is_whole(people.round_id)


def test_deadline_takes_exactly_what_came_in_time(factory):
    end = utc_now() + timedelta(hours=1)
    people = factory.round_in_scoring(products=4, jurors=5, scoring_until=end)
    answers = []
    for number, ((seat, _entry), key) in enumerate(people.sheets.items()):
        with use_clock(FixedClock(end + timedelta(microseconds=number - 10))):
            answers.append(told(saver(factory.actor(people.jurors[seat]), key)))
    assert [answer == "scoring_closed" for answer in answers] == [False] * 10 + [True] * 10
