"""Who prints, types and settles sheets on paper: every branch."""

from datetime import UTC, datetime

import pytest

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED
from voting.models import CouncilMember, Juror, JuryPanel, SelectionRound
from voting.paper_sheets.policies import can_see_scan, can_settle_sheets, can_type_sheets

PEOPLE = {
    "officer": Actor(user_id=1, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({7})),
    "officer elsewhere": Actor(user_id=2, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({8})),
    "chair": Actor(user_id=4, roles=frozenset({Role.CHAIR}), second_factor=True),
    "secretary": Actor(user_id=5, roles=frozenset({Role.SECRETARY}), second_factor=True),
    "juror": Actor(user_id=11, roles=frozenset({Role.JUROR}), second_factor=True),
    "officer and juror": Actor(
        user_id=13, roles=frozenset({Role.OFFICER_PROVINCE, Role.JUROR}), provinces=frozenset({7})
    ),
}


@pytest.fixture
def round_():
    made = SelectionRound(level="tinh", unit_id=7, region="")
    made.members = [CouncilMember(role="chair", user_id=4), CouncilMember(role="secretary", user_id=5)]
    made.panels = [JuryPanel(jurors=[Juror(user_id=11), Juror(user_id=13)])]
    return made


def allowed(policy, round_, **facts):
    return {name for name, actor in PEOPLE.items() if policy(actor, round_, **facts) == ALLOWED}


def test_sheets_are_typed_by_secretary_and_officers_and_settled_by_the_chair(round_):
    assert allowed(can_type_sheets, round_) == {"officer", "secretary"}
    assert allowed(can_settle_sheets, round_) == {"chair"}


def test_scan_is_seen_by_the_chair_in_a_dispute_and_after_closing_by_both(round_):
    assert allowed(can_see_scan, round_, disputed=False) == set()
    assert allowed(can_see_scan, round_, disputed=True) == {"chair"}
    round_.scoring_closed_at = datetime(2026, 3, 6, tzinfo=UTC)
    assert allowed(can_see_scan, round_, disputed=False) == {"chair", "secretary"}


def test_chair_who_judges_sees_and_settles_nothing(round_):
    round_.panels[0].jurors.append(Juror(user_id=4))
    round_.scoring_closed_at = datetime(2026, 3, 6, tzinfo=UTC)
    assert allowed(can_settle_sheets, round_) == set()
    assert allowed(can_see_scan, round_, disputed=True) == {"secretary"}
