"""What shapes and words are remembered of is bounded; whatever comes after is read and written alike."""

import json

from tests.helpers.epcis import BOTTLE, document, object_event, transaction
from traceability.epcis import event_hash, model, parse, serialize
from traceability.epcis.json import events as json_events
from traceability.epcis.lexical import context
from traceability.epcis.lexical.context import Memo


def test_events_of_more_shapes_than_are_remembered_are_read_and_written_alike(monkeypatch):
    sent = [
        object_event(),
        object_event(recordTime="2026-11-22T02:00:00Z"),
        transaction(),
        object_event(ilmd=...),
    ]
    text = json.dumps(document(*sent))
    monkeypatch.setattr(json_events, "_MOST_SHAPES", 0)
    monkeypatch.setattr(model, "_MOST_SHAPES", 0)
    found = parse(text).events
    assert [type(event).__name__ for event in found] == [
        "ObjectEvent",
        "ObjectEvent",
        "TransactionEvent",
        "ObjectEvent",
    ]
    assert [event.epcs for event in found] == [(BOTTLE,)] * 4
    assert event_hash(found[0]) == event_hash(found[3])
    assert [event_hash(event) for event in parse(json.dumps(serialize.event_json(found[2]))).events] == [
        event_hash(found[2])
    ]


def test_words_beyond_those_remembered_are_worked_out_each_time(monkeypatch):
    monkeypatch.setattr(context, "MOST_REMEMBERED", 2)
    asked = []

    def doubled(number):
        asked.append(number)
        return 2 * number

    memo = Memo(doubled)
    assert [memo[number] for number in (1, 2, 3, 1, 2, 3)] == [2, 4, 6, 2, 4, 6]
    assert asked == [1, 2, 3, 3]
