"""What the council cannot do: decide, meet or publish out of turn, or with days and words that cannot be."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from tests.helpers.voting.acts import act, both, decide_all, the_round
from voting.council import services as council
from voting.models import CouncilSession, RecognitionDecision


def decision(**changes):
    facts = {
        "number": "12/QĐ-SCT",
        "signed_on": today(),
        "signer": "Nguyễn Văn Thử",
        "authority": "Sở Công Thương",
        "valid_until": date(today().year + 3, 12, 31),
    }
    return council.DecisionForm(**facts | changes)


@pytest.fixture
def complaints(factory):
    """A round whose provisional list is public."""
    people = factory.closed_round()
    decide_all(people)
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    return people


def test_nothing_is_decided_met_for_or_signed_while_jurors_score(factory):
    people = factory.round_in_scoring()
    session = council.Session(today(), frozenset(m.id for m in the_round(people).members), "Hội trường")
    entry = people.nominations[0].id
    for verb, args, facts in (
        (council.decide_entry, (entry,), {"recognised": True}),
        (council.record_session, (session,), {}),
        (council.sign_provisional, (), {}),
    ):
        with pytest.raises(Conflict) as caught:
            act(people.chair, verb, people.round_id, *args, **facts)
        assert caught.value.code == "not_in_council"


def test_no_verdict_on_an_entry_of_nowhere(factory):
    people = factory.closed_round()
    with pytest.raises(NotFound):
        act(people.chair, council.decide_entry, people.round_id, 999_999, recognised=True)


def test_no_session_of_tomorrow(factory):
    people = factory.closed_round()
    present = frozenset(member.id for member in the_round(people).members)
    session = council.Session(today() + timedelta(days=1), present, "Hội trường")
    with pytest.raises(RuleBroken) as caught:
        act(people.chair, council.record_session, people.round_id, session)
    assert (caught.value.code, caught.value.field) == ("date_in_future", "held_on")
    assert db.session.query(CouncilSession).count() == 0


def test_list_with_an_entry_undecided_is_not_signed(factory):
    people = factory.closed_round()
    act(people.chair, council.decide_entry, people.round_id, people.nominations[0].id, recognised=True)
    with pytest.raises(RuleBroken) as caught:
        act(people.chair, council.sign_provisional, people.round_id)
    assert (caught.value.code, caught.value.params) == ("entries_undecided", {"count": 1})


def test_no_decision_before_the_provisional_list(factory):
    people = factory.closed_round()
    with pytest.raises(Conflict) as caught:
        act(people.secretary, council.prepare_decision, people.round_id, decision())
    assert caught.value.code == "not_ready_to_publish"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"number": " "}, ("required", "number")),
        ({"signer": ""}, ("required", "signer")),
        ({"authority": "\t"}, ("required", "authority")),
        ({"signed_on": date(2999, 1, 1), "valid_until": date(3002, 12, 31)}, ("date_in_future", "signed_on")),
        ({"valid_until": date(2020, 12, 31)}, ("valid_until_before_issue", "valid_until")),
    ],
)
def test_a_decision_names_its_faulty_field(complaints, changes, refused):
    with pytest.raises(RuleBroken) as caught:
        act(complaints.secretary, council.prepare_decision, complaints.round_id, decision(**changes))
    assert (caught.value.code, caught.value.field) == refused
    assert db.session.query(RecognitionDecision).count() == 0


def test_a_decision_is_put_right_until_it_is_signed(complaints):
    for number in ("12/QĐ-SCT", "13/QĐ-SCT"):
        act(complaints.secretary, council.prepare_decision, complaints.round_id, decision(number=number))
    [row] = db.session.query(RecognitionDecision)
    assert row.number == "13/QĐ-SCT"
