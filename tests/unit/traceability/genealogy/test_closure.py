import time
import unicodedata
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.genealogy.closure import (
    Balance,
    BalanceState,
    Edge,
    Genealogy,
    Movement,
    Quantity,
    Yield,
    balances,
    in_base_unit,
    yields,
)

lots = st.sampled_from("ABCDEFGH")
graphs = st.lists(st.builds(Edge, lots, lots), max_size=20).map(Genealogy)


def quantity(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


@settings(max_examples=150)
@given(graphs)
def test_forward_is_the_inverse_of_backward(genealogy):
    for lot in "ABCDEFGH":
        for other in "ABCDEFGH":
            assert genealogy.forward(lot).get(other) == genealogy.backward(other).get(lot)


@settings(max_examples=150)
@given(graphs)
def test_lots_in_loops_are_those_that_come_back_to_themselves(genealogy):
    def returns(lot: str) -> bool:
        nexts = [edge.target for edge in genealogy.edges if edge.source == lot]
        return (
            lot in nexts
            or lot in genealogy.forward(*nexts)
            or any(lot in genealogy.forward(n) for n in nexts)
        )

    assert genealogy.lots_in_loops() == {lot for lot in "ABCDEFGH" if returns(lot)}


def test_closure_counts_the_least_steps_over_any_depth():
    genealogy = Genealogy(
        [Edge("salt", "brine"), Edge("brine", "sauce"), Edge("salt", "sauce"), Edge("sauce", "bottle")]
    )
    assert genealogy.forward("salt") == {"brine": 1, "sauce": 1, "bottle": 2}
    assert genealogy.backward("bottle") == {"sauce": 1, "brine": 2, "salt": 2}
    assert genealogy.forward("bottle") == {}
    assert genealogy.forward("unknown") == {}


def test_closure_of_several_lots_leaves_them_out():
    genealogy = Genealogy([Edge("a", "b"), Edge("b", "c")])
    assert genealogy.forward("a", "b") == {"c": 1}


def test_family_keeps_only_the_edges_of_relatives():
    near = [Edge("a", "b"), Edge("b", "c")]
    genealogy = Genealogy([*near, Edge("x", "y"), Edge("a", "z")])
    assert genealogy.family("b") == tuple(near)


def closure_seconds(lots):
    """Processor seconds of this thread for both closures over so many lots, the least of three times."""
    edges = [Edge(f"L{n}", f"L{n + step}") for n in range(lots) for step in (1, 7, 90)]
    taken = []
    for _ in range(3):
        started = time.thread_time()
        genealogy = Genealogy(edges)
        reached = len(genealogy.forward("L0")), len(genealogy.backward(f"L{lots - 1}"))
        taken.append(time.thread_time() - started)
        assert reached == (lots + 89, lots - 1)
    return min(taken)


def test_closure_grows_with_the_lots_and_not_with_their_square():
    assert closure_seconds(10_000) < 32 * closure_seconds(1_250)  # eight times the lots


def test_units_of_one_dimension_meet_and_pieces_stay_apart():
    assert in_base_unit(quantity("1500", "g")) == ("kg", Decimal("1.5"))
    assert in_base_unit(quantity("2", unicodedata.normalize("NFD", "Tấn"))) == ("kg", Decimal(2000))
    assert in_base_unit(quantity("750", "MLT")) == ("l", Decimal("0.75"))
    assert in_base_unit(quantity("12", "chai")) == ("chai", Decimal(12))


def test_balance_adds_grams_to_kilograms_and_flags_what_is_overdrawn():
    edges = [Edge("fish", "vat1", quantity("900", "g")), Edge("fish", "vat2", quantity("0.2", "kg"))]
    assert balances(edges, {"fish": quantity("1", "kg")}) == [
        Balance("fish", "kg", Decimal(1), Decimal("1.1"), BalanceState.OVERDRAWN)
    ]


def test_balance_with_a_rest_in_store_is_even():
    (balance,) = balances([Edge("fish", "vat", quantity("900", "g"))], {"fish": quantity("1", "kg")})
    assert (balance.state, balance.left) == (BalanceState.EVEN, Decimal("0.1"))


def test_balance_counts_what_left_and_what_came_back():
    moved = [
        Movement("sauce", quantity("90", "chai")),
        Movement("sauce", quantity("40", "chai")),
        Movement("sauce", quantity("15", "chai"), back=True),
        Movement("gift"),
        Movement("stray"),
    ]
    made = {"sauce": quantity("120", "chai"), "gift": quantity("5", "hộp")}
    used = [Edge("sauce", "gift", quantity("10", "chai"))]
    gift, sauce = balances(used, made, moved)
    assert (gift.lot, gift.gone, gift.state) == ("gift", Decimal(0), BalanceState.UNKNOWN)
    assert (sauce.used, sauce.gone, sauce.left) == (Decimal(10), Decimal(115), Decimal(-5))
    assert sauce.state == BalanceState.OVERDRAWN


def test_balance_of_what_cannot_be_compared_is_unknown():
    edges = [
        Edge("reed", "mat", quantity("3", "kg")),
        Edge("clay", "vase"),
        Edge("salt", "brine", quantity("1", "kg")),
        Edge("salt", "sauce"),
        Edge("stray", "sauce", quantity("2", "l")),
    ]
    made = {
        "reed": quantity("10", "bó"),
        "clay": quantity("5", "kg"),
        "salt": quantity("2", "kg"),
        "stray": None,
    }
    assert [(b.lot, b.dimension, b.used, b.state) for b in balances(edges, made)] == [
        ("clay", "kg", Decimal(0), BalanceState.UNKNOWN),
        ("reed", "kg", Decimal(3), BalanceState.UNKNOWN),
        ("salt", "kg", Decimal(1), BalanceState.UNKNOWN),
        ("stray", "l", Decimal(2), BalanceState.UNKNOWN),
    ]


def test_yield_compares_outputs_with_inputs_of_the_same_dimension():
    edges = [
        Edge("leaf", "tea", quantity("5", "kg")),
        Edge("flower", "tea", quantity("500", "g")),
        Edge("fish", "sauce", quantity("3", "kg")),
        Edge("tea", "mix", quantity("1", "kg")),
        Edge("herb", "mix"),
    ]
    made = {
        "tea": quantity("1.2", "kg"),
        "sauce": quantity("2", "l"),
        "mix": quantity("9", "kg"),
        "leaf": quantity("9", "kg"),
        "fish": None,
    }
    (found,) = yields(edges, made)
    assert found == Yield("tea", "kg", Decimal("5.5"), Decimal("1.2"))
    assert not found.more_out_than_in


def test_yield_of_more_than_went_in_is_flagged():
    (found,) = yields([Edge("leaf", "tea", quantity("1", "kg"))], {"tea": quantity("1001", "g")})
    assert found.more_out_than_in
