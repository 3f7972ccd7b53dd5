"""A product under recall comes last in a search, whatever its name and recognition."""

from datetime import date

import pytest

from app.core.database.transaction import transaction
from catalog.search.queries import CatalogueSearch, search_products
from catalog.search.tasks import catch_up_index, rebuild_index
from tests.factories.traceability import member_actor
from traceability.enums import RecallKind
from traceability.genealogy.queries import list_source_ids
from traceability.lot_pages import get_lot
from traceability.recalls.services import undo_recall

DAY = date(2026, 11, 2)
HELD = {"issued_on": date(2026, 1, 5), "valid_until": date(2029, 12, 31)}


@pytest.fixture
def shelf(factory):
    made = {
        name: factory.product(name_vi=name)
        for name in ("Cà phê chồn Ban Mê", "Mật ong hoa cà phê", "Bánh cà phê")
    }
    factory.award(made["Cà phê chồn Ban Mê"], **HELD)
    factory.award(made["Mật ong hoa cà phê"], **HELD)
    factory.award(made["Bánh cà phê"], issued_on=date(2019, 1, 5), valid_until=date(2022, 12, 31))
    return made


def order(text):
    return [card.name_vi for card in search_products(CatalogueSearch(text=text), DAY).cards]


@pytest.mark.parametrize("text", ["ca phe", "cà phê", "caphe"])
def test_a_recalled_product_comes_behind_what_is_in_force(factory, shelf, text):
    factory.recall(factory.lot(shelf["Cà phê chồn Ban Mê"]))
    rebuild_index()
    assert order(text)[0] == "Mật ong hoa cà phê"
    assert order(text).index("Cà phê chồn Ban Mê") >= 1


def test_the_end_of_the_recall_puts_it_first_again_and_a_hold_does_not_count(factory, shelf):
    lot = factory.lot(shelf["Cà phê chồn Ban Mê"])
    recall, actor = factory.recall(lot), member_actor(lot.facility)
    rebuild_index()
    assert order("ca phe")[0] == "Mật ong hoa cà phê"
    with transaction():
        undo_recall(actor, recall.id, "Đã đổi nhãn đúng cho cả lô")
    catch_up_index()
    assert order("ca phe")[0] == "Cà phê chồn Ban Mê"
    factory.recall(lot, kind=RecallKind.HOLD)
    catch_up_index()
    assert order("ca phe")[0] == "Cà phê chồn Ban Mê"


def test_goods_made_from_a_recalled_lot_stand_last_too(factory, shelf):
    lot = factory.lot_with_events(shelf["Cà phê chồn Ban Mê"])
    rebuild_index()
    assert order("ca phe")[0] == "Cà phê chồn Ban Mê"
    factory.recall(get_lot(list_source_ids(lot.id)[0]))
    catch_up_index()
    assert order("ca phe")[0] == "Mật ong hoa cà phê"
