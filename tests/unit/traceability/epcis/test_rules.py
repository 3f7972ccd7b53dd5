import json

import pytest

from tests.helpers.epcis import (
    BOTTLE,
    CARTON,
    EVENT_ID,
    LOT,
    aggregation,
    alone,
    document,
    event_faults,
    faults,
    object_event,
    query,
    transaction,
    transformation,
    with_sensor,
)
from traceability.epcis import parse
from traceability.epcis.rules import sensor_doubts

DECLARED = {"declarationTime": "2026-11-23T08:00:00+07:00", "reason": "incorrect_data"}
REPORT = "$.sensorElementList[0].sensorReport[0]"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (object_event(ilmd={"nm:a": 1}), ("$.ilmd", "rule.ilmd")),
        (object_event(action="DELETE", ilmd={}), ("$.ilmd", "rule.ilmd")),
        (object_event(epcList=..., quantityList=[]), ("$.epcList", "field.required")),
        ({**with_sensor(), "epcList": ...}, ("$.epcList", "field.required")),
        (aggregation(childEPCs=...), ("$.childEPCs", "field.required")),
        (aggregation(action="OBSERVE", childEPCs=[]), ("$.childEPCs", "field.required")),
        (aggregation(parentID=...), ("$.parentID", "rule.parent")),
        (aggregation(action="DELETE", parentID=...), ("$.parentID", "rule.parent")),
        (aggregation(childEPCs=[BOTTLE, CARTON]), ("$.parentID", "rule.parent")),
        (aggregation(parentID=LOT), ("$.parentID", "identifier.level")),
        (aggregation("AssociationEvent", parentID=...), ("$.parentID", "field.required")),
        (aggregation("AssociationEvent", action="OBSERVE", parentID=...), ("$.parentID", "field.required")),
        (aggregation("AssociationEvent", childEPCs=...), ("$.childEPCs", "field.required")),
        (aggregation(childEPCs=[BOTTLE, BOTTLE]), ("$.childEPCs[1]", "list.duplicate")),
        (transaction(epcList=...), ("$.epcList", "field.required")),
        (transaction(bizTransactionList=...), ("$.bizTransactionList", "field.required")),
        (transaction(bizTransactionList=[]), ("$.bizTransactionList", "list.empty")),
        (transformation(inputQuantityList=...), ("$.inputEPCList", "field.required")),
        (transformation(outputQuantityList=...), ("$.outputEPCList", "field.required")),
        (transformation(action="ADD"), ("$.action", "field.unknown")),
        (
            transformation(outputQuantityList=[{"epcClass": LOT, "uom": "KGM"}]),
            ("$.outputQuantityList[0].uom", "rule.quantity"),
        ),
        (
            object_event(quantityList=[{"epcClass": LOT, "quantity": -1}]),
            ("$.quantityList[0].quantity", "rule.quantity"),
        ),
        (
            object_event(persistentDisposition={"set": ["damaged"], "unset": ["damaged"]}),
            ("$.persistentDisposition", "rule.persistent_disposition"),
        ),
        (object_event(eventID="urn:uuid:1"), ("$.eventID", "identifier.form")),
        (object_event(eventID="ni:///sha-256;12?ver=CBV2.0"), ("$.eventID", "identifier.form")),
        (
            object_event(errorDeclaration={"declarationTime": "2026-11-21T08:00:00Z"}),
            ("$.errorDeclaration.declarationTime", "rule.error_declaration"),
        ),
        (
            object_event(eventID=EVENT_ID, errorDeclaration={**DECLARED, "correctiveEventIDs": [EVENT_ID]}),
            ("$.errorDeclaration.correctiveEventIDs", "rule.error_declaration"),
        ),
        (
            object_event(errorDeclaration={**DECLARED, "reason": "mistake"}),
            ("$.errorDeclaration.reason", "vocabulary.word"),
        ),
    ],
)
def test_rule_broken_is_reported_at_its_path(event, expected):
    assert event_faults({key: value for key, value in event.items() if value is not ...}) == [expected]


@pytest.mark.parametrize(
    ("report", "metadata", "expected"),
    [
        ({"minValue": 5, "maxValue": 4.5}, None, (f"{REPORT}.minValue", "rule.sensor")),
        ({"sDev": 0.1}, None, (f"{REPORT}.meanValue", "rule.sensor")),
        ({"percRank": 50}, None, (f"{REPORT}.percValue", "rule.sensor")),
        ({"percValue": 50}, None, (f"{REPORT}.percRank", "rule.sensor")),
        ({"percRank": 101, "percValue": 5}, None, (f"{REPORT}.percRank", "rule.sensor")),
        ({"deviceID": "urn:x:1"}, {"deviceID": "urn:x:2"}, (f"{REPORT}.deviceID", "rule.sensor")),
        (
            {},
            {"startTime": "2026-11-22T00:00:00Z", "endTime": "2026-11-21T00:00:00Z"},
            ("$.sensorElementList[0].sensorMetadata.endTime", "rule.sensor"),
        ),
    ],
)
def test_sensor_rule_broken_is_reported_at_its_path(report, metadata, expected):
    assert event_faults(with_sensor(report, metadata)) == [expected]


def test_component_without_value_is_refused():
    event = with_sensor({"component": "x"})
    del event["sensorElementList"][0]["sensorReport"][0]["value"]
    assert event_faults(event) == [(f"{REPORT}.value", "rule.sensor")]


def test_same_device_named_twice_is_no_contradiction():
    assert event_faults(with_sensor({"deviceID": "urn:x:1"}, {"deviceID": "urn:x:1"})) == []


def test_event_id_names_one_event():
    first, second = object_event(eventID=EVENT_ID), object_event(eventID=EVENT_ID, bizStep="receiving")
    assert faults(document(first, second)) == [("$.epcisBody.eventList[1].eventID", "rule.duplicate")]
    assert faults(document(first, object_event(), object_event())) == []


def test_error_declaration_repeats_the_event_it_corrects():
    first = object_event(eventID=EVENT_ID)
    assert faults(query(first, {**first, "errorDeclaration": DECLARED})) == []


def test_error_declaration_that_changes_the_event_is_refused():
    first = object_event(eventID=EVENT_ID)
    changed = object_event(eventID=EVENT_ID, bizStep="receiving", errorDeclaration=DECLARED)
    assert faults(document(first, changed)) == [
        ("$.epcisBody.eventList[1].errorDeclaration", "rule.error_declaration")
    ]


@pytest.mark.parametrize(
    "event_id", [EVENT_ID, "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0", "https://example.vn/e/1"]
)
def test_event_id_of_known_forms_is_accepted(event_id):
    assert event_faults(object_event(eventID=event_id)) == []


def test_times_of_sensors_that_do_not_fit_the_event_are_doubted():
    def doubts(report, metadata=None):
        return sensor_doubts(parse(json.dumps(alone(with_sensor(report, metadata)))).events[0])

    late, early = "2026-11-22T09:00:00+07:00", "2026-11-22T07:00:00+07:00"
    assert doubts({"time": early}) == ()
    assert doubts({"time": late}) == ("sensor_time_after_event",)
    assert doubts({"time": early}, {"time": early}) == ()
    assert doubts({"time": early}, {"time": late}) == ("sensor_time_after_event", "sensor_time_differs")


def test_events_without_an_id_are_beside_those_that_repeat_one():
    same = object_event(eventID=EVENT_ID)
    assert faults(document(same, object_event(), same)) == [
        ("$.epcisBody.eventList[2].eventID", "rule.duplicate")
    ]
