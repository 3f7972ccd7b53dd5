"""One balance over the whole graph, whichever page asks."""

from decimal import Decimal

import pytest

from app.core.database.transaction import transaction
from traceability.diary.services import InputUse, record_event
from traceability.enums import EventKind
from traceability.genealogy.balances.rules import BalanceState
from traceability.genealogy.queries import get_family
from traceability.recall_reports.queries import get_report


@pytest.fixture
def make(factory, product, member):
    """A lot made from amounts of others, in kg."""

    def made(code, amount, **inputs):
        lot_id = factory.lot(product, code=code, quantity=Decimal(amount), unit="kg").id
        uses = tuple(
            InputUse(lot_id=int(key[1:]), quantity=Decimal(n), unit="kg") for key, n in inputs.items()
        )
        with transaction():
            record_event(member, lot_id, factory.entry(EventKind.MAKE, inputs=uses, confirmed="Cân lại"))
        return lot_id

    return made


def raw(factory, product, code, amount):
    return factory.input_lot(product.facility, code, code=code, quantity=Decimal(amount), unit="kg").id


def test_raw_lot_is_balanced_over_uses_in_other_families_too(factory, product, make):
    salt = raw(factory, product, "NL-E", 100)
    first = make("FAM-X", 70, **{f"l{salt}": 80})
    make("FAM-Y", 70, **{f"l{salt}": 80})
    for lot_id in (first, salt):
        found = {b.lot: b for b in get_family(factory.get_lot(lot_id)).balance}[str(salt)]
        assert (found.used, found.left, found.state) == (Decimal(160), Decimal(-60), BalanceState.OVERDRAWN)
    (total,) = get_report(factory.get_lot(salt)).totals
    assert (total.used, total.overdrawn) == (Decimal(160), ("NL-E",))


def test_lot_made_from_inputs_outside_the_family_raises_no_question(factory, product, make):
    one, other = raw(factory, product, "NL-C", 200), raw(factory, product, "NL-D", 200)
    made = make("FAM-2", 300, **{f"l{one}": 180, f"l{other}": 150})
    family = get_family(factory.get_lot(one))
    assert [(y.lot, y.inputs, y.more_out_than_in) for y in family.yields] == [
        (str(made), Decimal(330), False)
    ]


def test_packing_counts_as_what_there_is(factory, product, member):
    lot_id = factory.lot(product, code="CB-9", quantity=None, unit="").id
    for kind, amount, unit in ((EventKind.MAKE, 80, "kg"), (EventKind.PACK, 400, "gói")):
        more = {}
        if kind == EventKind.MAKE:
            more = {"inputs": (InputUse(lot_id=raw(factory, product, "K-1", 90)),)}
        with transaction():
            record_event(member, lot_id, factory.entry(kind, quantity=Decimal(amount), unit=unit, **more))
    packs, weight = get_report(factory.get_lot(lot_id)).totals
    assert (packs.dimension, packs.made, packs.left) == ("gói", Decimal(400), Decimal(400))
    assert (weight.dimension, weight.made, weight.left) == ("kg", Decimal(80), Decimal(80))
