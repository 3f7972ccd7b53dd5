import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from tests.helpers.epcis import (
    CONTEXT,
    alone,
    document,
    object_event,
    reading,
    transformation,
    with_sensor,
)
from tests.unit.traceability.epcis.test_hashing import EVENTS
from tests.unit.traceability.epcis.test_reading import GOOD
from traceability.epcis import event_hash, parse, serialize
from traceability.epcis.model import ObjectEvent

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("event", EVENTS + GOOD)
def test_event_read_and_written_again_is_valid_and_keeps_its_hash(event):
    first = parse(json.dumps(alone(event))).events[0]
    for written in (
        serialize.event_json(first),
        serialize.document([first], created=NOW),
        serialize.query_document([first], created=NOW, query_name="q"),
    ):
        again = parse(serialize.to_text(written)).events[0]
        assert event_hash(again) == event_hash(first)
        assert type(again) is type(first)


def test_event_is_written_as_it_was_read():
    event = object_event(eventTime="2026-11-22T08:00:00.000+07:00", **{"nm:note": {"nm:a": [1, "x", True]}})
    assert serialize.event_json(parse(json.dumps(alone(event))).events[0]) == {
        "@context": [CONTEXT, {"nm": "https://example.vn/nm/"}],
        **event,
    }


def test_document_says_when_it_was_made_and_carries_a_header():
    written = serialize.document([], created=NOW, header={"epcisMasterData": {"vocabularyList": []}})
    assert written == {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-22T01:30:00.000Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": []}},
        "epcisBody": {"eventList": []},
    }
    assert reading(written).issues == ()


def test_answer_names_its_query_and_subscription():
    body = serialize.query_document([], created=NOW, query_name="q", subscription="s-1")["epcisBody"]
    assert body == {
        "queryResults": {"queryName": "q", "resultsBody": {"eventList": []}, "subscriptionID": "s-1"}
    }


def test_prefix_is_declared_for_all_events_only_where_it_means_the_same_in_all():
    shared, gs1 = {"ks": "https://example.vn/ks#"}, {"gs1": "https://gs1.org/voc/"}
    contexts = [{"nm": "https://example.vn/nm/"}, {"nm": "https://example.vn/other/"}, {}]
    noted = object_event(**{"ks:note": "nm:salt"})
    events = [
        parse(json.dumps({"@context": [CONTEXT, shared, gs1, own], **noted})).events[0] for own in contexts
    ]
    written = serialize.document(events, created=NOW)
    assert written["@context"] == [CONTEXT, shared]
    assert [event.get("@context") for event in written["epcisBody"]["eventList"]] == [
        [contexts[0]],
        [contexts[1]],
        None,
    ]
    again = parse(json.dumps(written)).events
    assert [event_hash(event) for event in again] == [event_hash(event) for event in events]


@pytest.mark.parametrize(
    "number", ["0.1", "1E+2", "0.1000000000000000055511151231257827", "12345678901234567890.5"]
)
def test_numbers_are_written_exactly(number):
    text = json.dumps(alone(transformation(**{"nm:ph": 120.5}))).replace("120.5", number)
    event = parse(text).events[0]
    again = parse(serialize.to_text(serialize.event_json(event))).events[0]
    assert again.input_quantities[0].quantity == Decimal(number)
    assert again.extensions[0].value == Decimal(number)


def test_text_like_a_marked_number_stays_text():
    event = parse(json.dumps(alone(object_event(**{"nm:note": "12.5"})))).events[0]
    assert json.loads(serialize.to_text(serialize.event_json(event)))["nm:note"] == "12.5"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW, "2026-11-22T01:30:00.000Z"),
        (NOW.replace(microsecond=1), "2026-11-22T01:30:00.000001Z"),
        (NOW.astimezone(timezone(timedelta(hours=7))), "2026-11-22T08:30:00.000+07:00"),
    ],
)
def test_time_keeps_its_zone(moment, text):
    assert serialize.time_text(moment) == text


def test_event_of_readings_alone_keeps_an_empty_list():
    event = parse(json.dumps(document({**with_sensor(), "epcList": []}))).events[0]
    assert isinstance(event, ObjectEvent)
    assert serialize.event_json(event, context=False)["epcList"] == []
