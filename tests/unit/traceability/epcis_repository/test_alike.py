"""Events of a delivery that say much in the same words are what they are alone."""

import json
from io import BytesIO

import pytest

from tests.helpers.epcis import document
from tests.helpers.epcis_api import event
from traceability.epcis_repository.delivery import open_delivery, pack, prepare, unpack

PLACE = "https://id.gs1.org/414/8935217400003"
OTHER = {"@context": {"ex": "https://one.example/"}, "bizStep": "ex:cook"}
READING = {"type": "Temperature", "value": 4, "uom": "CEL"}


def prepared(*events):
    (piece,) = open_delivery(BytesIO(json.dumps(document(*events)).encode())).pieces()
    found, issues = prepare(
        open_delivery(BytesIO(json.dumps(document(*events)).encode())), piece, all_or_none=False
    )
    told = [(e.event_hash, e.body, e.terms | e.shared, e.numbers, e.warnings) for e in unpack(pack(found))]
    return told, [(issue.code, issue.message) for issue in issues]


def read(**reading):
    return {"sensorElementList": [{"sensorReport": [{**READING, **reading}]}]}


@pytest.mark.parametrize(
    "changes",
    [
        {"bizStep": "storing"}, {"bizStep": None}, {"bizStep": "cooking"}, {"bizStep": ["shipping"]}, {"bizStep": True},
        {"disposition": "recalled"}, {"disposition": {}}, {"action": "ADD"}, {"action": None}, {"action": 1},
        {"eventTimeZoneOffset": "-03:00"}, {"eventTimeZoneOffset": "+7"}, {"type": "TransactionEvent"},
        {"readPoint": {"id": "https://id.gs1.org/414/0614141073467"}}, {"readPoint": {"id": None}},
        {"readPoint": PLACE},
        {"readPoint": {"id": PLACE, "nm:keo": 1}}, {"readPoint": {"id": PLACE, "nm:keo": True}},
        {"readPoint": {"id": "x"}},
        {"bizLocation": None}, {"bizLocation": {"id": [PLACE]}}, {"bizLocation": {}}, {"nm:le": "x"}, {"le": "x"},
        read(value=7), read(value=-7.50), read(value=True), read(value="4"), read(uom="KGM"), read(uom=None),
        read(type="Mass"), read(type="ex:x"), read(booleanValue=True), read(booleanValue=False), read(percRank=5),
        read(stringValue="ấm"), read(stringValue=1), read(time="2026-11-20T08:00:00Z"),
        read(value=0), read(**{"nm:x": "y"}),
    ],
)  # fmt: skip
def test_event_among_those_that_are_alike_is_read_as_alone(changes):
    usual = {"readPoint": {"id": PLACE}, "bizLocation": {"id": PLACE}, **read()}
    others = [event(**usual) for _ in range(3)]
    changed = event(**{**usual, **changes})
    alone, issues = prepared(changed)
    among = prepared(*others[:2], changed, others[2])
    plain = [prepared(other)[0][0] for other in others]
    assert among == ([*plain[:2], *alone, plain[2]], issues)


def test_prefix_of_an_events_own_context_is_its_own():
    mine = event(**OTHER, **read(type="ex:warmth"))
    theirs = event(**{**OTHER, "@context": {"ex": "https://two.example/"}}, **read(type="ex:warmth"))
    (first, second), issues = prepared(mine, theirs)
    assert not issues
    for (_hash, _body, terms, *_), base in (
        (first, "https://one.example/"),
        (second, "https://two.example/"),
    ):
        assert {("bizStep", f"{base}cook"), ("type", f"{base}warmth")} <= terms


def test_readings_that_differ_in_the_value_alone_have_each_its_own():
    sent = [event(**read(value=value)) for value in (4, 5, 4.25)]
    found, issues = prepared(*sent)
    assert not issues
    assert [numbers for _hash, _body, _terms, numbers, _warnings in found] == [
        {("value_CEL", 4.0)}, {("value_CEL", 5.0)}, {("value_CEL", 4.25)},
    ]  # fmt: skip
    assert len({hashed for hashed, *_ in found}) == 3
