from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.helpers.voting import naive
from tests.helpers.voting.sheets import ballot, document, one_criterion, points
from voting.tally.count import tally

CODES = ("a", "b", "c")
MODES = ("half_up", "half_even", "half_down", "down", "up", "floor", "ceiling")
JURORS = ("G1", "G2", "G3", "G4", "G5")
ENTRIES = ("SP-1", "SP-2", "SP-3")

decimals = st.integers(0, 20).map(lambda n: f"{n // 2}.{n % 2 * 5}")
roundings = st.none() | st.fixed_dictionaries(
    {"step": st.sampled_from(["0.01", "0.1", "0.25", "0.3", "1", "7"]), "mode": st.sampled_from(MODES)}
)
rule_sets = st.fixed_dictionaries(
    {
        "criteria": st.lists(st.sampled_from(["0", "0.5", "1", "1.15", "3"]), min_size=1, max_size=3).map(
            lambda weights: [
                {"code": code, "max": "10", "weight": weight}
                for code, weight in zip(CODES, weights, strict=False)
            ]
        ),
        "aggregate": st.fixed_dictionaries(
            {
                "on": st.sampled_from(["total", "criterion"]),
                "method": st.sampled_from(["mean", "trimmed_mean", "median"]),
                "drop_low": st.integers(0, 2),
                "drop_high": st.integers(0, 2),
                "round": roundings,
            }
        ),
        "total_round": roundings,
        "threshold": st.none() | st.sampled_from(["0", "5", "9.5", "15"]),
        "minimum_ballots": st.integers(0, 4),
        "ties": st.none() | st.just([]) | st.just(["criterion:a"]),
    }
)


@st.composite
def documents(draw):
    rules = draw(rule_sets)
    codes = [one["code"] for one in rules["criteria"]]
    ballots = []
    for entry in ENTRIES:
        for juror in JURORS:
            status = draw(st.sampled_from(["cast", "cast", "cast", "recused", "absent", "none"]))
            scores = {code: draw(decimals) for code in codes} if status == "cast" else {}
            if status != "none":
                ballots.append({"juror": juror, "entry": entry, "status": status, "scores": scores})
    return {"rule_set": rules, "entries": list(ENTRIES), "ballots": ballots}


def read(text):
    return None if text is None else Fraction(text)


@given(documents())
@settings(max_examples=250, deadline=None)
def test_engine_agrees_with_a_plain_reading_of_the_contract(whole):
    for row, plain in zip(tally(whole)["results"], naive.tally(whole), strict=True):
        assert read(row["total"]) == plain["total"]
        assert {code: read(text) for code, text in row["by_criterion"].items()} == plain["by"]
        assert (row["entry"], row["ballots"], row["verdict"], row["place"], row["tie"] is not None) == (
            plain["entry"],
            plain["ballots"],
            plain["verdict"],
            plain["place"],
            plain["tied"],
        )


@given(documents(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_jurors_never_matters(whole, random):
    shuffled = list(whole["ballots"])
    random.shuffle(shuffled)
    assert tally(whole | {"ballots": shuffled}) == tally(whole)


@given(documents(), st.permutations(ENTRIES))
@settings(max_examples=60, deadline=None)
def test_order_of_entries_moves_no_place(whole, order):
    again = {row["entry"]: row for row in tally(whole | {"entries": order})["results"]}
    assert again == {row["entry"]: row for row in tally(whole)["results"]}


@given(documents(), st.sampled_from(ENTRIES), st.sampled_from(["recused", "absent"]))
@settings(max_examples=60, deadline=None)
def test_juror_who_stands_aside_changes_nothing(whole, entry, status):
    one = {"juror": "G9", "entry": entry, "status": status, "scores": {}}
    assert tally(whole | {"ballots": [*whole["ballots"], one]}) == tally(whole)


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_raising_one_score_never_lowers_the_place_or_the_total(whole, data):
    cast = [n for n, one in enumerate(whole["ballots"]) if one["status"] == "cast"]
    assume(cast)
    n = data.draw(st.sampled_from(cast))
    before = whole["ballots"][n]
    code = data.draw(st.sampled_from(sorted(before["scores"])))
    higher = data.draw(decimals.filter(lambda text: Fraction(text) >= Fraction(before["scores"][code])))
    raised = [*whole["ballots"]]
    raised[n] = before | {"scores": before["scores"] | {code: higher}}
    old, new = (
        next(row for row in tally(one)["results"] if row["entry"] == before["entry"])
        for one in (whole, whole | {"ballots": raised})
    )
    if old["total"] is not None:
        assert Fraction(new["total"]) >= Fraction(old["total"])
    if old["place"] is not None:
        assert new["place"] <= old["place"]
    assert (old["verdict"], new["verdict"]) != ("pass", "below")


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
@settings(max_examples=100, deadline=None)
def test_jury_whose_mean_is_the_threshold_passes(tenths):
    mean = Fraction(sum(tenths), 10 * len(tenths))
    assume((mean * 10**6).denominator == 1)
    text = f"{mean.numerator * 10**6 // mean.denominator}".rjust(7, "0")
    rules = one_criterion(threshold=f"{text[:-6]}.{text[-6:]}")
    (row,) = tally(document(rules, points("A", *(f"{n // 10}.{n % 10}" for n in tenths))))["results"]
    assert (row["verdict"], Fraction(row["total"])) == ("pass", mean)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=9))
@settings(max_examples=100, deadline=None)
def test_places_are_a_competition_ranking(tenths):
    ballots = [ballot("G1", f"E{n}", f"{one // 10}.{one % 10}") for n, one in enumerate(tenths)]
    places = [row["place"] for row in tally(document(one_criterion(minimum_ballots=1), ballots))["results"]]
    assert sorted(places) == [
        1 + sum(other > one for other in tenths) for one in sorted(tenths, reverse=True)
    ]
