from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.enums import Level
from voting.enums import Ineligible, RoundState, SetCase
from voting.rules.eligibility import (
    Candidate,
    HeldCertificate,
    Terms,
    default_needs,
    find_obstacles,
)

NOW = datetime(2026, 3, 5, 7, tzinfo=UTC)
TODAY = date(2026, 3, 5)
CANDIDATE = Candidate(group="craft", areas=frozenset({"vn", "p:56", "c:1"}))
TERMS = Terms(
    level=Level.PROVINCE,
    area="p:56",
    groups=frozenset({"craft"}),
    state=RoundState.RECEIVING,
    entries_until=NOW,
)
REGION = replace(TERMS, level=Level.REGION, needs_certificate=True)
PROVINCIAL = HeldCertificate(Level.PROVINCE, date(2023, 5, 1), date(2026, 3, 5))


def obstacles(candidate=CANDIDATE, terms=TERMS, now=NOW, today=TODAY):
    return find_obstacles(candidate, terms, now, today)


def test_product_that_meets_every_term_may_enter():
    assert obstacles() == ()
    assert obstacles(terms=replace(TERMS, entries_until=None)) == ()


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"is_facility_verified": False}, Ineligible.FACILITY_NOT_VERIFIED),
        ({"is_published": False}, Ineligible.PRODUCT_NOT_PUBLISHED),
        ({"is_own_production": False}, Ineligible.NOT_OWN_PRODUCTION),
        ({"is_made_in_series": False}, Ineligible.ONE_OF_A_KIND),
        ({"areas": frozenset({"vn", "p:75"})}, Ineligible.OUTSIDE_AREA),
        ({"group": "food"}, Ineligible.GROUP_NOT_IN_ROUND),
        ({"already_entered": True}, Ineligible.ALREADY_ENTERED),
        ({"is_set": True, "set_size": 2}, Ineligible.SET_WITHOUT_CASE),
        ({"is_set": True, "set_case": SetCase.USED_TOGETHER, "set_size": 1}, Ineligible.SET_TOO_SMALL),
    ],
)
def test_each_condition_is_an_obstacle_of_its_own(change, obstacle):
    assert obstacles(replace(CANDIDATE, **change)) == (obstacle,)


def test_set_with_its_case_and_members_may_enter():
    assert obstacles(replace(CANDIDATE, is_set=True, set_case=SetCase.USED_TOGETHER, set_size=2)) == ()


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (timedelta(0), ()),
        (timedelta(microseconds=1), (Ineligible.ENTRIES_NOT_OPEN,)),
    ],
)
def test_entry_at_the_deadline_is_in_time_and_after_it_is_not(late, expected):
    assert obstacles(now=NOW + late) == expected


@pytest.mark.parametrize("state", [state for state in RoundState if state is not RoundState.RECEIVING])
def test_round_that_is_not_receiving_takes_no_entry(state):
    assert obstacles(terms=replace(TERMS, state=state)) == (Ineligible.ENTRIES_NOT_OPEN,)


@pytest.mark.parametrize(
    ("certificates", "expected"),
    [
        ((PROVINCIAL,), ()),
        ((), (Ineligible.LOWER_CERTIFICATE_MISSING,)),
        ((replace(PROVINCIAL, level=Level.COMMUNE),), (Ineligible.LOWER_CERTIFICATE_MISSING,)),
        ((replace(PROVINCIAL, valid_until=date(2026, 3, 4)),), (Ineligible.LOWER_CERTIFICATE_EXPIRED,)),
        ((replace(PROVINCIAL, valid_from=date(2026, 3, 6)),), (Ineligible.LOWER_CERTIFICATE_EXPIRED,)),
        ((replace(PROVINCIAL, is_revoked=True),), (Ineligible.LOWER_CERTIFICATE_EXPIRED,)),
        ((replace(PROVINCIAL, is_revoked=True), PROVINCIAL), ()),
    ],
)
def test_region_asks_for_a_provincial_certificate_valid_today(certificates, expected):
    assert obstacles(replace(CANDIDATE, certificates=certificates), REGION) == expected


def test_nation_takes_what_a_region_promoted():
    terms = replace(TERMS, level=Level.NATIONAL, needs_promotion=True)
    assert obstacles(terms=terms) == (Ineligible.NOT_PROMOTED,)
    assert obstacles(replace(CANDIDATE, promoted_from=frozenset({Level.PROVINCE})), terms) == (
        Ineligible.NOT_PROMOTED,
    )
    assert obstacles(replace(CANDIDATE, promoted_from=frozenset({Level.REGION})), terms) == ()


@pytest.mark.parametrize(
    ("level", "needs"),
    [
        (Level.COMMUNE, (False, False)),
        (Level.PROVINCE, (False, False)),
        (Level.REGION, (True, False)),
        (Level.NATIONAL, (True, True)),
    ],
)
def test_usual_needs_grow_with_the_level(level, needs):
    assert default_needs(level) == needs
