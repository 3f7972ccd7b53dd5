from fractions import Fraction

from voting.tally.ties import Place, get_places


def test_places_compare_keys_in_order_higher_first():
    keys = {"a": (Fraction(1), Fraction(9)), "b": (Fraction(2), Fraction(1)), "c": (Fraction(2), Fraction(3))}
    assert get_places(keys) == {"c": Place(1, None), "b": Place(2, None), "a": Place(3, None)}


def test_three_equal_share_a_place_and_leave_two_out():
    keys = {name: (Fraction(5),) for name in "abc"} | {"d": (Fraction(4),)}
    assert get_places(keys) == {**dict.fromkeys("abc", Place(1, "T1")), "d": Place(4, None)}


def test_nothing_to_place_gives_no_places():
    assert get_places({}) == {}
