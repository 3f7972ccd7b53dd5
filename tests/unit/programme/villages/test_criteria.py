"""The share of households in the craft, and what each kind is judged by."""

from decimal import Decimal

from programme.villages.criteria import THRESHOLDS, VillageKind, share_of


def test_a_share_has_one_decimal_and_is_unknown_without_both_numbers():
    assert share_of(31, 100) == Decimal("31.0")
    assert share_of(1, 3) == Decimal("33.3")
    assert share_of(1, 16) == Decimal("6.3"), "6.25 goes up"
    assert [share_of(None, 3), share_of(1, None), share_of(1, 0)] == [None, None, None]


def test_a_traditional_village_is_judged_by_all_three():
    asked = {kind: (row.age, row.share, row.stable) for kind, row in THRESHOLDS.items()}
    assert asked == {
        VillageKind.CRAFT: (50, None, None),
        VillageKind.VILLAGE: (None, 20, 2),
        VillageKind.TRADITIONAL: (50, 20, 2),
    }
