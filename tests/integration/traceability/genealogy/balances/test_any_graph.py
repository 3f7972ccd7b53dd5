"""For any graph of lots, the balance of a lot on any page is that of the whole graph."""

from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest

from app.core.database.transaction import transaction
from traceability.genealogy.balances.queries import balance_sheet
from traceability.genealogy.balances.rules import BalanceState
from traceability.genealogy.queries import get_family
from traceability.models import LotInput
from traceability.recall_reports.queries import get_report

GRAMS = {"kg": 1000, "g": 1, "tấn": 1_000_000}
LOTS = 7


def drawn(seed):
    """Edges (source, target, amount, unit) of a graph that may meet again, but has no loop."""
    random = Random(seed)
    pairs = [(one, other) for other in range(LOTS) for one in range(other) if random.random() < 0.45]
    return [
        (*pair, Decimal(random.randint(1, 400)), random.choice(["kg", "kg", "kg", "g"])) for pair in pairs
    ]


@pytest.fixture
def lots(factory, product):
    raw = factory.input_lot(product.facility, "Muối", code="NL-0", quantity=Decimal(300), unit="kg").id
    made = [factory.lot(product, code=f"L-{n}", quantity=Decimal(300), unit="kg").id for n in range(1, LOTS)]
    return [raw, *made]


def worked_out(lots, edges):
    """Lot -> used, left, overdrawn; every lot was made of 300 kg."""
    used = defaultdict(Decimal)
    for one, _other, amount, unit in edges:
        used[str(lots[one])] += amount * GRAMS[unit] / 1000
    return {lot: (total, Decimal(300) - total, total > 300) for lot, total in used.items()}


def shown(balances):
    return {b.lot: (b.used, b.left, b.state == BalanceState.OVERDRAWN) for b in balances}


def only(wanted, lots):
    return {lot: facts for lot, facts in wanted.items() if lot in lots}


@pytest.mark.parametrize("seed", range(12))
def test_balance_of_a_lot_is_the_same_wherever_it_is_shown(factory, lots, seed):
    edges = drawn(seed)
    with transaction() as session:
        session.add_all(
            LotInput(input_lot_id=lots[one], output_lot_id=lots[other], quantity=amount, unit=unit)
            for one, other, amount, unit in edges
        )
    wanted = worked_out(lots, edges)
    assert shown(balance_sheet(lots).balances) == wanted
    for lot_id in lots:
        assert shown(balance_sheet([lot_id]).balances) == only(wanted, {str(lot_id)})
        family = get_family(factory.get_lot(lot_id))
        assert shown(family.balance) == only(wanted, {str(line.lot.id) for line in family.lines})
        part = shown(get_family(factory.get_lot(lot_id), limit=2).balance)
        assert part == only(wanted, part)


def test_report_names_the_lots_that_are_overdrawn_in_the_whole_graph(factory, lots):
    edges = [(0, 1, Decimal(200), "kg"), (0, 2, Decimal(150_000), "g"), (1, 3, Decimal(300), "kg")]
    with transaction() as session:
        session.add_all(
            LotInput(input_lot_id=lots[one], output_lot_id=lots[other], quantity=amount, unit=unit)
            for one, other, amount, unit in edges
        )
    (total,) = get_report(factory.get_lot(lots[0])).totals
    assert total.overdrawn == ("NL-0",)
