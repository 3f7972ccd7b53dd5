from datetime import UTC, datetime, timedelta
from decimal import Decimal

from traceability.genealogy.balances.quantities import Quantity
from traceability.genealogy.balances.rules import Balance, BalanceState
from traceability.recall_reports.report import Contact, Delivery, ReachedLot, report_of, time_taken

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
LOTS = (
    ReachedLot(1, "MU-1", "Muối", is_input=True, quantity=Quantity(Decimal(200), "kg")),
    ReachedLot(2, "NM-1", "Nước mắm", is_input=False, quantity=Quantity(Decimal(100), "chai"), items=40),
    ReachedLot(3, "NM-2", "Nước mắm", is_input=False, quantity=Quantity(Decimal(50), "chai"), items=2),
    ReachedLot(4, "MR-1", "Muối rang", is_input=False, quantity=None),
)


def delivery(lot, kind, party="", amount=None, unit="chai", days=0):
    quantity = Quantity(Decimal(amount), unit) if amount is not None else None
    return Delivery(lot, kind, party.lower(), party, NOON + timedelta(days=days), quantity)


def balance(lot, unit, made, used=0, gone=0, state=BalanceState.EVEN):
    return Balance(str(lot), unit, Decimal(made), Decimal(used), state, Decimal(gone))


def report(*deliveries, balances=(), contacts=None, answers=None):
    return report_of(LOTS, deliveries, balances, contacts or {}, answers or {})


def test_recipients_are_gathered_over_lots_with_what_came_back():
    found = report(
        delivery(2, "ship", "Cửa hàng A", "30"),
        delivery(3, "sell", "CỬA HÀNG A", "5", days=3),
        delivery(2, "take-back", "Cửa hàng A", "4", days=5),
        delivery(2, "ship", "Chợ B"),
    )
    market, shop = found.recipients
    assert (market.name, market.sent, market.unstated) == ("Chợ B", {}, 1)
    assert (shop.name, shop.lots) == ("Cửa hàng A", ("NM-1", "NM-2"))
    assert (shop.sent, shop.back) == ({"chai": Decimal(35)}, {"chai": Decimal(4)})
    assert (shop.first_at, shop.last_at) == (NOON, NOON + timedelta(days=5))
    assert (found.items, found.reached) == (42, 0)


def test_totals_count_each_unit_apart():
    found = report(
        delivery(1, "destroy", amount="20", unit="kg"),
        delivery(2, "ship", "A", "60"),
        delivery(2, "take-back", "A", "10"),
        delivery(3, "destroy", amount="5"),
        delivery(4, "sell", amount="500", unit="g"),
        delivery(4, "sell", amount="1", unit="kg"),
        balances=(
            balance(1, "kg", 200, used=120, gone=20),
            balance(2, "chai", 100, used=24, gone=50),
            balance(3, "chai", 50, gone=5),
            balance(4, "kg", 0, gone="1.5", state=BalanceState.UNKNOWN),
        ),
    )
    bottles, weight = found.totals
    assert (bottles.dimension, bottles.made, bottles.used, bottles.shipped, bottles.back, bottles.destroyed) == (
        "chai", Decimal(150), Decimal(24), Decimal(60), Decimal(10), Decimal(5),
    )  # fmt: skip
    assert (bottles.left, bottles.overdrawn) == (Decimal(71), ())
    assert (weight.dimension, weight.made, weight.used, weight.sold, weight.destroyed, weight.left) == (
        "kg", Decimal(200), Decimal(120), Decimal("1.5"), Decimal(20), None,
    )  # fmt: skip
    assert (found.retail, found.unnamed) == ({"kg": Decimal("1.5")}, {})
    assert [one.name for one in found.recipients] == ["A"]


def test_shipment_without_a_receiver_is_no_sale_and_an_overdrawn_lot_is_named():
    found = report(
        delivery(2, "ship", amount="99999", unit="gói"),
        balances=(balance(2, "gói", 400, gone=99999, state=BalanceState.OVERDRAWN),),
    )
    (packs,) = found.totals
    assert (packs.shipped, packs.sold, packs.left, packs.overdrawn) == (
        Decimal(99999), Decimal(0), Decimal(-99599), ("NM-1",),
    )  # fmt: skip
    assert (found.unnamed, found.retail) == ({"gói": Decimal(99999)}, {})


def test_contacts_and_answers_stand_beside_their_recipient():
    found = report(
        delivery(2, "ship", "A", "1"),
        delivery(2, "ship", "B", "1"),
        contacts={"a": Contact("0900", "Chợ")},
        answers={"a": (NOON, "Còn 1 chai")},
    )
    first, second = found.recipients
    assert (first.contact, first.reached_at, first.note) == (Contact("0900", "Chợ"), NOON, "Còn 1 chai")
    assert (second.contact, second.reached_at, second.note) == (Contact(), None, "")
    assert found.reached == 1


def test_time_runs_until_the_end():
    assert time_taken(NOON, None, NOON + timedelta(seconds=90.7)) == timedelta(seconds=90)
    assert time_taken(NOON, NOON + timedelta(hours=2), NOON + timedelta(days=9)) == timedelta(hours=2)
