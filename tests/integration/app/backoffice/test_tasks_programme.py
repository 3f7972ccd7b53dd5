"""What an office is told of rounds for titles: candidates to receive, and a decision that another prepared."""

from datetime import timedelta

import pytest

from app.backoffice.tasks.programme import waiting_titles
from app.core.clock import today
from programme.title_candidates import services as candidates
from programme.title_candidates.services import CandidateData
from tests.factories.accounts import actor
from tests.helpers.titles import agreeing, announced, cast, judge, prepare, put_forward
from tests.helpers.voting.acts import act

NAME = "Xét tặng Nghệ nhân cấp tỉnh thử"


@pytest.fixture
def told(app):
    def tell(person):
        with app.test_request_context():
            return [(task.title, task.count) for task in waiting_titles(actor(person))]

    return tell


def test_candidate_that_a_facility_hands_in_waits_for_the_office_of_its_province(told, factory):
    people = cast(factory)
    row = announced(people, last_day=today() + timedelta(days=5))
    assert told(people.first) == []
    artisan = agreeing(factory, people, "Đỗ Thị Tặng", facility=True)
    act(
        people.member,
        candidates.hand_in_candidate,
        row.id,
        people.facility,
        CandidateData(artisan_id=artisan.id),
    )
    assert told(people.first) == [(f"Hồ sơ chờ tiếp nhận: {NAME}", 1)]
    assert told(people.away) == []


def test_decision_waits_for_another_person_than_who_prepared_it(told, factory):
    people = cast(factory)
    row = announced(people)
    judge(people, row, {put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng")): 8})
    assert told(people.second) == []
    prepare(people, row)
    assert told(people.first) == []
    assert told(people.second) == [(f"Quyết định chờ công bố: {NAME}", None)]
