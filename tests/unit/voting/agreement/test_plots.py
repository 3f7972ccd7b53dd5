from fractions import Fraction

import pytest

from voting.agreement.plots import Scale, SpreadMarks, draw_offset, draw_spread, get_even_scale, get_scale

HUNDRED = Scale(Fraction(0), Fraction(100))


def numbers(*values):
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ((61, 64), 61, 64),
        (("60.5", "83"), 60, 85),
        ((3, 97), 0, 100),
        ((70, 70), 70, 71),
        ((0, 400), 0, 400),
        ((), 0, 1),
    ],
)
def test_scale_has_round_ends_and_holds_all(values, low, high):
    assert get_scale(numbers(*values)) == Scale(Fraction(low), Fraction(high))


def test_even_scale_has_nought_in_the_middle():
    scale = get_even_scale(numbers("-4.2", "1"))
    assert (scale, scale.middle) == (Scale(Fraction(-5), Fraction(5)), 0)


def test_place_on_a_scale_keeps_the_edges_free():
    places = [HUNDRED.at(value) for value in numbers(0, 50, 100, "33.3", -5, 200)]
    assert places == ["6.0", "100.0", "194.0", "68.6", "6.0", "194.0"]


def test_line_runs_from_top_to_bottom():
    assert HUNDRED.line(Fraction(50)) == "M100.0 0V16"


def test_spread_draws_range_jurors_and_median():
    row = {"G1": Fraction(50), "G2": Fraction(75), "G3": Fraction(80)}
    assert draw_spread(row, HUNDRED, Fraction(10)) == SpreadMarks(
        span="M100.0 8H156.4",
        near="M147.0 8h.01M156.4 8h.01",
        far="M100.0 8h.01",
        median="M147.0 2V14",
    )


def test_spread_of_jurors_close_together_has_none_far():
    assert draw_spread({"G1": Fraction(50), "G2": Fraction(60)}, HUNDRED, Fraction(5)).far == ""


def test_offset_runs_from_nought():
    assert draw_offset(Fraction(-5), Scale(Fraction(-5), Fraction(5))) == "M100.0 8H6.0"
