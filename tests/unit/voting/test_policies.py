"""Who may do what in a round: a role × state table, every branch."""

from itertools import product

import pytest

from app.core.actor import PUBLIC, Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Denied
from voting import policies
from voting.enums import NominationState
from voting.models import CouncilMember, Juror, JuryPanel, Nomination, SelectionRound

UNIT, OTHER_UNIT = 7, 8
PEOPLE = {
    "public": PUBLIC,
    "officer": Actor(user_id=1, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({UNIT})),
    "officer elsewhere": Actor(
        user_id=2, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({OTHER_UNIT})
    ),
    "officer of the nation": Actor(user_id=3, roles=frozenset({Role.OFFICER_NATIONAL})),
    "chair": Actor(user_id=4, roles=frozenset({Role.CHAIR}), second_factor=True),
    "secretary": Actor(user_id=5, roles=frozenset({Role.SECRETARY}), second_factor=True),
    "secretary by half": Actor(user_id=5, roles=frozenset({Role.SECRETARY})),
    "council member": Actor(user_id=6, roles=frozenset({Role.CHAIR}), second_factor=True),
    "chair elsewhere": Actor(user_id=10, roles=frozenset({Role.CHAIR}), second_factor=True),
    "juror": Actor(user_id=11, roles=frozenset({Role.JUROR}), second_factor=True),
    "removed juror": Actor(user_id=12, roles=frozenset({Role.JUROR}), second_factor=True),
    "officer and juror": Actor(
        user_id=13, roles=frozenset({Role.OFFICER_PROVINCE, Role.JUROR}), provinces=frozenset({UNIT})
    ),
    "entrant": Actor(user_id=14, roles=frozenset({Role.FACILITY}), facilities=frozenset({30})),
    "other facility": Actor(user_id=15, roles=frozenset({Role.FACILITY}), facilities=frozenset({31})),
    "administrator": Actor(user_id=16, roles=frozenset({Role.ADMIN}), second_factor=True),
}


@pytest.fixture
def round_():
    made = SelectionRound(level="tinh", unit_id=UNIT, region="")
    seats = [("chair", 4), ("secretary", 5), ("member", 6), ("member", None)]
    made.members = [CouncilMember(role=role, user_id=user_id) for role, user_id in seats]
    jurors = [Juror(user_id=11), Juror(user_id=12), Juror(user_id=13)]
    made.panels = [JuryPanel(jurors=jurors)]
    return made


def allowed(policy, *args):
    return {name for name, actor in PEOPLE.items() if policy(actor, *args)}


def test_council_role_is_the_seat(round_):
    assert {
        name: role for name, actor in PEOPLE.items() if (role := policies.council_role(actor, round_))
    } == {
        "chair": "chair",
        "secretary": "secretary",
        "secretary by half": "secretary",
        "council member": "member",
    }


@pytest.mark.parametrize(
    ("level", "unit_id", "region", "who"),
    [
        ("tinh", UNIT, "", {"officer", "officer and juror"}),
        ("xa", UNIT, "", {"officer", "officer and juror"}),
        ("tinh", OTHER_UNIT, "", {"officer elsewhere"}),
        ("tinh", None, "", set()),
        ("khu-vuc", None, "phia-nam", set()),
        ("quoc-gia", None, "", {"officer of the nation"}),
    ],
)
def test_planning_belongs_to_the_officer_of_the_area(level, unit_id, region, who):
    assert allowed(policies.can_plan_round, level, unit_id, region) == who


def test_planning_for_a_region_belongs_to_its_officer():
    officer = Actor(user_id=9, roles=frozenset({Role.OFFICER_REGION}), regions=frozenset({"phia-nam"}))
    assert policies.can_plan_round(officer, "khu-vuc", None, "phia-nam") == ALLOWED
    assert policies.can_plan_round(officer, "khu-vuc", None, "phia-bac") == Denied("not_your_area")


def test_managing_is_for_the_officer_who_is_no_juror(round_):
    assert allowed(policies.can_manage_round, round_) == {"officer"}


def test_secretariat_is_officer_chair_and_secretary(round_):
    assert allowed(policies.can_see_secretariat, round_) == {
        "officer", "chair", "secretary", "secretary by half",
    }  # fmt: skip


def test_dossiers_are_handled_by_the_secretary(round_):
    assert allowed(policies.can_handle_dossiers, round_) == {"secretary", "secretary by half"}


def test_deciding_is_for_chair_and_secretary(round_):
    assert allowed(policies.can_decide, round_) == {"chair", "secretary", "secretary by half"}


def test_leading_is_for_the_chair(round_):
    assert allowed(policies.can_lead, round_) == {"chair"}


def test_signing_is_for_chair_and_secretary_with_a_second_factor(round_):
    given = {"chair": ALLOWED, "secretary": ALLOWED, "secretary by half": Denied("second_factor_needed")}
    expected = dict.fromkeys(PEOPLE, policies.NOT_YOURS) | given
    assert {name: policies.can_sign(actor, round_) for name, actor in PEOPLE.items()} == expected


def test_signing_is_refused_to_a_chair_who_judges(round_):
    round_.panels[0].jurors.append(Juror(user_id=4))
    assert policies.can_sign(PEOPLE["chair"], round_) == Denied("signer_is_juror")


def test_entering_is_for_the_members_of_the_facility():
    assert allowed(policies.can_enter, 30) == {"entrant"}


@pytest.mark.parametrize("state", list(NominationState))
def test_dossier_is_seen_by_its_facility_and_the_secretariat(round_, state):
    nomination = Nomination(state=state, facility_id=30, round=round_)
    team = {"officer", "chair", "secretary", "secretary by half"} if state != NominationState.DRAFT else set()
    assert allowed(policies.can_see_nomination, nomination) == {"entrant"} | team


def test_dossier_of_others_does_not_exist_for_strangers(round_):
    nomination = Nomination(state="submitted", facility_id=30, round=round_)
    strangers = ("public", "juror", "officer and juror", "other facility", "administrator", "chair elsewhere")
    assert {policies.can_see_nomination(PEOPLE[name], nomination) for name in strangers} == {HIDDEN}


@pytest.mark.parametrize(("state", "name"), list(product(NominationState, PEOPLE)))
def test_dossier_is_changed_by_its_facility_until_handed_in(round_, state, name):
    nomination = Nomination(state=state, facility_id=30, round=round_)
    expected = HIDDEN
    if name == "entrant":
        expected = ALLOWED if state in {"draft", "returned"} else Denied("dossier_locked")
    assert policies.can_edit_nomination(PEOPLE[name], nomination) == expected


def test_juror_of_counts_removed_jurors_and_never_the_public(round_):
    round_.panels[0].jurors.append(Juror(user_id=None))
    assert {name for name, actor in PEOPLE.items() if policies.is_juror_of(actor, round_)} == {
        "juror", "removed juror", "officer and juror",
    }  # fmt: skip


def test_judging_is_for_the_person_while_seated():
    assert allowed(policies.can_judge, Juror(user_id=11)) == {"juror"}
    assert policies.can_judge(PEOPLE["removed juror"], Juror(user_id=12, removed_at="then")) == HIDDEN


@pytest.mark.parametrize(
    ("name", "recused", "expected"),
    [
        ("juror", False, ALLOWED),
        ("juror", True, HIDDEN),
        ("chair", False, HIDDEN),
        ("administrator", False, HIDDEN),
    ],
)
def test_scoring_is_for_the_juror_who_does_not_stand_aside(name, recused, expected):
    assert policies.can_score(PEOPLE[name], Juror(user_id=11), recused=recused) == expected


def test_commune_round_is_run_by_its_officer_or_the_one_of_the_province():
    own = Actor(user_id=20, roles=frozenset({Role.OFFICER_COMMUNE}), communes=frozenset({"2025-00577"}))
    people = (own, PEOPLE["officer"], PEOPLE["officer elsewhere"], PEOPLE["public"])
    assert [policies.serves_area(actor, "xa", UNIT, "", "2025-00577") for actor in people] == [
        True, True, False, False,
    ]  # fmt: skip
    assert policies.serves_area(own, "xa", UNIT, "", "2025-00578") is False
