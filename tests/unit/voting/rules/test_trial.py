from dataclasses import replace
from fractions import Fraction

import pytest

from voting.enums import AggregateOn, CapKind, Method, SpreadKind
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.rule_set import Aggregate, Criterion, Part, to_tally_rules
from voting.rules.trial import Change, Mismatch, Trial, try_rules
from voting.tally.caps import Cap
from voting.tally.count import tally
from voting.tally.spread import SpreadRule

# Three entries, three jurors: means 70, 70.33…, 65; a fourth that one juror alone scored.
SHEETS = {"A": ("70", "70", "70"), "B": ("90", "60", "61"), "C": ("60", "65", "70"), "D": ("99", None, None)}


def sheet(total):
    market = min(Fraction(total), Fraction(40))
    rest = Fraction(total) - market
    economy = min(rest, Fraction(40))
    culture = min(rest - economy, Fraction(10))
    values = {"market": market, "economy": economy, "culture": culture, "other": rest - economy - culture}
    return {code: str(value) for code, value in values.items()}


@pytest.fixture
def past():
    """A frozen input and what was published."""
    ballots = [
        {"juror": f"G{n}", "entry": entry, "status": "cast", "scores": sheet(total)}
        if total
        else {"juror": f"G{n}", "entry": entry, "status": "recused", "scores": {}}
        for entry, totals in SHEETS.items()
        for n, total in enumerate(totals, 1)
    ]
    document = {
        "rule_set": to_tally_rules(CIRCULAR_26_2014),
        "entries": list(SHEETS),
        "ballots": ballots,
    }
    return document, tally(document)["results"]


def test_same_rules_change_nothing(past):
    found = try_rules(CIRCULAR_26_2014, *past)
    assert [one.is_other for one in found.changes] == [False] * 4
    assert (found.verdicts, found.places, found.passing) == (0, 0, (2, 2))
    assert (found.left_out, found.beyond, found.apart) == ((), (), None)


def test_median_changes_place_and_verdict(past):
    rules = replace(CIRCULAR_26_2014, aggregate=Aggregate(AggregateOn.TOTAL, Method.MEDIAN))
    found = try_rules(rules, *past)
    assert found.changes[:3] == (
        Change("A", "70", "70", 2, 1, "pass", "pass"),
        Change("B", "211/3", "61", 1, 3, "pass", "below"),
        Change("C", "65", "65", 3, 2, "below", "below"),
    )
    assert (found.verdicts, found.places, found.passing) == (1, 3, (2, 1))


def test_fewer_ballots_asked_for_decide_an_entry(past):
    found = try_rules(replace(CIRCULAR_26_2014, minimum_ballots=1), *past)
    assert found.changes[3] == Change("D", "99", "99", None, 1, "undecided", "pass")


def test_cap_leaves_out_who_passes_beyond_it(past):
    rules = replace(CIRCULAR_26_2014, cap=Cap(CapKind.COUNT, Fraction(1)))
    assert try_rules(rules, *past).beyond == ("A",)


def test_spread_rule_counts_the_entries_it_would_send_back(past):
    apart = [
        try_rules(replace(CIRCULAR_26_2014, spread=SpreadRule(kind, Fraction(points))), *past).apart
        for kind, points in ((SpreadKind.MEDIAN, 10), (SpreadKind.RANGE, 5), (SpreadKind.RANGE, 30))
    ]
    assert apart == [1, 2, 0]


def test_rows_that_the_sheets_lack_make_a_recount_impossible(past):
    parts = (Part("m1", "a", "a", Fraction(25)), Part("m2", "b", "b", Fraction(15)))
    first, *rest = CIRCULAR_26_2014.criteria
    found = try_rules(replace(CIRCULAR_26_2014, criteria=(replace(first, parts=parts), *rest)), *past)
    assert found == Mismatch(("m1", "m2"), ())


def test_another_maximum_makes_a_recount_impossible(past):
    first, second, *rest = CIRCULAR_26_2014.criteria
    criteria = (replace(first, maximum=Fraction(35)), replace(second, maximum=Fraction(45)), *rest)
    found = try_rules(replace(CIRCULAR_26_2014, criteria=criteria, ties=("council_vote",)), *past)
    assert found == Mismatch((), (("market", "40", "35"), ("economy", "40", "45")))


def test_row_left_out_is_named_and_not_counted(past):
    criteria = (
        Criterion("market", "a", "a", Fraction(40), weight=Fraction(5, 4)),
        Criterion("economy", "b", "b", Fraction(40), weight=Fraction(5, 4)),
    )
    rules = replace(CIRCULAR_26_2014, criteria=criteria, ties=("council_vote",))
    found = try_rules(rules, *past)
    assert isinstance(found, Trial)
    assert (found.left_out, found.changes[0].total_after) == (("culture", "other"), "87.5")


def test_change_of_the_place_alone_is_a_change():
    one = Change("A", "70", "70", 1, 2, "pass", "pass")
    assert (one.is_other, one.is_verdict_other, one.is_place_other) == (True, False, True)
