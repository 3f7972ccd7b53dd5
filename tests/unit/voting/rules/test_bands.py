from fractions import Fraction

import pytest

from tests.bench.edges import find_wrong
from voting.enums import BandFault
from voting.rules.bands import Band, find_band, get_band_faults

STARS = (
    Band("3", Fraction(50), Fraction(70)),
    Band("4", Fraction(70), Fraction(90)),
    Band("5", Fraction(90), Fraction(100)),
)


def bands(*edges):
    return [Band(f"{low}-{high}", Fraction(low), Fraction(high)) for low, high in edges]


@pytest.mark.parametrize(
    ("edges", "faults"),
    [
        ([], ()),
        ([(0, 50), (50, 100)], ()),
        ([(70, 100)], ()),
        ([(0, 30), (30, 60), (60, 100)], ()),
        ([(0, 90)], (("0-90", BandFault.NOT_TO_MAXIMUM),)),
        ([(50, 100), (0, 50)], ()),
        ([(0, 49), (50, 100)], (("50-100", BandFault.GAP),)),
        ([(0, 51), (50, 100)], (("50-100", BandFault.OVERLAP),)),
        ([(0, 50), (50, 99)], (("50-99", BandFault.NOT_TO_MAXIMUM),)),
        ([(0, 50), (50, 101)], (("50-101", BandFault.NOT_TO_MAXIMUM),)),
        ([(50, 50), (50, 100)], (("50-50", BandFault.EMPTY),)),
        ([(60, 50), (50, 100)], (("60-50", BandFault.EMPTY), ("60-50", BandFault.OVERLAP),
                                 ("60-50", BandFault.NOT_TO_MAXIMUM))),
    ],
)  # fmt: skip
def test_bands_with_gaps_or_overlaps_are_found(edges, faults):
    assert get_band_faults(bands(*edges), Fraction(100)) == faults


def test_written_bands_that_leave_a_gap_between_whole_numbers_are_found():
    """70-89 and 90-100, as a well-known scheme writes them, leave 89.5 without a band."""
    assert get_band_faults(bands((70, 89), (90, 100)), Fraction(100)) == (("90-100", BandFault.GAP),)


@pytest.mark.parametrize("edge", [50, 70, 90])
def test_band_edge_belongs_to_the_upper_band(edge):
    third = Fraction(1, 3 * 10**9)
    below = find_band(Fraction(edge) - third, STARS)
    assert (below.code if below else "") == {50: "", 70: "3", 90: "4"}[edge]
    assert find_band(Fraction(edge), STARS).code == {50: "3", 70: "4", 90: "5"}[edge]
    assert find_band(Fraction(edge) + third, STARS).code == {50: "3", 70: "4", 90: "5"}[edge]


def test_every_tenth_from_nought_to_the_maximum_has_its_one_band():
    found = [find_band(Fraction(n, 10), STARS) for n in range(1001)]
    counts = [sum(one is not None and one.code == code for one in found) for code in "345"]
    assert (found.count(None), *counts) == (500, 200, 200, 101)


def test_no_bands_hold_nothing():
    assert find_band(Fraction(100), ()) is None


def test_juries_on_a_band_edge_and_a_tenth_beside_it_are_judged_right():
    assert find_wrong(100) == []
