import hashlib
import json
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.epcis import (
    BOTTLE,
    CARTON,
    CELLAR,
    CONTEXT,
    LOT,
    MAKER,
    aggregation,
    alone,
    document,
    object_event,
    query,
    transaction,
    transformation,
    with_sensor,
)
from traceability.epcis import document_hashes, event_hash, parse, prehash, read

FULL = object_event(
    action="ADD",
    eventTime="2026-11-22T08:00:00.125+07:00",
    certificationInfo=["https://example.vn/cert/2", "https://example.vn/cert/1"],
    epcList=[BOTTLE, "urn:epc:id:sgtin:8935217.000002.7", "https://id.gs1.org/01/08935217400010/21/A7-02"],
    quantityList=[
        {"epcClass": LOT, "quantity": 12.5, "uom": "LTR"},
        {"epcClass": "urn:epc:idpat:sgtin:8935217.000002.*"},
    ],
    persistentDisposition={"set": ["damaged", "completeness_verified"], "unset": ["reserved", "expired"]},
    readPoint={"id": CELLAR, "nm:row": 4, "nm:door": "B"},
    bizTransactionList=[
        {"type": "po", "bizTransaction": "https://example.vn/po/2"},
        {"type": "inv", "bizTransaction": "https://example.vn/inv/1"},
        {"bizTransaction": "https://example.vn/other/1"},
    ],
    sourceList=[{"type": "owning_party", "source": MAKER}, {"type": "location", "source": CELLAR}],
    destinationList=[{"type": "possessing_party", "destination": "urn:epc:id:pgln:8935217.00001"}],
    sensorElementList=[
        {
            "sensorMetadata": {
                "time": "2026-11-22T00:30:00Z",
                "deviceID": "urn:epc:id:giai:8935217.T-1",
                "nm:by": "Hoa",
            },
            "sensorReport": [
                {"type": "Temperature", "value": 31.50, "uom": "CEL", "component": "x", "booleanValue": True},
                {
                    "type": "gs1:RelativeHumidity",
                    "minValue": 70,
                    "maxValue": 75.0,
                    "uom": "P1",
                    "nm:raw": [3, 1, 2],
                },
            ],
            "nm:place": "lid",
        },
        {"sensorMetadata": {}, "sensorReport": [{"type": "Temperature", "value": 30, "uom": "CEL"}]},
    ],
    ilmd={"cbvmda:lotNumber": "NM-2026-11", "nm:protein": {"nm:unit": "g/L", "nm:value": 40.0}},
    **{
        "nm:notes": ["b", "a", {"nm:deep": "0.50", "nm:also": None, "rdfs:comment": "nor this"}],
        "nm:empty": "",
        "rdfs:comment": "not hashed",
        "nm:word": "urn:epcglobal:cbv:disp:active",
    },
)
EVENTS = [
    FULL,
    object_event(),
    aggregation(parentID=CARTON, childQuantityList=[{"epcClass": LOT, "quantity": 3}]),
    aggregation("AssociationEvent"),
    transaction(parentID=CARTON),
    transformation(outputEPCList=[BOTTLE]),
    with_sensor({"minValue": 30, "maxValue": 33, "meanValue": 31, "sDev": 0.5}),
]


def hashed(event: dict[str, Any]) -> str:
    return event_hash(parse(json.dumps(alone(event))).events[0])


def pre_image(event: dict[str, Any]) -> str:
    return prehash(parse(json.dumps(alone(event))).events[0])


def test_pre_image_of_a_simple_event_is_as_the_standard_says():
    assert pre_image(object_event(readPoint={"id": CELLAR, "nm:row": "4"}, **{"nm:note": " 007 "})) == (
        "eventType=ObjectEvent"
        "eventTime=2026-11-22T01:00:00.000Z"
        "eventTimeZoneOffset=+07:00"
        f"epcListepc={BOTTLE}"
        "action=OBSERVE"
        "bizStep=https://ref.gs1.org/cbv/BizStep-shipping"
        f"readPointid={CELLAR}{{https://example.vn/nm/}}row=4"
        "{https://example.vn/nm/}note=7"
    )


def test_pre_image_orders_every_member():
    assert pre_image(FULL) == (
        "eventType=ObjectEventeventTime=2026-11-22T01:00:00.125ZeventTimeZoneOffset=+07:00"
        "certificationInfo=https://example.vn/cert/1certificationInfo=https://example.vn/cert/2"
        "epcListepc=https://id.gs1.org/01/08935217000029/21/7"
        "epc=https://id.gs1.org/01/08935217400010/21/A7-01epc=https://id.gs1.org/01/08935217400010/21/A7-02"
        "quantityListquantityElementepcClass=https://id.gs1.org/01/08935217000029"
        "quantityElementepcClass=https://id.gs1.org/01/08935217400010/10/NM-2026-11quantity=12.5uom=LTR"
        "action=ADDbizStep=https://ref.gs1.org/cbv/BizStep-shipping"
        "persistentDispositionset=https://ref.gs1.org/cbv/Disp-completeness_verified"
        "set=https://ref.gs1.org/cbv/Disp-damagedunset=https://ref.gs1.org/cbv/Disp-expired"
        "unset=https://ref.gs1.org/cbv/Disp-reserved"
        "readPointid=https://id.gs1.org/414/8935217400003{https://example.vn/nm/}door=B{https://example.vn/nm/}row=4"
        "sensorElementListsensorElement"
        "sensorMetadatatime=2026-11-22T00:30:00.000ZdeviceID=https://id.gs1.org/8004/8935217T-1"
        "{https://example.vn/nm/}by=Hoa"
        "sensorReporttype=https://gs1.org/voc/RelativeHumidityminValue=70maxValue=75uom=P1"
        "{https://example.vn/nm/}raw=1{https://example.vn/nm/}raw=2{https://example.vn/nm/}raw=3"
        "sensorReporttype=https://gs1.org/voc/Temperaturevalue=31.5component=https://ref.gs1.org/cbv/Comp-x"
        "booleanValue=trueuom=CEL{https://example.vn/nm/}place=lid"
        "sensorElementsensorReporttype=https://gs1.org/voc/Temperaturevalue=30uom=CEL"
        "bizTransactionListbizTransaction=https://example.vn/other/1"
        "type=https://ref.gs1.org/cbv/BTT-invbizTransaction=https://example.vn/inv/1"
        "type=https://ref.gs1.org/cbv/BTT-pobizTransaction=https://example.vn/po/2"
        "destinationListtype=https://ref.gs1.org/cbv/SDT-possessing_party"
        "destination=https://id.gs1.org/417/8935217000012"
        "ilmd{https://example.vn/nm/}protein{https://example.vn/nm/}unit=g/L{https://example.vn/nm/}value=40"
        "{urn:epcglobal:cbv:mda:}lotNumber=NM-2026-11"
        "sourceListtype=https://ref.gs1.org/cbv/SDT-locationsource=https://id.gs1.org/414/8935217400003"
        "type=https://ref.gs1.org/cbv/SDT-owning_partysource=https://id.gs1.org/417/8935217400003"
        "{https://example.vn/nm/}empty"
        "{https://example.vn/nm/}notes=a{https://example.vn/nm/}notes=b"
        "{https://example.vn/nm/}notes{https://example.vn/nm/}deep=0.5"
        "{https://example.vn/nm/}word=https://ref.gs1.org/cbv/Disp-active"
    )


def test_hash_is_the_digest_of_the_pre_image():
    event = parse(json.dumps(alone(FULL))).events[0]
    digest = hashlib.sha256(prehash(event).encode()).hexdigest()
    assert event_hash(event) == f"ni:///sha-256;{digest}?ver=CBV2.0"


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, _shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [_shuffled(item, chance) for item in value]
        chance.shuffle(items)
        return items
    return value


@settings(max_examples=40, deadline=None)
@given(event=st.sampled_from(EVENTS), seed=st.integers(0, 2**32))
def test_hash_does_not_change_with_key_and_list_order(event, seed):
    assert hashed(_shuffled(event, random.Random(seed))) == hashed(event)


@settings(max_examples=40, deadline=None)
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**6),
    zeros=st.integers(0, 3),
    shift=st.integers(-3, 3),
)
def test_hash_does_not_change_with_the_spelling_of_a_number(number, zeros, shift):
    plain = format(number, "f") + "0" * zeros
    shifted = f"{Decimal(number).scaleb(-shift):f}E{shift}"
    text = json.dumps(alone(transformation())).replace("120.5", "%s")
    hashes = {
        event_hash(parse(text % spelling).events[0]) for spelling in (plain, shifted, format(number, "f"))
    }
    assert len(hashes) == 1


@settings(max_examples=40, deadline=None)
@given(minutes=st.integers(-14 * 60, 14 * 60))
def test_hash_does_not_change_with_the_zone_a_time_is_written_in(minutes):
    plain = hashed(object_event(eventTime="2026-11-22T01:00:00Z"))
    local = 60 + 24 * 60 + minutes
    day, rest = divmod(local, 24 * 60)
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    written = f"2026-11-{21 + day}T{rest // 60:02}:{rest % 60:02}:00.000{zone}"
    assert hashed(object_event(eventTime=written)) == plain


@pytest.mark.parametrize(
    "changes",
    [
        {"recordTime": "2026-11-23T00:00:00Z"},
        {"eventID": "https://example.vn/e/1"},
        {"errorDeclaration": {"declarationTime": "2026-11-24T00:00:00Z"}},
        {"rdfs:comment": "x"},
        {"epcList": ["https://nuocmam.example.vn/01/8935217400010/10/L/21/A7-01?x=1"]},
        {"bizStep": "cbv:BizStep-shipping"},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"},
        {"eventTime": "2026-11-22T01:00:00.0000Z"},
        {"quantityList": []},
        {"nm:none": []},
    ],
)
def test_hash_does_not_change_with_what_means_the_same(changes):
    assert hashed(object_event(**changes)) == hashed(object_event())


def test_hash_takes_the_old_spelling_of_words_for_the_new():
    reading = read(json.dumps(alone(object_event(bizStep="urn:epcglobal:cbv:bizstep:shipping"))))
    assert reading.document is not None
    assert document_hashes(reading.document) == (hashed(object_event()),)


@pytest.mark.parametrize(
    "changes",
    [
        {"eventTime": "2026-11-22T08:00:00.001+07:00"},
        {"eventTimeZoneOffset": "+08:00"},
        {"epcList": [BOTTLE + "1"]},
        {"action": "DELETE"},
        {"bizStep": "receiving"},
        {"disposition": "in_transit"},
        {"readPoint": {"id": CELLAR}},
        {"bizLocation": {"id": CELLAR}},
        {"nm:note": "x"},
        {"nm:empty": ""},
    ],
)
def test_hash_changes_with_what_means_something_else(changes):
    assert hashed(object_event(**changes)) != hashed(object_event())


def test_hash_does_not_change_with_the_name_of_a_prefix():
    first = {**alone(object_event(**{"nm:note": "nm:salt"}))}
    second = {"@context": [CONTEXT, {"q": "https://example.vn/nm/"}], **object_event(**{"q:note": "q:salt"})}
    third = {
        "@context": [CONTEXT],
        **object_event(**{"https://example.vn/nm/note": "https://example.vn/nm/salt"}),
    }
    assert len({event_hash(parse(json.dumps(value)).events[0]) for value in (first, second, third)}) == 1


def test_same_class_under_a_prefix_of_another_meaning_is_another_class():
    event = object_event(epcList=..., quantityList=[{"epcClass": "q:crate", "quantity": 2}])
    listed = [
        {
            "@context": [CONTEXT, {"q": f"https://example.vn/{name}/"}],
            **event,
            "eventID": f"https://example.vn/{name}",
        }
        for name in ("a", "b")
    ]
    texts = [prehash(event) for event in parse(json.dumps(listed)).events]
    assert [f"epcClass=https://example.vn/{name}/crate" in text for name, text in zip("ab", texts, strict=True)] == [
        True, True,
    ]  # fmt: skip


def test_event_of_another_type_is_hashed_under_its_full_name():
    event = {
        "type": "nm:Tasting",
        "eventTime": "2026-11-22T08:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "guests": 4,
    }
    assert pre_image(event) == (
        "eventType=https://example.vn/nm/TastingeventTime=2026-11-22T08:00:00.000ZeventTimeZoneOffset=+07:00guests=4"
    )


def test_fields_that_the_sender_leaves_out_take_no_part():
    context = [CONTEXT, {"nm": "https://example.vn/nm/", "rx": "https://repository-x.example.com/"}]
    ignoring = {"@context": context, "rx:ignoreFields": ["nm:captureID", 7]}
    captured = object_event(**{"nm:captureID": "c-1"})
    assert document_hashes(parse(json.dumps(document(captured, **ignoring)))) == (hashed(object_event()),)
    answer = query(captured, **{"@context": context})
    answer["epcisBody"]["queryResults"]["rx:ignoreFields"] = ["nm:captureID"]
    assert document_hashes(parse(json.dumps(answer))) == (hashed(object_event()),)
    assert document_hashes(parse(json.dumps(document(captured, **{**ignoring, "rx:ignoreFields": "x"})))) == (
        hashed(captured),
    )
