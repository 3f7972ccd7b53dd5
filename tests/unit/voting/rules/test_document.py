import copy
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from voting.enums import AggregateOn, CapKind, Method, RoundingMode, SpreadKind
from voting.errors import RuleError
from voting.rules.bands import Band
from voting.rules.default import CIRCULAR_26_2014 as DEFAULT
from voting.rules.document import rule_set_from_dict, rule_set_to_dict
from voting.rules.rule_set import Aggregate, LowerLevel, Part
from voting.tally.caps import Cap
from voting.tally.exact import Rounding
from voting.tally.spread import SpreadRule

BANDS = (Band("A", Fraction(70), Fraction(90), "khá", "good"), Band("B", Fraction(90), Fraction(100)))
FULL = replace(
    DEFAULT,
    criteria=(
        replace(
            DEFAULT.criteria[0],
            parts=(Part("p", "phần", "part", Fraction(40), (Band("x", Fraction(0), Fraction(40)),)),),
            anchors=(Band("y", Fraction(0), Fraction(40), "đủ", "enough"),),
        ),
        *DEFAULT.criteria[1:],
    ),
    aggregate=Aggregate(
        AggregateOn.CRITERION, Method.TRIMMED_MEAN, 1, 1, Rounding(Fraction(1, 100), RoundingMode.DOWN)
    ),
    total_rounding=Rounding(Fraction(1, 10), RoundingMode.UP),
    bands=BANDS,
    cap=Cap(CapKind.SHARE, Fraction(1, 3)),
    upward_quota=Cap(CapKind.COUNT, Fraction(14)),
    spread=SpreadRule(SpreadKind.RANGE, Fraction(10)),
    passes=2,
    blind=False,
)


@pytest.mark.parametrize("rules", [DEFAULT, FULL, replace(DEFAULT, threshold=None)])
def test_rule_set_reads_back_from_its_data(rules):
    assert rule_set_from_dict(json.loads(json.dumps(rule_set_to_dict(rules)))) == rules


def test_data_holds_no_floats_and_writes_shares_exactly():
    data = rule_set_to_dict(FULL)
    assert (data["cap"], data["quorum"], data["vote_share"], data["spread"]) == (
        {"kind": "share", "value": "1/3"},
        "2/3",
        "0.5",
        {"kind": "range", "points": "10"},
    )
    assert "float" not in {type(value).__name__ for value in data.values()}


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ((), None, "bad_object", "rules"),
        (("code",), 5, "bad_text", "code"),
        (("version",), "1", "bad_count", "version"),
        (("version",), True, "bad_count", "version"),
        (("passes",), -1, "bad_count", "passes"),
        (("blind",), 1, "bad_flag", "blind"),
        (("criteria",), {}, "bad_list", "criteria"),
        (("criteria", 1), {}, "bad_object", "criteria[1]"),
        (("criteria", 0, "parts", 0), "p", "bad_object", "criteria[0].parts"),
        (("criteria", 0, "max"), 40, "bad_number", "max"),
        (("criteria", 0, "max"), "1/0", "bad_number", "max"),
        (("criteria", 0, "max"), "1/2/3", "bad_number", "max"),
        (("criteria", 0, "max"), "4e1", "bad_number", "max"),
        (("aggregate", "on"), "all", "unknown_word", "on"),
        (("aggregate", "round", "step"), "0", "not_positive", "aggregate.round"),
        (("total_round", "mode"), "near", "unknown_word", "mode"),
        (("bands", 0, "lower"), "-1", "bad_number", "lower"),
        (("cap", "kind"), "some", "unknown_word", "kind"),
        (("spread", "kind"), "some", "unknown_word", "kind"),
        (("ties", 0), 1, "bad_text", "ties"),
        (("surprise",), 1, "bad_object", "rules"),
    ],
)
def test_data_at_fault_is_refused_with_its_place(path, value, code, field):
    data = copy.deepcopy(rule_set_to_dict(FULL))
    place = data
    for step in path[:-1]:
        place = place[step]
    if path:
        place[path[-1]] = value
    with pytest.raises(RuleError) as caught:
        rule_set_from_dict(data if path else value)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize("lower", [None, LowerLevel(True, False), LowerLevel(False, False)])
def test_what_the_level_below_must_have_done_may_lack(lower):
    rules = replace(DEFAULT, lower=lower)
    data = rule_set_to_dict(rules)
    assert ("lower" in data) is (lower is not None)
    assert rule_set_from_dict(data) == rules


@pytest.mark.parametrize(
    "lower", [True, {}, {"certificate": True}, {"certificate": "yes", "promotion": False}]
)
def test_wrong_chain_is_refused(lower):
    with pytest.raises(RuleError):
        rule_set_from_dict({**rule_set_to_dict(DEFAULT), "lower": lower})
