"""Events of a delivery that say much in the same words are what they are alone."""

import json
from io import BytesIO

import pytest

from tests.helpers.epcis import LOT, document
from tests.helpers.epcis_api import bottle, event
from traceability.epcis.json.memory import Found, Memory
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis.model import Place
from traceability.epcis_repository.delivery import PIECE, open_delivery, pack, prepare, unpack

PLACE = "https://id.gs1.org/414/8935217400003"
OTHER = {"@context": {"ex": "https://one.example/"}, "bizStep": "ex:cook"}
AMOUNT = {"epcClass": LOT, "quantity": 1}
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
        read(value=0), read(**{"nm:x": "y"}), read(type=["Mass"]), {"sensorElementList": READING},
        {"quantityList": [{**AMOUNT, "quantity": True}]}, {"quantityList": [{**AMOUNT, "quantity": -1}]},
        {"quantityList": [{**AMOUNT, "quantity": 1.5}]}, {"quantityList": [{**AMOUNT, "uom": None}]},
        {"quantityList": [{**AMOUNT, "uom": "KGM"}]}, {"quantityList": [{**AMOUNT, "epcClass": [LOT]}]},
        {"quantityList": [{**AMOUNT, "note": 1}]}, {"quantityList": [AMOUNT, AMOUNT]}, {"quantityList": [AMOUNT, LOT]},
        {"quantityList": AMOUNT}, {"epcList": [LOT]}, {"epcList": [bottle(1), bottle(1)]}, {"epcList": [["x"]]},
        {"eventID": "urn:uuid:0d9f6d3e"}, {"eventID": "URN:UUID:0D9F6D3E-6F0C-4B53-9F0D-0000000000AA"},
        {"eventTime": "2026-11-22T08:00:00.0005+07:00"}, {"eventTime": "0999-11-22T08:00:00Z"}, {"eventTime": "today"},
        {"sensorElementList": []}, {"sensorElementList": [{"sensorReport": []}]}, {"sensorElementList": [READING]},
        {"sensorElementList": [{"sensorReport": [READING, {**READING, "value": 9}]}]},
        {"sensorElementList": [{"sensorReport": [READING], "nm:x": "y"}]},
        {"sensorElementList": [{"sensorReport": [READING], "sensorMetadata": {"time": "2026-12-01T08:00:00Z"}}]},
    ],
)  # fmt: skip
def test_event_among_those_that_are_alike_is_read_as_alone(changes):
    usual = {"readPoint": {"id": PLACE}, "bizLocation": {"id": PLACE}, "quantityList": [AMOUNT], **read()}
    others = [event(**usual) for _ in range(3)]
    changed = event(**{**usual, **changes})
    alone, issues = prepared(changed)
    among = prepared(*others[:2], changed, others[2])
    plain = [prepared(other)[0][0] for other in others]
    assert among == ([*plain[:2], *alone, plain[2]], issues)


def test_prefix_of_an_events_own_context_is_its_own():
    own = {**read(type="ex:warmth"), "quantityList": [{"epcClass": "ex:jar", "quantity": 2}]}
    mine = event(**OTHER, **own)
    theirs = event(**{**OTHER, "@context": {"ex": "https://two.example/"}}, **own)
    (first, second), issues = prepared(mine, theirs)
    assert not issues
    for (_hash, _body, terms, *_), base in (
        (first, "https://one.example/"),
        (second, "https://two.example/"),
    ):
        told = {("bizStep", f"{base}cook"), ("type", f"{base}warmth"), ("epcClass", f"{base}jar")}
        assert told <= terms


def test_readings_that_differ_in_the_value_alone_have_each_its_own():
    sent = [event(**read(value=value)) for value in (4, 5, 4.25)]
    found, issues = prepared(*sent)
    assert not issues
    assert [numbers for _hash, _body, _terms, numbers, _warnings in found] == [
        {("value_CEL", 4.0)}, {("value_CEL", 5.0)}, {("value_CEL", 4.25)},
    ]  # fmt: skip
    assert len({hashed for hashed, *_ in found}) == 3


@pytest.mark.parametrize("changes", [{"bizStep": "ex:x"}, {"quantityList": 4}, read(value="4")])
def test_event_of_a_later_piece_is_read_as_in_the_first(changes):
    usual = {"readPoint": {"id": PLACE}, "bizLocation": {"id": PLACE}, **read()}
    listed = [event(**usual) for _ in range(PIECE)] + [event(**usual), event(**{**usual, **changes})]
    delivery = open_delivery(BytesIO(json.dumps(document(*listed)).encode()))
    found = [prepare(delivery, piece, all_or_none=False) for piece in delivery.pieces()]
    (first, none), (later, issues) = found
    assert (len(first), none, len(later)) == (PIECE, [], 1)
    assert (later[0].terms | later[0].shared, later[0].numbers) == (prepared(listed[PIECE])[0][0][2:4])
    assert [(issue.code, issue.message) for issue in issues] == prepared(listed[-1])[1]
    assert issues[0].path.startswith(f"$.epcisBody.eventList[{PIECE + 1}]")


def test_other_namespaces_begin_anew():
    memory = Memory()
    mine = memory.under(Namespaces({"ex": "https://one.example/"}))
    memory.places.note(PLACE, Place(PLACE))
    assert memory.under(Namespaces({"ex": "https://one.example/"})) is mine
    assert list(memory.places) == [PLACE]
    memory.under(Namespaces({"ex": "https://two.example/"}))
    assert list(memory.places) == []


def test_so_many_are_remembered_at_most():
    found = Found()
    for number in range(2_001):
        found.note(number, number)
    assert (len(found), 2_000 in found) == (2_000, False)
