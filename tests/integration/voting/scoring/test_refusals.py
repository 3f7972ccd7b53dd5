"""What opening, closing and the removal of a juror refuse."""

import uuid

import pytest

from app.core.database.base import db
from app.core.errors import RuleBroken
from tests.helpers.voting.acts import act, refused, the_round
from voting.dossiers import services as dossiers
from voting.models import CouncilMember, Juror, Nomination, ScoreSheet
from voting.rounds import transitions
from voting.score_sheets import services as score_sheets
from voting.scoring import services as scoring


def checked(factory, **facts):
    """A round whose one entry is accepted, before scoring opens."""
    people = factory.receiving_round(products=1, **facts)
    entry = factory.complete_dossier(people.member, people.round_id, people.products[0].id).id
    act(people.member, dossiers.submit_nomination, entry)
    act(people.secretary, dossiers.accept_nomination, entry)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    return people


def test_scoring_is_closed_once(factory):
    people = factory.closed_round(products=1)
    assert refused(people.chair, scoring.sign_closing, people.round_id) == ("scoring_closed", None)


def test_scoring_opens_with_enough_jurors_and_both_leaders(factory):
    people = checked(factory)
    chair = db.session.query(CouncilMember).filter_by(role="chair").one()
    user_id, name = chair.user_id, chair.name
    db.session.delete(chair)
    db.session.commit()
    assert refused(people.officer, scoring.open_scoring, people.round_id) == ("council_incomplete", None)
    db.session.add(CouncilMember(round_id=people.round_id, user_id=user_id, name=name, role="chair"))
    db.session.commit()
    jurors = [juror.id for juror in db.session.query(Juror).order_by(Juror.id)]
    for juror in jurors[1:]:
        act(people.chair, scoring.remove_juror, people.round_id, juror, "Bận công tác")
    with pytest.raises(RuleBroken) as caught:
        act(people.officer, scoring.open_scoring, people.round_id)
    assert (caught.value.code, caught.value.params["count"]) == ("jury_too_small", 1)
    assert the_round(people).scoring_opened_at is None


def test_a_juror_is_removed_once_with_a_reason_and_begun_sheets_count_no_more(factory):
    people = factory.round_in_scoring(products=2)
    seat = people.seats[0].id
    assert refused(people.chair, scoring.remove_juror, people.round_id, 999_999, "Bận")[0] == "no_such_juror"
    assert refused(people.chair, scoring.remove_juror, people.round_id, seat, " ") == (
        "reason_needed",
        "reason",
    )
    saving = score_sheets.Saving(str(uuid.uuid4()), {"market": "30"}, submit=False)
    act(people.jurors[0], score_sheets.save_sheet, people.sheets[0, 0], saving)
    act(people.chair, scoring.remove_juror, people.round_id, seat, "Bận công tác")
    assert [sheet.status for sheet in db.session.query(ScoreSheet).filter_by(juror_id=seat)] == ["void"] * 2
    assert refused(people.chair, scoring.remove_juror, people.round_id, seat, "Bận")[0] == "no_such_juror"
    assert db.session.query(Nomination).count() == 2


def test_no_juror_leaves_after_the_closing(factory):
    people = factory.closed_round(products=1)
    seat = people.seats[0].id
    assert refused(people.chair, scoring.remove_juror, people.round_id, seat, "Bận") == (
        "scoring_closed",
        None,
    )
