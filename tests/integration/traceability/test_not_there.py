"""What a maker's pages do not offer: labels before they are drawn, a recall that has ended, a link of the wrong lot."""

import json

import pytest

from app.core.database.base import db
from app.core.errors import NotFound
from tests.helpers import only, send
from tests.integration.traceability.test_refusals import refused
from traceability.code_reports.queries import get_lot_of_report
from traceability.codes.code import CodeKind
from traceability.codes.identity import fresh_code
from traceability.codes.lookup import find_by_code
from traceability.enums import RecallKind, RunKind
from traceability.models import LabelRun, Recall
from traceability.recalls.services import RecallData, recall_lot

RUN = "/en/my-facility/lots/labels"


def test_labels_are_not_there_before_they_are_drawn(factory, client, maker, product):
    lot = factory.lot(product)
    run = factory.labels(lot, by=factory.member_actor(product.facility)).id
    for ending in ("pdf", "zpl", "json"):
        answer = maker.get(f"{RUN}/{run}.{ending}")
        assert answer.status_code == 409, ending
    assert client.get(f"/.well-known/label-lists/{run}.json").status_code == 404
    whole = factory.labels(lot, kind=RunKind.LOT, by=factory.member_actor(product.facility), drawn=True).id
    assert maker.get(f"{RUN}/{whole}.pdf").status_code == 200
    assert (
        client.get(f"/.well-known/label-lists/{whole}.json").status_code == 404
    )  # it is signed for items alone
    assert db.session.query(LabelRun).count() == 2


def test_a_facility_without_a_published_product_opens_no_lot_yet(factory, login_as):
    person = login_as(factory.user("facility", facility_id=factory.facility().id))
    page = person.get("/en/my-facility/lots/new")
    assert page.status_code == 200
    assert "No published product yet" in page.text


def test_a_recall_is_lifted_once_and_gives_its_reason(factory, maker, product):
    lot = factory.lot(product)
    member = factory.member_actor(product.facility)
    assert refused(recall_lot, member, lot.id, RecallData(kind=RecallKind.HOLD, reason_vi="")) == (
        "reason_text_required",
        "reason_vi",
    )
    key = factory.recall(lot, by=member).id
    lift = f"/co-so-cua-toi/thu-hoi/{key}/go-bo"
    assert send(maker, lift, reason="Đã kiểm tra lại lô hàng").status_code == 303
    assert only(Recall).undone_at is not None
    assert maker.get(lift).status_code == 404


def test_suppliers_are_linked_to_raw_material_alone(factory, maker, product):
    made, raw = factory.lot(product), factory.input_lot(product.facility)
    assert maker.get(f"/co-so-cua-toi/lo/{made.id}/nguon").status_code == 404
    assert maker.get(f"/co-so-cua-toi/lo/{raw.id}/nguon").status_code == 200


def test_codes_and_reports_of_nothing(factory, product):
    with pytest.raises(NotFound):
        get_lot_of_report(999_999)
    run = factory.labels(factory.lot(product), by=factory.member_actor(product.facility))
    issued = factory.codes(run)[0].code
    assert find_by_code(fresh_code(CodeKind.ITEM)) is None  # never issued
    assert find_by_code("S" + "0" * 19) is None
    assert find_by_code(issued).item_code == issued


def test_a_product_without_a_picture_has_a_page_and_a_passport_without_one(factory, client):
    lot = factory.lot(factory.product(pictures=0))
    code = factory.lot_code(lot).code
    page = client.get(f"/truy-xuat/{code}")
    assert page.status_code == 200
    passport = json.loads(client.get(f"/truy-xuat/{code}/ho-chieu.jsonld").data)
    assert "schema:image" not in passport
