"""What the law requires on a lot's page, shown to the facility before it prints."""

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from catalog.models import Product
from tests.helpers import send
from traceability.lot_pages import get_lot
from traceability.lots.services import may_renew, renew_snapshot
from traceability.models import Lot
from traceability.passport.view import completeness_of


@pytest.fixture
def product(factory):
    return factory.product(name_vi="Nước mắm Hương Quê", standard="")


@pytest.fixture
def browser(factory, login_as, product):
    return login_as(factory.user("facility", facility_id=product.facility_id))


def test_lacking_items_say_where_they_are_filled_in(app, factory, product):
    lot = factory.lot(product, public=False, made_on=None, best_before=None)
    with app.test_request_context("/co-so-cua-toi/lo"):
        circular, decree = completeness_of(lot, may_manage=True)
        ways = {line.code: line.href for line in (*circular.lacking, *decree.lacking)}
        read_only = completeness_of(lot, may_manage=False)
    assert [len(circular.lines), len(decree.lines)] == [10, 8]
    assert circular.met == 10 - sum(not line.met for line in circular.lines)
    assert ways["standard"] == f"/co-so-cua-toi/san-pham/{product.id}"
    assert ways["steps"] == ways["trace"] == f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/make"
    assert ways["time"] == ways["dates"] == f"/co-so-cua-toi/lo/{lot.id}/sua"
    assert {line.href for section in read_only for line in section.lines} == {""}


def test_lot_takes_over_the_completed_product_until_labels_are_printed(factory, browser, product):
    lot = factory.lot(product, public=False)
    lot_id, page = lot.id, f"/co-so-cua-toi/lo/{lot.id}/in-tem"
    assert "Cập nhật theo thông tin sản phẩm hiện tại" in browser.get(page).get_data(as_text=True)
    with transaction() as session:
        session.get_one(Product, product.id).standard = "TCVN 5107:2018"
    assert get_lot(lot_id).snapshot["standard"] == ""
    answer = send(browser, f"/co-so-cua-toi/lo/{lot_id}/trang-thai", page=page, act="renew")
    assert answer.status_code == 303
    db.session.rollback()
    lot = get_lot(lot_id)
    assert lot.snapshot["standard"] == "TCVN 5107:2018"
    assert may_renew(lot)
    factory.labels(lot)
    actor = factory.member_actor(get_lot(lot_id).facility)
    with pytest.raises(Conflict, match="snapshot_stands"), transaction():
        renew_snapshot(actor, lot_id)
    assert "Cập nhật theo thông tin" not in browser.get(page).get_data(as_text=True)
    late = send(browser, f"/co-so-cua-toi/lo/{lot_id}/trang-thai", page=page, act="renew")
    assert (late.status_code, late.location) == (303, f"/co-so-cua-toi/lo/{lot_id}")
    assert 'class="notice tone-warning' in browser.get(late.location).text


def test_raw_material_and_public_lots_keep_what_they_state(factory, product):
    assert not may_renew(factory.input_lot(product.facility))
    assert not may_renew(factory.lot(product))


def test_pages_show_both_laws_in_both_languages(factory, browser, product):
    lot = factory.lot_with_events(product)
    for path in (f"/co-so-cua-toi/lo/{lot.id}", f"/en/my-facility/lots/{lot.id}"):
        html = browser.get(path).get_data(as_text=True)
        assert "02/2024/TT-BKHCN" in html
        assert "37/2026/NĐ-CP" in html
    assert db.session.query(Lot).count() == 3
