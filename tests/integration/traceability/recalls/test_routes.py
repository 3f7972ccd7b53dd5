"""Recalls and holds by the pages: of the facility, of an officer."""

import pytest
from sqlalchemy import select

from app.core.database.base import db
from tests.helpers import only, send
from traceability.genealogy.queries import list_source_ids
from traceability.models import Lot, Recall


def test_recall_by_the_facility_and_lifting(factory, client, maker, product):
    lot = factory.lot(product)
    path = f"/co-so-cua-toi/lo/{lot.id}/thu-hoi"
    assert (
        send(maker, path, kind="recall", reason_vi="Nhãn ghi sai khối lượng", step="confirm").status_code
        == 303
    )
    recall = only(Recall)
    assert recall.by_officer is False
    refused = send(maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", kind="lot", quantity="2", sheet="a4-65")
    assert refused.status_code == 422
    assert send(maker, f"/co-so-cua-toi/thu-hoi/{recall.id}/go-bo", reason="Đã sửa").status_code == 303
    assert only(Recall).undone_at is not None


def test_recall_is_shown_once_more_before_it_is_in_force(factory, maker, product):
    lot = factory.lot_with_events(product)
    source = db.session.get(Lot, list_source_ids(lot.id)[0])
    path, typed = (
        f"/co-so-cua-toi/lo/{source.id}/thu-hoi",
        {"kind": "hold", "reason_vi": "Muối nhiễm kim loại"},
    )
    check = send(maker, path, **typed)
    assert check.status_code == 200
    assert "Áp dụng cho 2 lô" in check.text
    assert "Muối nhiễm kim loại" in check.text
    again = send(maker, path, **typed, step="edit")
    assert "Muối nhiễm kim loại</textarea>" in again.text
    assert db.session.scalars(select(Recall)).all() == []
    assert send(maker, path, **typed, step="confirm").status_code == 303
    assert only(Recall).reason_vi == "Muối nhiễm kim loại"


@pytest.mark.parametrize("reason", ["Nữa", "aaaaaaaaaaaaaaa", "a b"])
def test_recall_wants_a_reason_a_buyer_understands(factory, maker, product, reason):
    lot = factory.lot(product)
    refused = send(maker, f"/co-so-cua-toi/lo/{lot.id}/thu-hoi", kind="recall", reason_vi=reason)
    assert refused.status_code == 422
    assert "ít nhất 10 ký tự" in refused.text


def test_officers_find_lots_by_the_name_of_the_maker_without_accents(factory, login_as):
    lot = factory.lot(factory.product(facility=factory.facility(name="HTX Gốm Việt")), code="LO-88")
    officer = login_as(factory.user("officer-province", unit_id=lot.facility.unit_id))
    found = {
        words: "LO-88" in officer.get("/can-bo/thu-hoi", query_string={"q": words}).text
        for words in ("gom viet", "GỐM", "o-88", "lụa", "htx")
    }
    assert found == {"gom viet": True, "GỐM": True, "o-88": True, "lụa": False, "htx": False}


def test_officer_recalls_and_the_facility_cannot_lift(factory, login_as, maker, product):
    lot = factory.lot(product)
    officer = login_as(factory.user("officer-province", unit_id=product.facility.unit_id))
    assert officer.get(f"/can-bo/lo/{lot.id}").status_code == 200
    assert (
        send(
            officer, f"/can-bo/lo/{lot.id}/thu-hoi", kind="hold", reason_vi="Mẫu không đạt", step="confirm"
        ).status_code
        == 303
    )
    recall = only(Recall)
    assert recall.by_officer is True
    assert lot.code in officer.get("/can-bo/thu-hoi").get_data(as_text=True)
    assert maker.get(f"/co-so-cua-toi/thu-hoi/{recall.id}/go-bo").status_code == 403
    assert send(officer, f"/can-bo/thu-hoi/{recall.id}/go-bo", reason="Mẫu lại đạt").status_code == 303
