"""Who calls a council, sits in it, keeps its minutes and reads them: proposals of a facility (7) of Đồng Nai."""

from datetime import UTC, datetime

import pytest

from app.core.actor import Role
from catalog.models import Facility
from programme.models import CouncilSeat, Proposal, ProposalCouncil
from programme.proposal_councils import policies
from tests.helpers.programme_people import FACILITY, NOT_FOUND, actor, answers, expected, said, unit

NO, OWN = "not_your_programme", "own_facility"
NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
HEAD = actor(20, Role.OFFICER_PROVINCE)
SCRIBE = actor(21, Role.APPRAISER)
MEMBER = actor(22, Role.APPRAISER)
WITHOUT_ROLE = actor(23)
STOOD_DOWN = actor(24, Role.APPRAISER)
JOINED_SINCE = actor(25, Role.APPRAISER, facilities=frozenset({FACILITY}))
SEATED = (HEAD, SCRIBE, MEMBER, WITHOUT_ROLE, STOOD_DOWN, JOINED_SINCE)


def proposal(state="received", national=0):
    facility = Facility(id=FACILITY, state="verified", unit=unit())
    return Proposal(
        state=state, facility_id=FACILITY, facility=facility, unit=unit(), asked_national=national
    )


@pytest.fixture
def council():
    posts = ("chair", "secretary", "member", "member", "member", "member")
    seats = [
        CouncilSeat(user_id=who.user_id, post=post, stood_down_at=NOON if who is STOOD_DOWN else None)
        for who, post in zip(SEATED, posts, strict=True)
    ]
    return ProposalCouncil(proposal=proposal(), seats=seats)


def to_seated(policy, council):
    return [said(policy(who, council)) for who in SEATED]


def test_council_is_called_by_who_approves():
    members = {"entrant": OWN, "recorder": OWN, "officer_and_member": OWN}
    wanted = expected(NO, "nation", "system", **members)
    assert answers(policies.can_call_council, proposal("sent-up", national=1)) == wanted


def test_council_that_accepts_is_called_by_the_department_too():
    members = {"entrant": OWN, "recorder": OWN, "officer_and_member": OWN}
    wanted = expected(NO, "nation", "province", "second", "system", **members)
    assert answers(policies.can_call_council, proposal("done", national=1)) == wanted


def test_members_sit_unless_they_stood_down_or_belong_to_the_facility(council):
    assert to_seated(policies.can_sit, council) == ["ok", "ok", "ok", "ok", NOT_FOUND, OWN]
    assert answers(policies.can_sit, council) == expected(NOT_FOUND)


def test_minutes_are_kept_by_chair_and_secretary(council):
    of_two = "council_minutes_of_two"
    assert to_seated(policies.can_keep_minutes, council) == ["ok", "ok", of_two, of_two, NOT_FOUND, OWN]


def test_council_is_seen_by_its_members_with_a_role_and_by_the_offices(council):
    assert to_seated(policies.can_see_council, council) == ["ok", "ok", "ok", NOT_FOUND, NOT_FOUND, NOT_FOUND]
    offices = ("province", "second", "nation", "system")
    assert answers(policies.can_see_council, council) == expected(NOT_FOUND, *offices)


def test_signed_minutes_are_seen_by_who_asked_and_by_the_centre(council):
    council.chair_signed_at = NOON
    offices = ("province", "second", "nation", "system")
    assert answers(policies.can_see_council, council) == expected(NOT_FOUND, *offices)
    council.secretary_signed_at = NOON
    readers = ("entrant", "officer and member", "centre", *offices)
    assert answers(policies.can_see_council, council) == expected(NOT_FOUND, *readers)
