from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from tests.helpers.epcis import BOTTLE, CARTON, CELLAR, LOT, MAKER
from traceability.epcis import build, event_hash, parse, serialize
from traceability.epcis.model import BizTransaction, Party, Place, Quantity

AT = datetime(2026, 11, 22, 8, 0, tzinfo=timezone(timedelta(hours=7)))
SETTING = build.Setting(at=AT, place=CELLAR)
LOTS = build.Goods(lots=(Quantity(LOT, Decimal(120), "KGM"),))
PIECES = build.Goods(serials=(BOTTLE,))
READINGS = (
    build.Reading(kind="Temperature", unit="CEL", low=Decimal("28.5"), high=Decimal(33), mean=Decimal(31)),
    build.Reading(kind="RelativeHumidity", unit="P1", value=Decimal(80)),
)
STEPS = [
    (build.receive(SETTING, LOTS, supplier=MAKER), "OBSERVE", "receiving", "in_progress", True),
    (build.receive(SETTING, LOTS), "OBSERVE", "receiving", "in_progress", True),
    (build.make(SETTING, LOTS, LOTS), None, "creating_class_instance", "in_progress", True),
    (build.make(SETTING, LOTS, PIECES), None, "commissioning", "in_progress", True),
    (build.store(SETTING, LOTS), "OBSERVE", "storing", "in_progress", True),
    (
        build.store(SETTING, LOTS, readings=READINGS, device="urn:epc:id:giai:8935217.T-1"),
        "OBSERVE",
        "storing",
        "in_progress",
        True,
    ),
    (
        build.store(SETTING, LOTS, readings=READINGS, since=AT - timedelta(days=90)),
        "OBSERVE",
        "storing",
        "in_progress",
        True,
    ),
    (build.inspect(SETTING, LOTS, conforms=True), "OBSERVE", "inspecting", "conformant", True),
    (build.inspect(SETTING, LOTS, conforms=False), "OBSERVE", "inspecting", "non_conformant", True),
    (build.fill(SETTING, PIECES), "ADD", "commissioning", "active", True),
    (build.pack(SETTING, CARTON, PIECES), "ADD", "packing", "in_progress", True),
    (build.ship(SETTING, LOTS, recipient=MAKER), "OBSERVE", "shipping", "in_transit", False),
    (build.ship(SETTING, LOTS), "OBSERVE", "shipping", "in_transit", False),
    (build.sell(SETTING, PIECES), "DELETE", "retail_selling", "retail_sold", False),
    (build.take_back(SETTING, LOTS), "OBSERVE", "holding", "recalled", True),
    (build.destroy(SETTING, LOTS), "DELETE", "destroying", "destroyed", False),
]


@pytest.mark.parametrize(("event", "action", "step", "disposition", "stays"), STEPS)
def test_step_has_its_words_and_is_valid_epcis(event, action, step, disposition, stays):
    assert (getattr(event, "action", None), event.biz_step, event.disposition) == (action, step, disposition)
    assert event.biz_location == (Place(CELLAR) if stays else None)
    assert event.read_point == Place(CELLAR)
    assert event.offset == "+07:00"
    again = parse(serialize.to_text(serialize.event_json(event))).events[0]
    assert event_hash(again) == event_hash(event)


def test_setting_gives_place_papers_certificates_and_reason():
    reason = build.extension("nm", "https://example.vn/nm/", "reason", "nhãn sai hạn dùng")
    papers = (BizTransaction("https://example.vn/recall/1", "rma"),)
    setting = build.Setting(
        at=AT, certificates=("https://example.vn/cert/1",), papers=papers, extensions=(reason,)
    )
    event = build.take_back(setting, LOTS)
    assert (event.read_point, event.biz_transactions, event.extensions) == (None, papers, (reason,))
    written = serialize.event_json(event)
    assert written["nm:reason"] == "nhãn sai hạn dùng"
    assert parse(serialize.to_text(written)).events[0].extensions == (reason,)


def test_supplier_and_recipient_are_one_step_back_and_forward():
    assert build.receive(SETTING, LOTS, supplier=MAKER).sources == (Party("possessing_party", MAKER),)
    assert build.ship(SETTING, LOTS, recipient=MAKER).destinations == (Party("possessing_party", MAKER),)


def test_master_data_names_lot_and_dates():
    facts = build.MasterData(
        lot_number="NM-2026-11", produced_on=date(2026, 11, 1), best_before=date(2028, 11, 1)
    )
    written = serialize.event_json(build.fill(SETTING, PIECES, master_data=facts))
    assert written["ilmd"] == {
        "cbvmda:lotNumber": "NM-2026-11",
        "gs1:productionDate": "2026-11-01",
        "cbvmda:bestBeforeDate": "2028-11-01",
    }
    expiring = build.MasterData(expires_on=date(2027, 1, 1)).extensions()
    assert [(item.key, item.value) for item in expiring] == [("cbvmda:itemExpirationDate", "2027-01-01")]


def test_readings_hold_for_a_moment_or_for_a_time():
    moment = build.store(SETTING, LOTS, readings=READINGS).sensor_elements[0].metadata
    period = (
        build.store(SETTING, LOTS, readings=READINGS, since=AT - timedelta(days=1))
        .sensor_elements[0]
        .metadata
    )
    assert moment is not None
    assert period is not None
    assert (moment.time, moment.start_time, moment.end_time) == (AT, None, None)
    assert (period.time, period.start_time, period.end_time) == (None, AT - timedelta(days=1), AT)


def test_correction_is_the_same_event_with_the_error_declared():
    event = build.with_hash_id(build.ship(SETTING, LOTS))
    wrong = build.correct(event, at=AT + timedelta(hours=1), corrective_event_ids=("urn:x:1",))
    assert event_hash(wrong) == event_hash(event) == event.event_id
    assert replace(wrong, error_declaration=None) == event
    assert wrong.error_declaration is not None
    assert (wrong.error_declaration.reason, wrong.error_declaration.corrective_event_ids) == (
        "incorrect_data",
        ("urn:x:1",),
    )
    document = serialize.document([event, wrong], created=AT)
    assert len(parse(serialize.to_text(document)).events) == 2


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 11, 22), datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=7, seconds=40)))],  # noqa: DTZ001
)
def test_time_without_a_zone_in_minutes_is_refused(moment):
    with pytest.raises(ValueError, match="zone"):
        build.offset_text(moment)


def test_utc_has_a_written_offset():
    assert build.offset_text(datetime(2026, 11, 22, tzinfo=UTC)) == "+00:00"
