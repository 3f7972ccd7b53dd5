"""Who may do what with lots: a table of persons against facilities' states."""

import pytest

from app.core.actor import SYSTEM, Actor, Role
from app.core.policy import Allowed
from catalog.models import AdministrativeUnit, Facility
from traceability.models import Lot, Recall
from traceability.policies import (
    can_follow_recall,
    can_manage_lot,
    can_open_lot,
    can_oversee_lot,
    can_recall_lot,
    can_revoke_label_key,
    can_see_lot,
    can_undo_recall,
)

UNIT = AdministrativeUnit(id=1, code="75", region="phia-nam", successor=None)
PEOPLE = {
    "member": Actor(1, roles=frozenset({Role.FACILITY}), facilities=frozenset({7})),
    "other member": Actor(2, roles=frozenset({Role.FACILITY}), facilities=frozenset({8})),
    "province": Actor(3, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({1})),
    "other province": Actor(4, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({2})),
    "region": Actor(5, roles=frozenset({Role.OFFICER_REGION}), regions=frozenset({"phia-nam"})),
    "nation": Actor(6, roles=frozenset({Role.OFFICER_NATIONAL})),
    "officer and member": Actor(
        9, roles=frozenset({Role.OFFICER_NATIONAL, Role.FACILITY}), facilities=frozenset({7})
    ),
    "juror": Actor(10, roles=frozenset({Role.JUROR})),
    "admin": Actor(11, roles=frozenset({Role.ADMIN})),
    "public": Actor(),
    "system": SYSTEM,
}
YES, HIDDEN = "yes", "not_found"


def lot_of(state="verified"):
    facility = Facility(id=7, unit=UNIT, state=state)
    return Lot(id=1, facility_id=7, facility=facility)


def told(decision):
    return YES if isinstance(decision, Allowed) else decision.code


def answers(policy, thing):
    return {name: told(policy(actor, thing)) for name, actor in PEOPLE.items()}


OFFICERS = ("province", "region", "nation")


def expected(base=HIDDEN, **others):
    return dict.fromkeys(PEOPLE, base) | {name.replace("_", " "): value for name, value in others.items()}


def test_writing_is_the_facilitys_alone():
    wanted = expected(
        member=YES, officer_and_member=YES, system=YES, **dict.fromkeys(OFFICERS, "not_facility_member")
    )
    assert answers(can_manage_lot, lot_of()) == wanted
    assert answers(can_open_lot, lot_of().facility) == wanted


def test_suspended_facility_writes_nothing_but_may_recall():
    assert told(can_manage_lot(PEOPLE["member"], lot_of("suspended"))) == "facility_suspended"
    assert told(can_recall_lot(PEOPLE["member"], lot_of("suspended"))) == YES


def test_recall_is_followed_by_the_facility_even_when_suspended():
    wanted = expected(
        member=YES, officer_and_member=YES, system=YES, **dict.fromkeys(OFFICERS, "not_facility_member")
    )
    assert answers(can_follow_recall, lot_of()) == wanted
    assert answers(can_follow_recall, lot_of("suspended")) == wanted


@pytest.mark.parametrize("policy", [can_see_lot, can_recall_lot])
def test_facility_and_officers_of_its_place_see_and_recall(policy):
    wanted = expected(member=YES, officer_and_member=YES, system=YES, **dict.fromkeys(OFFICERS, YES))
    assert answers(policy, lot_of()) == wanted


def test_officers_oversee_but_never_their_own_facility():
    wanted = expected(officer_and_member="own_facility", system=YES, **dict.fromkeys(OFFICERS, YES))
    assert answers(can_oversee_lot, lot_of()) == wanted


def test_recall_of_an_officer_is_lifted_by_officers_only():
    recall = Recall(id=1, lot=lot_of(), by_officer=True)
    wanted = expected(
        member="recall_of_officer",
        officer_and_member="recall_of_officer",
        system=YES,
        **dict.fromkeys(OFFICERS, YES),
    )
    assert answers(can_undo_recall, recall) == wanted
    recall.by_officer = False
    assert answers(can_undo_recall, recall) == answers(can_recall_lot, lot_of())


def test_label_keys_are_revoked_by_the_operator_alone():
    assert answers(can_revoke_label_key, None) == expected(system=YES)
