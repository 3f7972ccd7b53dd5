"""What there was against what went out: over every use, in every unit, and unknown where it cannot be told."""

import unicodedata
from decimal import Decimal

from traceability.genealogy.balances.quantities import Quantity, in_base_unit, quantity_of, sums_by_dimension
from traceability.genealogy.balances.rules import (
    Balance,
    BalanceState,
    Movement,
    Yield,
    balances,
    stock_of,
    yields,
)
from traceability.genealogy.closure import Edge


def quantity(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


def stocks(made):
    return {lot: stock_of(stated, {}) for lot, stated in made.items()}


def test_units_of_one_dimension_meet_and_pieces_stay_apart():
    assert in_base_unit(quantity("1500", "g")) == ("kg", Decimal("1.5"))
    assert in_base_unit(quantity("2", unicodedata.normalize("NFD", "Tấn"))) == ("kg", Decimal(2000))
    assert in_base_unit(quantity("750", "MLT")) == ("l", Decimal("0.75"))
    assert in_base_unit(quantity("12", "chai")) == ("chai", Decimal(12))


def test_balance_adds_grams_to_kilograms_and_flags_what_is_overdrawn():
    edges = [Edge("fish", "vat1", quantity("900", "g")), Edge("fish", "vat2", quantity("0.2", "kg"))]
    assert balances(edges, stocks({"fish": quantity("1", "kg")})) == [
        Balance("fish", "kg", Decimal(1), Decimal("1.1"), BalanceState.OVERDRAWN)
    ]


def test_balance_with_a_rest_in_store_is_even():
    (balance,) = balances([Edge("fish", "vat", quantity("900", "g"))], stocks({"fish": quantity("1", "kg")}))
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
    gift, sauce = balances(used, stocks(made), moved)
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
    assert [(b.lot, b.dimension, b.used, b.state) for b in balances(edges, stocks(made))] == [
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


def test_stock_counts_what_was_made_and_packed_each_in_its_unit():
    written = {
        "make": [quantity("50", "kg"), quantity("30000", "g")],
        "fill": [quantity("400", "chai")],
        "pack": [quantity("390", "chai"), quantity("40", "thùng")],
    }
    assert stock_of(None, written) == {"kg": Decimal(80), "chai": Decimal(400), "thùng": Decimal(40)}
    assert stock_of(quantity("78", "kg"), written)["kg"] == Decimal(78)
    assert stock_of(None, {}) == {}


def test_balance_of_packed_goods_is_kept_in_packs_and_unknown_in_kilograms():
    stock = {"chips": stock_of(None, {"make": [quantity("80", "kg")], "pack": [quantity("400", "gói")]})}
    moved = [Movement("chips", quantity("100", "gói"))]
    found = {b.dimension: (b.left, b.state) for b in balances([], stock, moved, every=True)}
    assert found["gói"] == (Decimal(300), BalanceState.EVEN)
    assert found["kg"][1] == BalanceState.UNKNOWN
    everything = balances([], stock, [Movement("chips", quantity("99999", "gói"))])
    assert [(b.dimension, b.left, b.state) for b in everything] == [
        ("gói", Decimal(-99599), BalanceState.OVERDRAWN)
    ]


def test_balance_of_all_lots_names_those_of_which_nothing_went_out():
    assert balances([], stocks({"salt": quantity("2", "tấn")}), every=True) == [
        Balance("salt", "kg", Decimal(2000), Decimal(0), BalanceState.EVEN)
    ]


def test_quantities_without_an_amount_are_none():
    assert quantity_of(None, "kg") is None
    assert quantity_of(Decimal(2), "kg") == quantity("2", "kg")
    assert sums_by_dimension([None, quantity("2", "kg"), quantity("5", "g")]) == {"kg": Decimal("2.005")}
