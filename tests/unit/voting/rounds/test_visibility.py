"""Who may see what of a round, at each point of its life."""

from datetime import UTC, datetime

import pytest

from app.core.actor import PUBLIC, Actor, Role
from voting.models import CouncilMember, Juror, JuryPanel, SelectionRound
from voting.rounds.visibility import Fact, may_see

AT = datetime(2026, 5, 1, tzinfo=UTC)
PEOPLE = {
    "public": PUBLIC,
    "officer": Actor(user_id=1, roles=frozenset({Role.OFFICER_NATIONAL})),
    "chair": Actor(user_id=2, roles=frozenset({Role.CHAIR})),
    "member": Actor(user_id=3),
    "juror": Actor(user_id=4, roles=frozenset({Role.JUROR})),
    "officer who judges": Actor(user_id=5, roles=frozenset({Role.OFFICER_NATIONAL, Role.JUROR})),
    "member who judges": Actor(user_id=6),
    "administrator": Actor(user_id=7, roles=frozenset({Role.ADMIN})),
}
EVERYONE = set(PEOPLE)
TEAM, COUNCIL = {"officer", "chair"}, {"chair", "member"}
STAGES = {
    "plan": {},
    "announced": {"announced_at": AT},
    "closed": {"announced_at": AT, "scoring_closed_at": AT},
    "provisional": {"announced_at": AT, "scoring_closed_at": AT, "provisional_at": AT},
    "published": {"announced_at": AT, "scoring_closed_at": AT, "provisional_at": AT, "published_at": AT},
}
TABLE = {
    ("plan", Fact.EXISTENCE): TEAM,
    ("plan", Fact.DOSSIERS): TEAM,
    ("plan", Fact.COMPLETENESS): TEAM,
    ("plan", Fact.COUNT): set(),
    ("plan", Fact.PROVISIONAL): set(),
    ("plan", Fact.RESULT): set(),
    ("announced", Fact.EXISTENCE): EVERYONE,
    ("announced", Fact.DOSSIERS): TEAM,
    ("announced", Fact.COMPLETENESS): TEAM,
    ("announced", Fact.COUNT): set(),
    ("announced", Fact.PROVISIONAL): set(),
    ("announced", Fact.RESULT): set(),
    ("closed", Fact.EXISTENCE): EVERYONE,
    ("closed", Fact.DOSSIERS): TEAM,
    ("closed", Fact.COMPLETENESS): TEAM,
    ("closed", Fact.COUNT): COUNCIL,
    ("closed", Fact.PROVISIONAL): COUNCIL,
    ("closed", Fact.RESULT): set(),
    ("provisional", Fact.EXISTENCE): EVERYONE,
    ("provisional", Fact.DOSSIERS): TEAM,
    ("provisional", Fact.COMPLETENESS): TEAM,
    ("provisional", Fact.COUNT): COUNCIL,
    ("provisional", Fact.PROVISIONAL): EVERYONE,
    ("provisional", Fact.RESULT): set(),
    ("published", Fact.EXISTENCE): EVERYONE,
    ("published", Fact.DOSSIERS): TEAM,
    ("published", Fact.COMPLETENESS): TEAM,
    ("published", Fact.COUNT): EVERYONE,
    ("published", Fact.PROVISIONAL): EVERYONE,
    ("published", Fact.RESULT): EVERYONE,
}


@pytest.mark.parametrize(("stage", "fact"), list(TABLE))
def test_facts_of_a_round_are_seen_by(stage, fact):
    round_ = SelectionRound(level="quoc-gia", region="", **STAGES[stage])
    round_.members = [
        CouncilMember(role="chair", user_id=2),
        CouncilMember(role="member", user_id=3),
        CouncilMember(role="member", user_id=6),
    ]
    round_.panels = [JuryPanel(jurors=[Juror(user_id=4), Juror(user_id=5), Juror(user_id=6)])]
    assert {name for name, actor in PEOPLE.items() if may_see(actor, round_, fact)} == TABLE[stage, fact]
