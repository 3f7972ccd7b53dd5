import itertools

import pytest

from tests.helpers.voting import naive
from tests.helpers.voting.sheets import aggregate, ballot, document, one_criterion, points, rule_set
from voting.tally.count import aggregate as aggregate_values
from voting.tally.count import tally
from voting.tally.input import read_rules

CENTS = {"step": "0.01", "mode": "half_up"}
TENTHS = {"step": "0.1", "mode": "half_up"}


def rows(rules, ballots, *entries):
    return {row["entry"]: row for row in tally(document(rules, ballots, *entries))["results"]}


def total(rules, *scores):
    return rows(rules, points("A", *scores))["A"]["total"]


def two_criteria(first, second):
    return [
        {"code": "points", "max": "10", "weight": first},
        {"code": "second", "max": "10", "weight": second},
    ]


def test_result_has_the_shape_of_the_contract():
    ballots = [ballot("G1", "SP-01", "31.5", "30", "8", "8.75")]
    assert tally(document(rule_set(), ballots)) == {
        "results": [
            {
                "entry": "SP-01",
                "total": "78.25",
                "by_criterion": {"market": "31.5", "economy": "30", "culture": "8", "other": "8.75"},
                "ballots": 1,
                "verdict": "pass",
                "place": 1,
                "tie": None,
            }
        ]
    }


def test_mean_without_finite_decimal_is_a_fraction():
    assert total(one_criterion(), "70", "70", "70.5") == "421/6"


def test_median_of_odd_and_even_juries():
    rules = one_criterion(aggregate=aggregate(method="median"))
    assert total(rules, "10", "90", "71") == "71"
    assert total(rules, "10", "90", "71", "72") == "71.5"


def test_trimming_is_by_count_and_by_value():
    rules = one_criterion(aggregate=aggregate(method="trimmed_mean", drop_low=1, drop_high=2))
    assert total(rules, "80", "10", "90", "60", "85") == "70"


def test_too_few_ballots_to_trim_leave_the_entry_undecided_without_total():
    rules = one_criterion(aggregate=aggregate(method="trimmed_mean", drop_low=1, drop_high=1))
    row = rows(rules, points("A", "80", "90"))["A"]
    assert (row["total"], row["by_criterion"], row["verdict"], row["place"], row["ballots"]) == (
        None,
        {"points": None},
        "undecided",
        None,
        2,
    )


def test_trimming_more_than_there_are_leaves_no_total():
    rules = one_criterion(aggregate=aggregate(method="trimmed_mean", drop_low=0, drop_high=5))
    assert total(rules, "80", "90") is None


def test_drop_counts_have_no_effect_without_trimming():
    assert total(one_criterion(aggregate=aggregate(drop_low=1, drop_high=1)), "10", "20", "90") == "40"


def test_on_total_weighs_each_sheet_and_rounds_the_aggregate_then_the_total():
    rules = rule_set(
        criteria=[
            {"code": "points", "max": "10", "weight": "1.5"},
            {"code": "second", "max": "10", "weight": "0.25"},
        ],
        aggregate=aggregate(round=CENTS),
        total_round=TENTHS,
        threshold=None,
    )
    ballots = [ballot("G1", "A", "7.1", "3"), ballot("G2", "A", "7.2", "4"), ballot("G3", "A", "7.2", "4")]
    # sums 11.4, 11.8, 11.8; mean 35/3 = 11.666… -> 11.67 -> 11.7
    row = rows(rules, ballots)["A"]
    assert row["total"] == "11.7"
    assert row["by_criterion"] == {"points": "7.17", "second": "3.67"}


def test_on_criterion_rounds_each_criterion_then_each_product_and_adds():
    rules = rule_set(
        criteria=[
            {"code": "points", "max": "10", "weight": "1.15"},
            {"code": "second", "max": "10", "weight": "2"},
        ],
        aggregate=aggregate("criterion", round=CENTS),
        total_round=TENTHS,
        threshold=None,
    )
    ballots = [ballot("G1", "A", "7.1", "3"), ballot("G2", "A", "7.2", "4"), ballot("G3", "A", "7.2", "4")]
    # 7.17 * 1.15 = 8.2455 -> 8.2; 3.67 * 2 = 7.34 -> 7.3
    assert rows(rules, ballots)["A"]["total"] == "15.5"


def test_figure_skating_segment_is_reproduced_to_the_last_digit():
    # Program components as the skating union counts them: nine judges, one high and one low dropped, mean to
    # 0.01, times the factor, each product to 0.01, added.
    rules = rule_set(
        criteria=[
            {"code": "points", "max": "10", "weight": "3.33"},
            {"code": "second", "max": "10", "weight": "3.33"},
        ],
        aggregate=aggregate("criterion", "trimmed_mean", drop_low=1, drop_high=1, round=CENTS),
        total_round=CENTS,
        threshold=None,
    )
    first = ("9.25", "9.50", "9.00", "9.25", "9.75", "9.50", "9.25", "9.50", "8.75")
    second = ("9.00", "9.25", "9.25", "9.50", "9.50", "9.00", "9.25", "9.75", "9.25")
    ballots = [ballot(f"J{n}", "A", *pair) for n, pair in enumerate(zip(first, second, strict=True))]
    # sums of the middle seven 65.25 and 65.00 -> 9.32 and 9.29 -> 31.0356 and 30.9357 -> 31.04 + 30.94
    row = rows(rules, ballots)["A"]
    assert (row["by_criterion"], row["total"]) == ({"points": "9.32", "second": "9.29"}, "61.98")


def test_panel_whose_mean_is_exactly_the_threshold_passes():
    assert rows(one_criterion(), points("A", "69.9", "70.1", "70"))["A"]["verdict"] == "pass"
    assert rows(one_criterion(), points("A", "69.9", "70.1", "69.9"))["A"]["verdict"] == "below"


def test_threshold_is_held_against_the_rounded_total():
    rules = one_criterion(aggregate=aggregate(round=CENTS))
    assert rows(rules, points("A", *["70"] * 200, "69"))["A"] == {
        "entry": "A",
        "total": "70",
        "by_criterion": {"points": "70"},
        "ballots": 201,
        "verdict": "pass",
        "place": 1,
        "tie": None,
    }


def test_without_threshold_every_decided_entry_passes():
    found = rows(
        one_criterion(threshold=None, minimum_ballots=2), [*points("A", "0", "0"), *points("B", "99")]
    )
    assert {entry: row["verdict"] for entry, row in found.items()} == {"A": "pass", "B": "undecided"}


def test_under_minimum_ballots_total_is_shown_and_place_is_not():
    found = rows(one_criterion(minimum_ballots=2), [*points("A", "99"), *points("B", "50", "50")])
    assert (found["A"]["total"], found["A"]["verdict"], found["A"]["place"]) == ("99", "undecided", None)
    assert (found["B"]["verdict"], found["B"]["place"]) == ("below", 1)


def test_missing_absent_recused_and_zero_are_four_different_things():
    base = points("A", "80", "90")
    zero = [*base, *[ballot("G9", "A", "0")]]
    absent = [*base, ballot("G9", "A", status="absent")]
    recused = [*base, ballot("G9", "A", status="recused")]
    rules = one_criterion(minimum_ballots=3)
    results = [rows(rules, ballots)["A"] for ballots in (base, zero, absent, recused)]
    assert [(row["ballots"], row["total"], row["verdict"]) for row in results] == [
        (2, "85", "undecided"),
        (3, "170/3", "below"),
        (2, "85", "undecided"),
        (2, "85", "undecided"),
    ]


def test_entry_without_ballots_is_undecided_and_empty():
    assert rows(one_criterion(), [], "A")["A"] == {
        "entry": "A",
        "total": None,
        "by_criterion": {"points": None},
        "ballots": 0,
        "verdict": "undecided",
        "place": None,
        "tie": None,
    }


def test_no_entries_give_no_results():
    assert tally(document(one_criterion(), [])) == {"results": []}


def test_equal_totals_share_a_place_and_the_tie_is_named():
    found = rows(
        one_criterion(), [*points("A", "80"), *points("B", "90"), *points("C", "80"), *points("D", "70")]
    )
    assert {entry: (row["place"], row["tie"]) for entry, row in found.items()} == {
        "A": (2, "T2"),
        "B": (1, None),
        "C": (2, "T2"),
        "D": (4, None),
    }


def test_tie_groups_at_different_places_have_different_names():
    found = rows(
        one_criterion(), [*points("A", "80"), *points("B", "80"), *points("C", "70"), *points("D", "70")]
    )
    assert [row["tie"] for row in found.values()] == ["T1", "T1", "T3", "T3"]


def two_by_two(ties):
    ballots = [ballot("G1", "A", "40", "30", "0", "0"), ballot("G1", "B", "30", "40", "0", "0")]
    return {entry: (row["place"], row["tie"]) for entry, row in rows(rule_set(ties=ties), ballots).items()}


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        (["criterion:market"], {"A": (1, None), "B": (2, None)}),
        (["criterion:economy"], {"A": (2, None), "B": (1, None)}),
        (["criterion:culture", "criterion:economy"], {"A": (2, None), "B": (1, None)}),
        (["criterion:market+economy"], {"A": (1, "T1"), "B": (1, "T1")}),
        (["criterion:market+culture"], {"A": (1, None), "B": (2, None)}),
        (["criterion:culture"], {"A": (1, "T1"), "B": (1, "T1")}),
        ([], {"A": (1, "T1"), "B": (1, "T1")}),
    ],
)
def test_ties_are_broken_by_criteria_in_order(ties, places):
    assert two_by_two(ties) == places


@pytest.mark.parametrize(
    ("key", "first"),
    [("median", "B"), ("lowest", "C"), ("highest", "A"), ("ballots", "D")],
)
def test_ties_are_broken_by_what_the_jurors_gave(key, first):
    ballots = [
        *points("A", "50", "50", "98"),
        *points("B", "56", "72", "70"),
        *points("C", "66", "66", "66"),
        *points("D", "60", "60", "72", "72"),
    ]
    found = rows(one_criterion(ties=[key]), ballots)
    assert {row["total"] for row in found.values()} == {"66"}
    assert [entry for entry, row in found.items() if row["place"] == 1] == [first]


def test_median_tie_key_of_an_even_jury_is_the_middle_of_two():
    found = rows(
        one_criterion(ties=["median"]), [*points("A", "60", "66", "70", "68"), *points("B", "66", "66")]
    )
    assert (found["A"]["place"], found["B"]["place"]) == (1, 2)


def test_criterion_code_with_a_plus_is_taken_whole():
    rules = rule_set(
        criteria=[{"code": "a+b", "max": "10", "weight": "1"}], threshold=None, ties=["criterion:a+b"]
    )
    ballots = [{"juror": "G1", "entry": "A", "status": "cast", "scores": {"a+b": "7"}}]
    assert rows(rules, ballots)["A"]["place"] == 1


def test_weight_of_zero_reports_without_counting():
    rules = rule_set(
        criteria=[
            {"code": "points", "max": "10", "weight": "1"},
            {"code": "second", "max": "10", "weight": "0"},
        ],
        threshold=None,
    )
    row = rows(rules, [ballot("G1", "A", "7", "9")])["A"]
    assert (row["total"], row["by_criterion"]["second"]) == ("7", "9")


def test_codes_are_the_same_in_every_unicode_form():
    composed, decomposed = "ti\u1ebfng", "tie\u0302\u0301ng"
    rules = rule_set(criteria=[{"code": composed, "max": "10", "weight": "1"}], threshold=None)
    ballots = [{"juror": "G1", "entry": decomposed, "status": "cast", "scores": {decomposed: "7"}}]
    assert rows(rules, ballots, composed)[composed]["total"] == "7"


def jury_at(edge, size, shift, off):
    """Tenths of `size` jurors that add up to the edge, `off` tenths away; spread but inside 0 to 100."""
    tenths = [10 * edge + (shift + 11 * k) % 60 - 30 for k in range(size - 1)]
    tenths.append(10 * edge * size - sum(tenths) + off)
    return tenths if 0 <= tenths[-1] <= 1000 else [10 * edge] * (size - 1) + [10 * edge + off]


def test_hundred_thousand_juries_at_the_edges_have_no_wrong_verdict():
    """Juries exactly on each edge, a tenth of a point above and a tenth below in sum."""
    wrong = 0
    for edge in (50, 60, 70, 80, 90):
        rules = read_rules(one_criterion(threshold=str(edge)))
        for n, off in itertools.product(range(6700), (-1, 0, 1)):
            tenths = jury_at(edge, (5, 7, 9)[n % 3], n % 83, off)
            total = aggregate_values(rules, tenths, 10)
            wrong += (total >= rules.threshold) != (off >= 0)
    assert wrong == 0


@pytest.mark.parametrize("edge", [50, 70, 90])
def test_juries_at_the_edges_keep_their_verdict_through_the_whole_engine(edge):
    ballots, expected = [], {}
    for n, off in itertools.product(range(249), (-1, 0, 1)):
        name = f"{n}:{off}"
        expected[name] = "below" if off < 0 else "pass"
        tenths = jury_at(edge, (5, 7, 9)[n % 3], n % 83, off)
        ballots += points(name, *(f"{one // 10}.{one % 10}" for one in tenths))
    found = rows(one_criterion(threshold=str(edge)), ballots)
    assert {entry: row["verdict"] for entry, row in found.items()} == expected


def test_plain_reading_of_the_contract_agrees_on_the_examples():
    rules = rule_set(aggregate=aggregate("criterion", "median", round=CENTS), ties=["criterion:market"])
    ballots = [ballot(f"G{n}", "A", str(30 + n), "30.25", "8", "7") for n in range(4)]
    (row,) = naive.tally(document(rules, ballots))
    assert rows(rules, ballots)["A"]["total"] == str(float(row["total"]))


def test_nought_is_placed_under_a_half():
    rules = rule_set(
        criteria=[{"code": code, "max": "10", "weight": "1"} for code in ("points", "second")],
        threshold=None,
        ties=["criterion:second"],
    )
    by_total = rows(rules, [ballot("G1", "A", "0", "0"), ballot("G1", "B", "0.5", "0")])
    by_key = rows(rules, [ballot("G1", "A", "0.5", "0"), ballot("G1", "B", "0", "0.5")])
    assert [(one["A"]["place"], one["B"]["place"]) for one in (by_total, by_key)] == [(2, 1), (2, 1)]
