from fractions import Fraction

import pytest

from voting.agreement.diagnostics import (
    Agreement,
    FarSheet,
    find_far_sheets,
    get_agreement,
    get_icc,
    get_icc_mean,
    get_kendall_w,
    get_severity,
    get_spread,
    to_decimal,
)

# Six targets, four judges: the worked example of Shrout and Fleiss (1979): ICC(2,1) is 0.29, ICC(2,4) is 0.62.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


# Three executives rank six applicants: the worked example of Siegel (1956), whose W is 0.16.
APPLICANTS = [[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]]


def rows(table):
    return [[Fraction(value) for value in row] for row in table]


def totals(table):
    return {
        f"SP-{n}": {f"G{m}": Fraction(value) for m, value in enumerate(row, 1) if value is not None}
        for n, row in enumerate(table, 1)
    }


def test_icc_is_that_of_the_published_example():
    assert get_icc(rows(TARGETS)) == Fraction(184, 635)
    assert round(float(get_icc(rows(TARGETS))), 2) == 0.29


def test_icc_of_the_mean_is_that_of_the_published_example():
    assert to_decimal(get_icc_mean(rows(TARGETS))) == "0.62"


def test_icc_of_the_mean_by_hand():
    # two entries, two jurors: BMS 4, JMS 1, EMS 0; (4 - 0) / (4 + (1 - 0) / 2)
    assert get_icc_mean(rows([[1, 2], [3, 4]])) == Fraction(8, 9)
    # ICC(2,1) of the same: (4 - 0) / (4 + 0 + 2 * (1 - 0) / 2)
    assert get_icc(rows([[1, 2], [3, 4]])) == Fraction(4, 5)


def test_kendall_w_is_that_of_the_published_example():
    assert get_kendall_w(rows(APPLICANTS)) == Fraction(306, 1890)
    assert to_decimal(get_kendall_w(rows(APPLICANTS))) == "0.16"


def test_kendall_w_of_equal_orders_is_one_and_of_opposite_orders_nought():
    assert get_kendall_w(rows([[1, 10], [2, 20], [3, 30]])) == 1
    assert get_kendall_w(rows([[1, 3], [2, 2], [3, 1]])) == 0


def test_kendall_w_is_corrected_for_ties():
    # ranks 1 2.5 2.5 and 1 2 3: sums 2, 4.5, 5.5; S = 6.5; W = 12 * 6.5 / (4 * 24 - 2 * 6)
    assert get_kendall_w(rows([[1, 1], [2, 2], [2, 3]])) == Fraction(78, 84)


def test_nothing_that_varies_has_no_agreement_to_measure():
    alike = rows([[5, 5], [5, 5]])
    assert (get_kendall_w(alike), get_icc(alike), get_icc_mean(alike)) == (None, None, None)


def test_agreement_looks_at_entries_that_all_jurors_scored():
    table = totals([[1, 10], [2, 20], [None, 7], [3, 30]])
    common = rows([[1, 10], [2, 20], [3, 30]])
    assert get_agreement(table) == Agreement(2, 3, Fraction(1), get_icc(common), get_icc_mean(common))


@pytest.mark.parametrize("table", [[], [[5]], [[5, 6]], [[5], [6]], [[5, None], [None, 6]]])
def test_one_juror_or_one_entry_cannot_agree(table):
    found = get_agreement(totals(table))
    assert (found.kendall_w, found.icc, found.icc_mean) == (None, None, None)


def test_severity_is_the_mean_distance_from_the_entries_mean():
    assert get_severity(totals([[60, 70, 80], [50, 70, 60], [None, 80, 90]])) == {
        "G1": Fraction(-10),
        "G2": Fraction(5, 3),
        "G3": Fraction(5),
    }


def test_spread_names_the_farthest_from_the_median():
    found = get_spread({"G1": Fraction(60), "G2": Fraction(72), "G3": Fraction(75), "G4": Fraction(70)})
    assert (found.lowest, found.highest, found.median, found.range, found.farthest) == (
        60,
        75,
        71,
        15,
        ("G1",),
    )


def test_spread_of_equal_totals_names_nobody():
    assert get_spread({"G1": Fraction(60), "G2": Fraction(60)}).farthest == ()


def test_spread_of_no_totals_is_none():
    assert get_spread({}) is None


def test_far_sheets_lie_beyond_the_limit_and_the_farthest_comes_first():
    table = totals([[60, 70, 80], [50, 70, 71], [None, None, None]])
    assert find_far_sheets(table, Fraction(10)) == [FarSheet("SP-2", "G1", Fraction(50), Fraction(70))]
    nearer = find_far_sheets(table, Fraction(9))
    assert [(one.entry, one.juror, one.distance) for one in nearer] == [
        ("SP-2", "G1", -20),
        ("SP-1", "G1", -10),
        ("SP-1", "G3", 10),
    ]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(421, 6), 2, "70.17"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_decimal_text_rounds_halves_away_from_nought(value, places, text):
    assert to_decimal(value, places) == text
