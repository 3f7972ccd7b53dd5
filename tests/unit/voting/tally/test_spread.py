from fractions import Fraction

import pytest

from voting.enums import SpreadKind
from voting.tally.spread import SpreadRule, find_outliers, get_median


def totals(**scores):
    return {juror: Fraction(score) for juror, score in scores.items()}


def test_juror_farther_from_the_median_than_allowed_scores_again():
    rule = SpreadRule(SpreadKind.MEDIAN, Fraction(10))
    assert find_outliers(totals(a=80, b=70, c=75, d=59), rule) == ("d",)


def test_distance_of_exactly_the_limit_is_close_enough():
    rule = SpreadRule(SpreadKind.MEDIAN, Fraction(10))
    assert find_outliers(totals(a=80, b=70, c=60), rule) == ()
    assert find_outliers(totals(a="80.1", b=70, c=60), rule) == ("a",)


@pytest.mark.parametrize(("high", "again"), [(70, ()), ("70.1", ("b", "d"))])
def test_range_rule_calls_back_both_ends(high, again):
    rule = SpreadRule(SpreadKind.RANGE, Fraction(10))
    assert find_outliers(totals(a=65, b=high, c=66, d=60), rule) == again


def test_no_ballots_are_never_too_far_apart():
    assert find_outliers({}, SpreadRule(SpreadKind.RANGE, Fraction(10))) == ()


def test_median_of_an_even_number_lies_between_the_middle_two():
    assert get_median([Fraction(n) for n in (9, 1, 4, 5)]) == Fraction(9, 2)
    assert get_median([Fraction(n) for n in (9, 1, 4)]) == Fraction(4)
