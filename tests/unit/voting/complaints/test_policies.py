"""Who may complain and who may read a complaint: every branch, every state."""

import pytest

from app.core.actor import PUBLIC, Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Denied
from voting.complaints.policies import can_complain, can_see_complaint
from voting.enums import NominationState
from voting.models import Complaint, CouncilMember, Juror, JuryPanel, Nomination, SelectionRound

ENTRANT = Actor(user_id=14, roles=frozenset({Role.FACILITY}), facilities=frozenset({30}))
JUROR_OF_THE_HOUSE = Actor(
    user_id=11, roles=frozenset({Role.FACILITY, Role.JUROR}), facilities=frozenset({30})
)
OTHER = Actor(user_id=15, roles=frozenset({Role.FACILITY}), facilities=frozenset({31}))
CHAIR = Actor(user_id=4, roles=frozenset({Role.CHAIR}), second_factor=True)
MEMBER = Actor(user_id=6, roles=frozenset({Role.CHAIR}))
OFFICER = Actor(user_id=1, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({7}))
ADMIN = Actor(user_id=16, roles=frozenset({Role.ADMIN}), second_factor=True)


def nomination(state=NominationState.ACCEPTED):
    made = SelectionRound(level="tinh", unit_id=7, region="")
    made.members = [CouncilMember(role="chair", user_id=4), CouncilMember(role="member", user_id=6)]
    made.panels = [JuryPanel(jurors=[Juror(user_id=11)])]
    return Nomination(facility_id=30, state=state, round=made)


@pytest.mark.parametrize("state", NominationState)
def test_entrant_complains_once_there_is_something_to_complain_of(state):
    nothing = {"draft", "submitted", "returned", "withdrawn"}
    expected = Denied("nothing_to_complain") if state in nothing else ALLOWED
    assert can_complain(ENTRANT, nomination(state)) == expected


@pytest.mark.parametrize("actor", [PUBLIC, OTHER, CHAIR, OFFICER, ADMIN])
def test_entry_of_others_does_not_exist_to_complain_of(actor):
    assert can_complain(actor, nomination()) == HIDDEN


def test_juror_of_the_round_does_not_complain_for_the_own_facility():
    assert can_complain(JUROR_OF_THE_HOUSE, nomination()) == Denied("not_your_round")


def test_complaint_is_read_by_its_facility_and_the_council():
    entry = nomination()
    complaint = Complaint(nomination=entry, round=entry.round)
    people = (ENTRANT, CHAIR, MEMBER, PUBLIC, OTHER, OFFICER, ADMIN)
    assert [can_see_complaint(actor, complaint) for actor in people] == [ALLOWED] * 3 + [HIDDEN] * 4
