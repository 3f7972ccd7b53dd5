"""Who may merge two entries and undo it: facilities of Đồng Nai (unit 75) and of Hà Nội (unit 1)."""

import pytest

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Denied
from catalog.merging import policies
from catalog.models import AdministrativeUnit, Facility, Merge, Product

FIRST = Actor(1, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({75}))
SECOND = Actor(2, roles=frozenset({Role.OFFICER_PROVINCE}), provinces=frozenset({75}))
NATION = Actor(3, roles=frozenset({Role.OFFICER_NATIONAL}))
MEMBER = Actor(4, roles=frozenset({Role.FACILITY}), facilities=frozenset({7}))


def facility(key, unit=75):
    return Facility(id=key, state="verified", unit=AdministrativeUnit(id=unit, region="", successor=None))


def test_officers_of_the_place_merge_facilities_and_their_products():
    here = facility(7)
    for entry in (here, Product(facility=here)):
        assert policies.can_merge(FIRST, entry) == ALLOWED
        assert policies.can_merge(NATION, entry) == ALLOWED
        assert policies.can_merge(MEMBER, entry) == Denied("own_facility")
        assert policies.can_merge(Actor(5), entry) == HIDDEN
    assert policies.can_merge(FIRST, facility(8, unit=1)) == Denied("out_of_scope")


@pytest.mark.parametrize(
    ("policy", "merge"),
    [
        (policies.can_confirm_merge, Merge(proposed_by=1, undo_by=2)),
        (policies.can_confirm_undo, Merge(proposed_by=2, undo_by=1)),
    ],
)
def test_second_officer_of_both_places_confirms(policy, merge):
    both = (facility(7), facility(8))
    assert policy(SECOND, merge, both) == ALLOWED
    assert policy(NATION, merge, both) == ALLOWED
    assert policy(FIRST, merge, both) == Denied("second_person_needed")
    for entries in ((facility(7), facility(8, unit=1)), (facility(8, unit=1), facility(7))):
        assert policy(SECOND, merge, entries) == Denied("out_of_scope")
        assert policy(NATION, merge, entries) == ALLOWED
