"""What is refused of a round for titles: a meeting or a decision before its time, a candidate still open, no reason."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from programme.models import TitleRound
from programme.title_candidates import services as candidates
from programme.title_candidates.services import CandidateData
from programme.title_rounds import publication, services
from programme.title_rounds.publication import DecisionData
from programme.title_rounds.services import CouncilData
from tests.factories.accounts import signed_in_client
from tests.helpers.titles import agreeing, announced, cast, judge, prepare, put_forward
from tests.helpers.voting.acts import act, refused
from tests.helpers.voting.browser import Person


@pytest.fixture
def people(factory):
    return cast(factory)


def decision(day=None):
    return DecisionData("77/QĐ-UBND", day or today(), "Ủy ban nhân dân tỉnh")


def test_a_council_meets_on_a_day_that_has_come(people):
    row = announced(people)
    council = CouncilData("15/QĐ-SCT", today() + timedelta(days=1), 9)
    assert refused(people.first, services.call_council, row.id, council) == ("date_in_future", "met_on")
    assert refused(people.first, services.call_council, 999_999, council) == ("not_found", None)


def test_no_decision_while_a_candidate_waits_or_no_council_was_called(factory, people):
    row = announced(people, last_day=today())
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    data = CandidateData(artisan_id=own.id)
    key = act(people.member, candidates.hand_in_candidate, row.id, people.facility, data).id
    prepared = publication.prepare_decision
    assert refused(people.first, prepared, row.id, decision()) == ("title_waiting", None)
    act(people.first, candidates.receive_candidate, key)
    assert refused(people.first, prepared, row.id, decision()) == ("title_council_missing", None)
    tomorrow = decision(today() + timedelta(days=1))
    assert refused(people.first, prepared, row.id, tomorrow) == ("date_in_future", "decision_on")


def test_a_prepared_decision_is_opened_again_with_a_reason_alone(factory, people):
    row = announced(people)
    judge(people, row, {put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng")): 9})
    prepare(people, row)
    again = publication.return_decision
    assert refused(people.second, again, row.id, "  ") == ("reason_needed", "reason")
    assert db.session.get_one(TitleRound, row.id, populate_existing=True).state == "prepared"
    act(people.second, again, row.id, "Sai số quyết định")
    assert db.session.get_one(TitleRound, row.id, populate_existing=True).state == "open"


def test_pages_say_at_the_field_what_is_wrong_and_keep_what_was_typed(app, factory, people):
    row = announced(people, asks_taught=20)
    put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    first = Person(app, signed_in_client(app, people.first), "en")
    here = {"slug": row.slug}
    assert "At least 20 people taught" in first.open("programme.title_round", **here)
    here |= {"on": "programme.title_round"}
    version = first.value("version", "programme.title_round", slug=row.slug)
    council = {"council": "15/QĐ giữ", "met_on": "mai", "members": "9", "version": version}
    first.send("programme.title_round_council", council, expect=422, **here)
    assert first.errors == ["Day of the meeting: Enter a valid date."]
    assert 'value="15/QĐ giữ"' in first.text
    first.send("programme.title_round_council", council | {"met_on": today().isoformat()}, **here)
    version = first.value("version", "programme.title_round", slug=row.slug)
    decided = {"decision_number": "8/QĐ", "decision_on": today().isoformat(), "issuer": "UBND tỉnh"}
    first.send("programme.title_round_decision", decided | {"version": version}, expect=422, **here)
    assert first.errors == ["What the council found is missing for 1 of the candidates."]
    assert db.session.query(TitleRound).one().decision_number == ""
