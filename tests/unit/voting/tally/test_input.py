import copy

import pytest

from tests.helpers.voting.sheets import aggregate, ballot, document, one_criterion, points, rule_set
from voting.errors import TallyError
from voting.tally.count import tally
from voting.tally.input import read_rules


def refusal(whole):
    with pytest.raises(TallyError) as caught:
        tally(whole)
    return caught.value


def changed(path, value):
    """A good document with the value at this path replaced, or the key taken out when value is `Ellipsis`."""
    whole = copy.deepcopy(document(rule_set(), [ballot("G1", "SP-01", "30", "30", "8", "7")]))
    place = whole
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return whole


BALLOT = 'ballots[0] (juror "G1", entry "SP-01")'
SCORE = ("ballots", 0, "scores", "market")


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        ("35,5", '"35,5"'),
        ("1e1", '"1e1"'),
        ("+1", '"+1"'),
        (" 1", '" 1"'),
        ("٣", '"٣"'),
        ("", '""'),
        ("-1", '"-1"'),
        ("40.1", '"40.1"'),
        ("NaN", '"NaN"'),
        ("1\x00", '"1\\u0000"'),
        (35.5, "35.5"),
        (35, "35"),
        (True, "true"),
        (None, "null"),
        (["35"], "a list"),
        ({"a": 1}, "an object"),
        ("9" * 300, '"' + "9" * 76 + "..."),
        ("9" * 79, '"' + "9" * 76 + "..."),
        ("9" * 78, '"' + "9" * 78 + '"'),
    ],
)
def test_score_that_is_no_decimal_string_is_refused_naming_the_ballot(score, shown):
    error = refusal(changed(SCORE, score))
    assert error.message == f'{BALLOT}: score for "market" must be a decimal string from 0 to 40, not {shown}'
    assert (error.code, error.field) == ("bad_score", BALLOT)


@pytest.mark.parametrize("score", ["0", "40", "40.0", "0.000", "07"])
def test_score_at_either_end_is_accepted(score):
    assert tally(changed(SCORE, score))["results"][0]["ballots"] == 1


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        (("ballots", 0, "entry"), "SP-99", "unknown_entry", 'ballots[0] (juror "G1", entry "SP-99")'),
        (("ballots", 0, "status"), "voted", "unknown_status", BALLOT),
        (("ballots", 0, "status"), ["cast"], "unknown_status", BALLOT),
        (("ballots", 0, "status"), "recused", "scores_without_vote", BALLOT),
        (("ballots", 0, "status"), "absent", "scores_without_vote", BALLOT),
        (("ballots", 0, "status"), ..., "unknown_status", BALLOT),
        (SCORE, ..., "missing_score", BALLOT),
        (("ballots", 0, "scores"), ..., "missing_score", BALLOT),
        (("ballots", 0, "scores"), [], "missing_score", BALLOT),
        (("ballots", 0, "scores", "taste"), "1", "unknown_criterion", BALLOT),
        (("ballots", 0, "juror"), "", "bad_code", "ballots[0].juror"),
        (("ballots", 0, "juror"), 7, "bad_code", "ballots[0].juror"),
        (("ballots", 0, "entry"), "SP\x00", "bad_code", "ballots[0].entry"),
        (("ballots", 0, "entry"), "\ud800", "bad_code", "ballots[0].entry"),
        (("ballots", 0), "G1", "bad_type", "ballots[0]"),
        (("ballots",), {}, "bad_type", "ballots"),
        (("entries",), ..., "bad_type", "entries"),
        (("entries", 0), 1, "bad_code", "entries[0]"),
        (("entries",), ["SP-01", "SP-01"], "duplicate", "entries"),
        (("rule_set",), ..., "bad_type", "rule_set"),
        (("rule_set", "treshold"), "70", "unknown_key", "rule_set"),
        (("rule_set", "criteria"), [], "missing", "rule_set.criteria"),
        (("rule_set", "criteria", 1, "code"), "market", "duplicate", "rule_set.criteria"),
        (("rule_set", "criteria", 0, "max"), "0", "not_positive", "rule_set.criteria[0].max"),
        (("rule_set", "criteria", 0, "max"), 40, "bad_decimal", "rule_set.criteria[0].max"),
        (("rule_set", "criteria", 0, "weight"), "-1", "bad_decimal", "rule_set.criteria[0].weight"),
        (("rule_set", "criteria", 0, "weight"), ..., "bad_decimal", "rule_set.criteria[0].weight"),
        (("rule_set", "aggregate", "on"), "totals", "unknown_word", "rule_set.aggregate.on"),
        (("rule_set", "aggregate", "method"), None, "unknown_word", "rule_set.aggregate.method"),
        (("rule_set", "aggregate", "metod"), "mean", "unknown_key", "rule_set.aggregate"),
        (("rule_set", "aggregate", "drop_low"), -1, "bad_count", "rule_set.aggregate.drop_low"),
        (("rule_set", "aggregate", "round"), {"step": "0", "mode": "up"}, "not_positive",
         "rule_set.aggregate.round.step"),
        (("rule_set", "aggregate", "round"), {"step": "1", "mode": "off"}, "unknown_word",
         "rule_set.aggregate.round.mode"),
        (("rule_set", "total_round"), {"step": "1"}, "unknown_word", "rule_set.total_round.mode"),
        (("rule_set", "threshold"), 70, "bad_decimal", "rule_set.threshold"),
        (("rule_set", "threshold"), "7e1", "bad_decimal", "rule_set.threshold"),
        (("rule_set", "minimum_ballots"), True, "bad_count", "rule_set.minimum_ballots"),
        (("rule_set", "minimum_ballots"), "3", "bad_count", "rule_set.minimum_ballots"),
        (("rule_set", "minimum_ballots"), 1_000_001, "bad_count", "rule_set.minimum_ballots"),
        (("rule_set", "minimum_ballots"), 10**400, "bad_count", "rule_set.minimum_ballots"),
        (("rule_set", "ties"), "market", "bad_type", "rule_set.ties"),
        (("rule_set", "ties"), ["market"], "unknown_tie_key", "rule_set.ties[0]"),
        (("rule_set", "ties"), ["median", "criterion:taste"], "unknown_tie_key", "rule_set.ties[1]"),
        (("rule_set", "ties"), ["criterion:market+taste"], "unknown_tie_key", "rule_set.ties[0]"),
        (("rule_set", "ties"), [1], "bad_code", "rule_set.ties[0]"),
    ],
)  # fmt: skip
def test_input_at_fault_is_refused_where_the_fault_is(path, value, code, field):
    error = refusal(changed(path, value))
    assert (error.code, error.field) == (code, field)
    assert error.message.startswith(f"{field}: ")
    assert "\n" not in error.message


@pytest.mark.parametrize("whole", [None, [], "x", 1])
def test_input_that_is_no_object_is_refused(whole):
    assert refusal(whole).field == "input"


def test_second_ballot_of_a_juror_for_an_entry_is_refused_whatever_its_status():
    ballots = [ballot("G1", "A", "5"), ballot("G1", "A", status="recused")]
    assert (refusal(document(one_criterion(), ballots)).code) == "duplicate_ballot"


def test_duplicate_is_found_across_unicode_forms():
    ballots = [ballot("Gi\u00e1m", "A", "5"), ballot("Gia\u0301m", "A", "5")]
    assert refusal(document(one_criterion(), ballots)).code == "duplicate_ballot"


def test_criterion_scored_in_two_unicode_forms_is_refused():
    rules = rule_set(criteria=[{"code": "\u00e1", "max": "10", "weight": "1"}])
    twice = {"juror": "G1", "entry": "A", "status": "cast", "scores": {"\u00e1": "1", "a\u0301": "2"}}
    assert refusal(document(rules, [twice])).code == "duplicate"


def test_trimmed_mean_needs_its_counts():
    rules = one_criterion(aggregate={"on": "total", "method": "trimmed_mean", "round": None})
    assert refusal(document(rules, points("A", "5"))).field == "rule_set.aggregate.drop_low"


def test_trimming_counts_are_read_and_without_effect_where_nothing_is_trimmed():
    means = [
        {"on": "total", "method": "mean", "round": None} | more
        for more in ({}, {"drop_low": 2, "drop_high": 3})
    ]
    found = [read_rules(one_criterion(aggregate=aggregate_)) for aggregate_ in means]
    assert [(rules.drop_low, rules.drop_high) for rules in found] == [(0, 0), (0, 0)]
    trimmed = {"on": "total", "method": "trimmed_mean", "drop_low": 2, "drop_high": 0}
    rules = read_rules(one_criterion(aggregate=trimmed))
    assert (rules.drop_low, rules.drop_high) == (2, 0)


def test_as_many_ballots_as_a_million_may_be_asked_for():
    assert read_rules(one_criterion(minimum_ballots=1_000_000)).minimum_ballots == 1_000_000


def test_rules_that_may_be_null_may_be_absent():
    rules = {
        "criteria": [{"code": "points", "max": "100", "weight": "1"}],
        "aggregate": {"on": "total", "method": "mean"},
        "minimum_ballots": 0,
    }
    assert tally(document(rules, points("A", "5")))["results"][0]["verdict"] == "pass"


def test_scores_of_a_juror_who_stood_aside_may_be_null_empty_or_absent():
    ballots = [
        {"juror": "G1", "entry": "A", "status": "recused", "scores": None},
        {"juror": "G2", "entry": "A", "status": "absent", "scores": {}},
        {"juror": "G3", "entry": "A", "status": "absent"},
    ]
    assert tally(document(one_criterion(), ballots))["results"][0]["ballots"] == 0


def test_keys_unknown_to_the_contract_are_ignored_where_they_can_hide_nothing():
    whole = document(one_criterion(), [ballot("G1", "A", "5") | {"comment": "tốt"}])
    assert tally(whole | {"round": "2026"})["results"][0]["total"] == "5"


def test_input_is_left_as_it_was():
    whole = document(rule_set(aggregate=aggregate("criterion")), [ballot("G1", "A", "1", "2", "3", "4")])
    before = copy.deepcopy(whole)
    tally(whole)
    assert whole == before
