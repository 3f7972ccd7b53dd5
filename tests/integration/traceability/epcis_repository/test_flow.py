"""Captured events that move goods of held lots, or to nobody."""

from datetime import timedelta

import pytest

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.web.addresses import base_url
from catalog.models import Facility
from tests.helpers.epcis_api import event
from traceability.enums import RecallKind
from traceability.recalls.services import undo_recall

GTIN = "08938501234568"
CONTEXT = {"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"]}


@pytest.fixture
def lot(factory, api):
    return factory.lot(factory.product(db.session.get_one(Facility, api.facility.id), gtin=GTIN), code="L-7")


def shipped(lot_code="L-7", days=1, **changes):
    """A shipment tomorrow, so after any recall of today."""
    at = (utc_now() + timedelta(days=days)).isoformat(timespec="seconds")
    goods = [{"epcClass": f"https://id.gs1.org/01/{GTIN}/10/{lot_code}", "quantity": 5}]
    to = [{"type": "possessing_party", "destination": "https://id.gs1.org/417/8938501234001"}]
    values = {"epcList": ..., "quantityList": goods, "eventTime": at, "destinationList": to}
    return event(**values | changes)


@pytest.mark.parametrize("kind", [RecallKind.HOLD, RecallKind.RECALL])
@pytest.mark.parametrize("step", ["shipping", "departing", "retail_selling", "dispensing"])
def test_goods_of_a_held_lot_do_not_leave_by_capture(factory, api, lot, kind, step):
    factory.recall(lot, kind=kind)
    job = api.capture(shipped(bizStep=step))
    assert (job["success"], job["capturedCount"]) == (False, 0)
    assert [(error["code"], error["path"]) for error in job["errors"]] == [
        ("rule.recalled", "$.epcisBody.eventList[0].bizStep")
    ]
    assert "L-7" in job["errors"][0]["title"]


def test_event_before_the_hold_other_lots_and_other_steps_are_taken(factory, api, lot):
    factory.recall(lot)
    factory.lot(lot.product, code="L-8")
    job = api.capture(shipped(days=-1), shipped("L-8"), shipped(bizStep="holding"), shipped("L-99"))
    assert (job["success"], job["capturedCount"]) == (True, 4)


def test_reason_takes_it_and_stays_with_the_event(factory, api, lot):
    factory.recall(lot)
    context = {"@context": [{"tb": f"{base_url()}/ns/trace#"}], "tb:confirmed": "Trả về xưởng để hủy"}
    sent = shipped(**context)
    assert api.capture(sent)["capturedCount"] == 1
    assert "Trả về xưởng để hủy" in api.get("/events").get_data(as_text=True)


def test_items_and_inputs_of_a_recalled_lot_are_known_too(factory, api, lot):
    item = factory.codes(factory.labels(lot))[0].code
    factory.recall(lot)
    sold = shipped(
        quantityList=..., epcList=[f"https://id.gs1.org/01/{GTIN}/21/{item}"], bizStep="retail_selling"
    )
    made = shipped(
        type="TransformationEvent",
        action=...,
        quantityList=...,
        bizStep="commissioning",
        destinationList=...,
        inputQuantityList=[{"epcClass": f"https://shop.example/01/{GTIN}/10/L-7"}],
        outputQuantityList=[{"epcClass": "urn:epc:class:lgtin:8935217.000002.CA-7"}],
    )
    job = api.capture(sold, made, shipped("L-8"), behaviour="proceed")
    assert [error["path"] for error in job["errors"]] == [
        "$.epcisBody.eventList[0].bizStep",
        "$.epcisBody.eventList[1].bizStep",
    ]
    assert job["capturedCount"] == 1


def test_single_event_is_refused_too_and_taken_when_the_hold_is_over(factory, api, lot):
    recall_id = factory.recall(lot).id
    sent = shipped(**CONTEXT)
    answer = api.post("/events", sent)
    assert (answer.status_code, answer.json["code"]) == (409, "lot_recalled_event")
    actor = factory.member_actor(lot.facility)
    with transaction():
        undo_recall(actor, recall_id, "Đã kiểm lại")
    assert api.post("/events", sent).status_code == 201


def test_shipment_of_an_own_lot_to_nobody_is_warned_of(api, lot):
    nobody, somebody, other = shipped(destinationList=...), shipped(), shipped("L-99", destinationList=...)
    job = api.capture(nobody, somebody, other)
    assert job["warnings"] == [{"code": "receiver_missing", "event_id": nobody["eventID"]}]
    assert job["capturedCount"] == 3
