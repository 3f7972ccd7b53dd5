"""Role × state: who may do what to a facility of Đồng Nai (South), its products, papers and awards."""

import pytest

from app.core.actor import PUBLIC, SYSTEM, Actor, Role
from catalog import policies
from catalog.enums import FacilityState, Level, ProductState, Region
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark

FACILITY, OTHER = 7, 8
HERE, THERE = 75, 1


def unit(key, region, successor=None):
    return AdministrativeUnit(id=key, region=region, successor=successor)


def facility(state=FacilityState.VERIFIED, at=None):
    return Facility(id=FACILITY, state=state, unit=at or unit(HERE, Region.SOUTH))


def actor(*roles, **facts):
    return Actor(user_id=1, roles=frozenset(roles), **facts)


ACTORS = {
    "public": PUBLIC,
    "signed in": actor(),
    "member": actor(Role.FACILITY, facilities=frozenset({FACILITY})),
    "member of another": actor(Role.FACILITY, facilities=frozenset({OTHER})),
    "juror": actor(Role.JUROR),
    "admin": actor(Role.ADMIN),
    "province": actor(Role.OFFICER_PROVINCE, provinces=frozenset({HERE})),
    "other province": actor(Role.OFFICER_PROVINCE, provinces=frozenset({THERE})),
    "region": actor(Role.OFFICER_REGION, regions=frozenset({Region.SOUTH})),
    "other region": actor(Role.OFFICER_REGION, regions=frozenset({Region.NORTH})),
    "nation": actor(Role.OFFICER_NATIONAL),
    "officer and member": actor(
        Role.OFFICER_PROVINCE, Role.FACILITY, provinces=frozenset({HERE}), facilities=frozenset({FACILITY})
    ),
    "system": SYSTEM,
}
OK, NOT_FOUND = "ok", "404"


def said(decision):
    return OK if decision else (NOT_FOUND if decision.hidden else decision.code)


def table(policy, *args):
    return {name: said(policy(who, *args)) for name, who in ACTORS.items()}


def expected(default, **others):
    return dict.fromkeys(ACTORS, default) | {name.replace("_", " "): value for name, value in others.items()}


def test_anybody_signed_in_registers():
    assert table(policies.can_register_facility) == expected(OK, public="not_allowed")


@pytest.mark.parametrize("state", list(FacilityState))
def test_members_and_their_officers_see_a_facility_in_any_state(state):
    sees = dict.fromkeys(("member", "province", "region", "nation", "officer_and_member", "system"), OK)
    assert table(policies.can_see_facility, facility(state)) == expected(NOT_FOUND, **sees)


@pytest.mark.parametrize("state", list(FacilityState))
def test_members_change_their_facility_unless_it_is_suspended_closed_or_merged(state):
    stopped = {
        FacilityState.SUSPENDED: "facility_suspended",
        FacilityState.CLOSED: "facility_closed",
        FacilityState.MERGED: "facility_merged",
    }
    own = stopped.get(state, OK)
    officers = dict.fromkeys(("province", "region", "nation"), "not_facility_member")
    wanted = expected(NOT_FOUND, member=own, officer_and_member=own, system=OK, **officers)
    row = facility(state)
    assert table(policies.can_manage_facility, row) == wanted
    assert table(policies.can_manage_product, Product(facility=row)) == wanted
    assert table(policies.can_manage_paper, Trademark(facility=row)) == wanted


@pytest.mark.parametrize(
    ("state", "owner", "other_member"),
    [
        (FacilityState.VERIFIED, OK, OK),
        (FacilityState.SUSPENDED, OK, "facility_suspended"),
        (FacilityState.CLOSED, OK, "facility_closed"),
        (FacilityState.MERGED, OK, "facility_merged"),
    ],
)
def test_owners_take_their_consent_back_though_an_officer_stopped_the_facility(state, owner, other_member):
    here = frozenset({FACILITY})
    owning = actor(Role.FACILITY, facilities=here, owned=here)
    row = facility(state)
    assert said(policies.can_withdraw_facility(owning, row)) == owner
    assert said(policies.can_withdraw_facility(ACTORS["member"], row)) == other_member
    assert said(policies.can_withdraw_facility(ACTORS["province"], row)) == "not_facility_member"


@pytest.mark.parametrize("state", list(FacilityState))
def test_officers_of_the_place_judge_never_their_own(state):
    officers = dict.fromkeys(("province", "region", "nation", "system"), OK)
    others = dict.fromkeys(("other_province", "other_region"), "out_of_scope")
    own = dict.fromkeys(("member", "officer_and_member"), "own_facility")
    wanted = expected(NOT_FOUND, **officers, **others, **own)
    row = facility(state)
    assert table(policies.can_review_facility, row) == wanted
    assert table(policies.can_review_product, Product(facility=row)) == wanted
    assert table(policies.can_check_paper, Certificate(facility=row)) == wanted


def test_scans_and_unpublished_products_are_seen_as_the_facility_is():
    row = facility()
    wanted = table(policies.can_see_facility, row)
    assert table(policies.can_see_scan, Certificate(facility=row)) == wanted
    assert table(policies.can_see_product, Product(facility=row)) == wanted


def test_those_who_publish_decisions_issue_awards():
    granted = {name for name, who in ACTORS.items() if policies.can_issue_award(who)}
    assert granted == {
        "province", "other province", "region", "other region", "nation", "officer and member", "system"
    }  # fmt: skip
    assert [bool(policies.can_issue_award(actor(role))) for role in (Role.CHAIR, Role.SECRETARY)] == [
        True,
        True,
    ]


OWN_OFFICER = {"officer_and_member": "own_facility", "member": "own_facility", "nation": OK, "system": OK}


@pytest.mark.parametrize(
    ("level", "others"),
    [
        (
            Level.COMMUNE,
            {"province": OK, "region": OK, "other_province": "out_of_scope", "other_region": "out_of_scope"},
        ),
        (
            Level.PROVINCE,
            {"province": OK, "region": OK, "other_province": "out_of_scope", "other_region": "out_of_scope"},
        ),
        (Level.REGION, {"region": OK, "other_region": "out_of_scope"}),
        (Level.NATIONAL, {}),
    ],
)
def test_an_award_is_changed_by_its_level_or_one_above(level, others):
    award = Award(level=level, product=Product(facility=facility(), facility_id=FACILITY))
    assert table(policies.can_change_award, award) == expected("not_allowed", **OWN_OFFICER, **others)


def test_a_facility_of_a_merged_province_belongs_to_the_officer_of_the_new_one():
    old = unit(60, Region.SOUTH, successor=unit(68, Region.CENTRE))
    row = facility(at=old)
    new_officer = actor(Role.OFFICER_PROVINCE, provinces=frozenset({68}))
    old_region = actor(Role.OFFICER_REGION, regions=frozenset({Region.SOUTH}))
    new_region = actor(Role.OFFICER_REGION, regions=frozenset({Region.CENTRE}))
    assert [policies.covers(who, row) for who in (new_officer, old_region, new_region)] == [True, False, True]


def test_who_keeps_lots_alone_records_them_and_changes_nothing_else():
    here = frozenset({FACILITY})
    recorder = actor(Role.FACILITY, facilities=here, recorded=here)
    row = facility()
    assert said(policies.can_manage_facility(recorder, row)) == "only_recorder"
    assert said(policies.can_record_lots(recorder, row)) == OK
    assert said(policies.can_record_lots(recorder, facility(FacilityState.CLOSED))) == "facility_closed"
    assert said(policies.can_record_lots(ACTORS["member"], row)) == OK
    assert said(policies.can_record_lots(ACTORS["province"], row)) == "not_facility_member"


def test_members_are_chosen_by_owners():
    here = frozenset({FACILITY})
    owner = actor(Role.FACILITY, facilities=here, owned=here)
    assert said(policies.can_choose_members(owner, facility())) == OK
    members = dict.fromkeys(("member", "officer_and_member"), "only_owner")
    assert table(policies.can_choose_members, facility()) == expected(NOT_FOUND, system=OK, **members)


def test_merged_product_is_changed_by_nobody():
    product = Product(facility=facility(), state=ProductState.MERGED)
    who_sees = ("member", "province", "region", "nation", "officer_and_member", "system")
    wanted = expected(NOT_FOUND, **dict.fromkeys(who_sees, "product_merged"))
    assert table(policies.can_manage_product, product) == wanted


def test_lists_for_every_facility_are_kept_by_the_ministry_and_who_runs_the_site():
    keepers = dict.fromkeys(("admin", "nation", "system"), OK)
    assert table(policies.can_set_lists) == expected("not_allowed", **keepers)
