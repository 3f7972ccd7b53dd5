from programme.exhibits.policies import can_keep_place
from tests.helpers.programme_people import HERE, answers, expected, unit

OFFICERS = ("province", "second", "officer and member", "region", "nation", "system")


def test_fair_is_kept_by_officers_of_its_province_of_its_region_and_of_the_nation():
    assert answers(can_keep_place, unit()) == expected("area_not_served", *OFFICERS)


def test_fair_of_no_province_is_kept_by_the_nation():
    assert answers(can_keep_place, None) == expected("area_not_served", "nation", "system")


def test_fair_of_a_merged_province_is_kept_by_officers_of_today():
    old = unit(60, "phia-bac", successor=unit(HERE))
    assert answers(can_keep_place, old) == expected("area_not_served", *OFFICERS)
