"""Role × state: who may do what with a proposal of a facility, and with one of a province's centre."""

import pytest

from app.core.policy import ALLOWED
from catalog.models import Facility
from programme.models import Proposal
from programme.proposals import policies
from programme.proposals.states import ProposalState, Side
from tests.helpers.programme_people import FACILITY, NOT_FOUND, PEOPLE, answers, expected, unit

NO, OWN = "not_your_programme", "own_facility"
OFFICES = ("province", "second", "nation", "system")
MEMBERS = {"entrant": OWN, "recorder": OWN, "officer_and_member": OWN}


def of_facility(state="registered", facility_state="verified", national=0):
    facility = Facility(id=FACILITY, state=facility_state, unit=unit())
    return Proposal(
        state=state, facility_id=FACILITY, facility=facility, unit=unit(), asked_national=national
    )


def of_centre(state="registered", national=0):
    return Proposal(state=state, facility_id=None, facility=None, unit=unit(), asked_national=national)


def test_facility_that_is_at_work_proposes_through_who_looks_after_it():
    wanted = expected(NOT_FOUND, "entrant", "officer and member", "system")
    assert answers(policies.can_propose, of_facility().facility, unit()) == wanted
    closed = of_facility(facility_state="closed").facility
    told = {"entrant": "facility_closed", "officer_and_member": "facility_closed"}
    assert answers(policies.can_propose, closed, unit()) == expected(NOT_FOUND, "system", **told)


def test_for_the_centre_its_editors_and_the_officers_there_propose():
    wanted = expected(NO, "province", "second", "officer and member", "centre", "system")
    assert answers(policies.can_propose, None, unit()) == wanted


def test_proposal_is_changed_by_who_may_propose_and_hidden_from_others():
    writers = ("province", "second", "officer and member", "centre", "system")
    assert answers(policies.can_change_proposal, of_centre()) == expected(NOT_FOUND, *writers)
    told = {"entrant": "facility_suspended", "officer_and_member": "facility_suspended"}
    wanted = expected(NOT_FOUND, "system", **told)
    assert answers(policies.can_change_proposal, of_facility(facility_state="suspended")) == wanted


def test_draft_is_seen_by_its_writers_alone():
    writers = ("entrant", "officer and member", "system")
    assert answers(policies.can_see_proposal, of_facility("draft")) == expected(NOT_FOUND, *writers)


@pytest.mark.parametrize("facility_state", ["verified", "closed"])
def test_proposal_handed_in_is_seen_by_who_asks_and_by_its_offices(facility_state):
    seers = ("entrant", "officer and member", "centre", *OFFICES)
    proposal = of_facility("registered", facility_state)
    assert answers(policies.can_see_proposal, proposal) == expected(NOT_FOUND, *seers)


def test_offices_work_on_it_and_carry_out_what_is_not_their_own():
    offices = ("centre", "officer and member", *OFFICES)
    assert answers(policies.can_work_on, of_facility()) == expected(NOT_FOUND, *offices)
    wanted = expected(NOT_FOUND, "centre", *OFFICES, **MEMBERS)
    assert answers(policies.can_carry_out, of_facility()) == wanted


def test_it_is_answered_by_the_department_and_the_ministry_never_by_its_own():
    assert answers(policies.can_answer, of_facility()) == expected(NO, *OFFICES, **MEMBERS)
    assert answers(policies.can_answer, of_centre()) == expected(NO, "officer and member", *OFFICES)


def test_money_of_the_nation_is_approved_by_the_ministry():
    assert answers(policies.can_approve, of_facility(national=1)) == expected(
        NO, "nation", "system", **MEMBERS
    )


def test_money_of_the_province_is_approved_by_its_department():
    wanted = expected(NO, "province", "second", "system", **MEMBERS)
    assert answers(policies.can_approve, of_facility()) == wanted


def test_money_of_the_nation_is_given_by_the_ministry():
    assert answers(policies.can_give_national) == expected(NO, "nation", "system")


def test_proposal_of_a_centre_is_no_persons_own():
    assert [name for name, who in PEOPLE.items() if policies.is_own(who, of_centre())] == []
    assert [name for name, who in PEOPLE.items() if policies.is_own(who, of_facility())] == [
        "entrant",
        "recorder",
        "officer and member",
    ]


def test_an_office_answers_for_its_own_side():
    assert policies.own_side(PEOPLE["nation"]) == Side.MINISTRY
    assert policies.own_side(PEOPLE["province"]) == Side.PROVINCE


def test_who_looks_after_a_closed_facility_still_sees_what_it_asked_for():
    proposal = of_facility(ProposalState.APPROVED, "closed")
    assert policies.can_see_proposal(PEOPLE["entrant"], proposal) == ALLOWED
