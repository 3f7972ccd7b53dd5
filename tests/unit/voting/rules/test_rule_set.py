from dataclasses import replace
from fractions import Fraction

import pytest

from voting.enums import AggregateOn, CapKind, Method, RoundingMode
from voting.rules.bands import Band
from voting.rules.default import CIRCULAR_26_2014 as DEFAULT
from voting.rules.rule_set import Aggregate, Criterion, Part, Problem, RuleSet, scored, to_tally_rules
from voting.tally.caps import Cap
from voting.tally.count import tally
from voting.tally.exact import Rounding


def with_parts(*maxima):
    parts = tuple(Part(f"p{n}", "phần", "part", Fraction(one)) for n, one in enumerate(maxima))
    market = replace(DEFAULT.criteria[0], parts=parts)
    return replace(DEFAULT, criteria=(market, *DEFAULT.criteria[1:]))


def test_default_is_the_circulars_sheet_and_has_no_problem():
    assert DEFAULT.problems() == ()
    assert [(one.code, one.maximum) for one in DEFAULT.criteria] == [
        ("market", 40),
        ("economy", 40),
        ("culture", 10),
        ("other", 10),
    ]
    assert (DEFAULT.threshold, DEFAULT.aggregate.rounding, DEFAULT.total_rounding) == (70, None, None)


def test_default_as_tally_rules_is_what_the_contract_says():
    assert to_tally_rules(DEFAULT) == {
        "criteria": [
            {"code": "market", "max": "40", "weight": "1"},
            {"code": "economy", "max": "40", "weight": "1"},
            {"code": "culture", "max": "10", "weight": "1"},
            {"code": "other", "max": "10", "weight": "1"},
        ],
        "aggregate": {"on": "total", "method": "mean", "drop_low": 0, "drop_high": 0, "round": None},
        "total_round": None,
        "threshold": "70",
        "minimum_ballots": 3,
        "ties": ["criterion:market", "criterion:economy"],
    }


def test_parts_are_scored_in_place_of_their_criterion_and_tie_as_their_sum():
    rules = to_tally_rules(replace(with_parts("15", "25"), threshold=None, total_rounding=None))
    assert [one["code"] for one in rules["criteria"]] == ["p0", "p1", "economy", "culture", "other"]
    assert rules["ties"] == ["criterion:p0+p1", "criterion:economy"]
    assert tally({"rule_set": rules, "entries": [], "ballots": []}) == {"results": []}


def test_roundings_and_weights_reach_the_tally():
    rules = RuleSet(
        "x",
        1,
        "Tên",
        "Name",
        (Criterion("a", "A", "A", Fraction(20), Fraction(5)),),
        aggregate=Aggregate(
            AggregateOn.CRITERION, Method.TRIMMED_MEAN, 1, 2, Rounding(Fraction(1, 100), RoundingMode.DOWN)
        ),
        total_rounding=Rounding(Fraction(1, 10), RoundingMode.HALF_EVEN),
        minimum_ballots=4,
    )
    assert rules.problems() == ()
    assert to_tally_rules(rules) == {
        "criteria": [{"code": "a", "max": "20", "weight": "5"}],
        "aggregate": {
            "on": "criterion",
            "method": "trimmed_mean",
            "drop_low": 1,
            "drop_high": 2,
            "round": {"step": "0.01", "mode": "down"},
        },
        "total_round": {"step": "0.1", "mode": "half_even"},
        "threshold": None,
        "minimum_ballots": 4,
        "ties": [],
    }


def test_juror_fills_in_parts_or_the_criterion():
    assert [one.code for one in scored(with_parts("40").criteria[0])] == ["p0"]
    assert scored(DEFAULT.criteria[1]) == (DEFAULT.criteria[1],)


HALF = Rounding(Fraction(1, 2), RoundingMode.UP)
TRIMMED = Aggregate(method=Method.TRIMMED_MEAN, drop_low=1, drop_high=2)
GAP = (Band("1", Fraction(0), Fraction(49)), Band("2", Fraction(50), Fraction(100)))
NAMELESS = replace(DEFAULT.criteria[3], name_en="")


@pytest.mark.parametrize(
    ("rules", "problems"),
    [
        (replace(DEFAULT, criteria=()), ["no_criteria:criteria", "maxima_not_100:criteria",
                                         "unknown_tie_key:criterion:market", "unknown_tie_key:criterion:economy"]),
        (replace(DEFAULT, criteria=DEFAULT.criteria[:3]), ["maxima_not_100:criteria"]),
        (with_parts("15", "24"), ["parts_not_maximum:market"]),
        (with_parts("40", "0"), ["maximum_not_positive:p1"]),
        (replace(DEFAULT, criteria=(*DEFAULT.criteria[:3], replace(DEFAULT.criteria[3], code="culture"))),
         ["bad_code:culture"]),
        (replace(DEFAULT, criteria=(*DEFAULT.criteria[:3], replace(DEFAULT.criteria[3], code="a+b"))),
         ["bad_code:a+b"]),
        (replace(DEFAULT, criteria=(*DEFAULT.criteria[:3], NAMELESS)), ["name_missing:other"]),
        (replace(DEFAULT, aggregate=Aggregate(drop_low=1)), ["drops_without_trimming:aggregate"]),
        (replace(DEFAULT, aggregate=TRIMMED), ["trimming_leaves_none:minimum_ballots"]),
        (replace(DEFAULT, aggregate=TRIMMED, minimum_ballots=4), []),
        (replace(DEFAULT, minimum_ballots=0), ["minimum_ballots_zero:minimum_ballots"]),
        (replace(DEFAULT, threshold=Fraction(101)), ["threshold_over_maximum:threshold"]),
        (replace(DEFAULT, threshold=None), []),
        (replace(DEFAULT, quorum=Fraction(5, 4)), ["not_a_share:quorum"]),
        (replace(DEFAULT, vote_share=Fraction(-1)), ["not_a_share:vote_share"]),
        (replace(DEFAULT, cap=Cap(CapKind.SHARE, Fraction(2))), ["bad_cap:cap"]),
        (replace(DEFAULT, cap=Cap(CapKind.SHARE, Fraction(1, 2))), []),
        (replace(DEFAULT, upward_quota=Cap(CapKind.COUNT, Fraction(0))), ["bad_cap:upward_quota"]),
        (replace(DEFAULT, upward_quota=Cap(CapKind.COUNT, Fraction(14))), []),
        (replace(DEFAULT, passes=3), ["bad_passes:passes"]),
        (replace(DEFAULT, bands=GAP), ["bands_gap:bands"]),
        (replace(DEFAULT, criteria=(replace(DEFAULT.criteria[0], anchors=GAP), *DEFAULT.criteria[1:])),
         ["bands_gap:market", "bands_not_to_maximum:market"]),
        (replace(DEFAULT, ties=()), ["ties_end_without_vote:ties"]),
        (replace(DEFAULT, ties=("council_vote", "median")), ["ties_end_without_vote:ties"]),
        (replace(DEFAULT, ties=("median", "median", "council_vote")), ["tie_key_twice:ties"]),
        (replace(DEFAULT, ties=("criterion:taste", "council_vote")), ["unknown_tie_key:criterion:taste"]),
    ],
)  # fmt: skip
def test_problems_forbid_opening_under_these_rules(rules, problems):
    assert [f"{one.code}:{one.where}" for one in rules.problems()] == problems


def test_problem_names_its_place():
    assert replace(DEFAULT, passes=0).problems() == (Problem("bad_passes", "passes"),)


def test_terms_are_no_shorter_for_complaints_and_no_longer_for_answers_than_the_law_has_them():
    assert replace(DEFAULT, complaint_days=DEFAULT.complaint_days - 1).problems() == (
        Problem("complaint_days_cut", "complaint_days"),
    )
    for days in (0, DEFAULT.answer_days + 1):
        assert replace(DEFAULT, answer_days=days).problems() == (Problem("answer_days_over", "answer_days"),)
