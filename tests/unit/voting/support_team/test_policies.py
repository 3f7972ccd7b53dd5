from app.core.actor import PUBLIC, Actor, Role
from voting.models import CouncilMember, Juror, JuryPanel, SelectionRound, SupportMember
from voting.support_team.policies import can_support

PEOPLE = {
    "public": PUBLIC,
    "chair": Actor(user_id=4, roles=frozenset({Role.CHAIR})),
    "secretary": Actor(user_id=5, roles=frozenset({Role.SECRETARY})),
    "support": Actor(user_id=6, roles=frozenset({Role.SUPPORT})),
    "support without the role": Actor(user_id=7),
    "support elsewhere": Actor(user_id=8, roles=frozenset({Role.SUPPORT})),
    "support and juror": Actor(user_id=9, roles=frozenset({Role.SUPPORT, Role.JUROR})),
    "secretary and juror": Actor(user_id=10, roles=frozenset({Role.SECRETARY, Role.JUROR})),
}


def test_work_around_the_jury_is_the_secretarys_and_the_support_teams_never_a_jurors():
    round_ = SelectionRound(level="tinh", unit_id=75, region="")
    seats = [("chair", 4), ("secretary", 5), ("secretary", 10)]
    round_.members = [CouncilMember(role=role, user_id=key) for role, key in seats]
    round_.panels = [JuryPanel(jurors=[Juror(user_id=9), Juror(user_id=10)])]
    round_.supporters = [SupportMember(user_id=key) for key in (6, 7, 9)]
    assert {name for name, who in PEOPLE.items() if can_support(who, round_)} == {"secretary", "support"}
