"""Deliveries taken apart: pieces read alone say the same as the whole."""

import json
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import utc_now
from tests.helpers.epcis import CONTEXT, alone, document
from tests.helpers.epcis_api import bottle, event, event_id
from traceability.epcis import InvalidEpcis, event_hash, parse, read
from traceability.epcis.lexical.formats import parse_time
from traceability.epcis.lexical.identifiers import identity
from traceability.epcis.xml.writer import document_xml
from traceability.epcis_repository import delivery as epcis_delivery
from traceability.epcis_repository.delivery import (
    TooManyEvents,
    open_delivery,
    pack,
    prepare,
    restored,
    unpack,
    with_record_time,
)


def opened(value):
    return open_delivery(BytesIO(json.dumps(value).encode()))


def judged(delivery, *, all_or_none=False):
    """The valid events of all pieces, and the issues of the others."""
    good, issues = [], []
    for piece in delivery.pieces():
        found, wrong = prepare(delivery, piece, all_or_none=all_or_none)
        good += found
        issues += wrong
    return good, issues


def query_document(*events):
    results = {"queryName": "q", "resultsBody": {"eventList": list(events)}}
    return {"@context": [CONTEXT], "type": "EPCISQueryDocument", "epcisBody": {"queryResults": results}}


def some_event(kind):
    if kind == "bad":
        return event(bizStep="cooking")
    return "text" if kind == "text" else event(eventID=..., eventTime=f"2026-01-01T00:{kind:02d}:00Z")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 59), st.sampled_from(["bad", "text"])), min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_pieces_say_what_the_whole_says(kinds, size):
    events = [some_event(kind) for kind in kinds]
    listed = [alone(one) if one != "text" else one for one in events]
    for value in (document(*events), query_document(*events), listed):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(epcis_delivery, "PIECE", size)
            good, issues = judged(opened(value))
        assert issues == list(read(json.dumps(value)).issues)
        assert len(good) == sum(isinstance(kind, int) for kind in kinds)


def test_all_or_none_prepares_nothing_of_a_faulty_piece():
    delivery = opened(document(event(), event(bizStep="cooking")))
    good, issues = judged(delivery, all_or_none=True)
    assert (good, [issue.path for issue in issues]) == ([], ["$.epcisBody.eventList[1].bizStep"])


def test_repeated_ids_are_found_over_pieces(monkeypatch):
    monkeypatch.setattr(epcis_delivery, "PIECE", 2)
    first = event()
    declared = {**first, "errorDeclaration": {"declarationTime": "2026-11-22T09:00:00Z"}}
    delivery = opened(
        [alone(first), alone(declared), alone(first), alone(event(eventID="urn:x:" + "a" * 400))]
    )
    earlier, later = delivery.pieces()
    assert earlier.repeats == {}
    assert {place: (issue.path, issue.code) for place, issue in later.repeats.items()} == {
        0: ("$[2].eventID", "rule.duplicate"),
        1: ("$[3].eventID", "identifier.length"),
    }
    (resumed,) = delivery.pieces(2)
    assert resumed == later
    assert list(restored(delivery.outline(), delivery.texts).pieces()) == [earlier, later]


def test_single_event_stands_at_the_root():
    delivery = opened(alone(event(bizStep="cooking")))
    assert [issue.path for issue in judged(delivery, all_or_none=True)[1]] == ["$.bizStep"]
    assert opened(alone(event())).path(0) == "$"


def test_faults_around_the_events_refuse_everything():
    for value in (
        document(event(), creationDate="today"),
        document(event(), epcisHeader={"epcisMasterData": 3}),
        {**query_document(event()), "epcisBody": {"queryResults": {"resultsBody": {"eventList": [event()]}}}},
        {**query_document(event()), "epcisBody": {"queryResults": 3}},
        3,
    ):
        with pytest.raises(InvalidEpcis):
            opened(value)


def test_more_events_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(epcis_delivery, "MOST_EVENTS", 2)
    with pytest.raises(TooManyEvents):
        opened([alone(event())] * 3)


def test_master_data_are_read_once_only():
    header = {"epcisMasterData": {"vocabularyList": []}}
    assert "epcisHeader" not in opened(document(event(), epcisHeader=header)).head


def test_prepared_event_keeps_its_hash_with_prefixes_and_record_time():
    value = alone(event(**{"nm:ca": "đêm", "nm:so": 0.1}))
    (found,), issues = judged(opened(value), all_or_none=True)
    moment = parse_time("2026-11-22T10:00:00Z")
    body = json.loads(with_record_time([found.body], moment)[0])
    assert (issues, body["recordTime"]) == ([], "2026-11-22T10:00:00.000Z")
    again = parse(json.dumps({**body, "@context": [CONTEXT, *body["@context"]]})).events[0]
    assert event_hash(again) == found.event_hash == event_hash(parse(json.dumps(value)).events[0])


def test_declarations_differ_by_what_they_declare():
    def declared(**more):
        value = alone(event(eventID="urn:uuid:0d9f6d3e-6f0c-4b53-9f0d-0a1d2c3b4a5f", **more))
        return judged(opened(value), all_or_none=True)[0][0].declaration

    one = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:00Z"})
    same = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:00Z"})
    other = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:01Z"})
    assert (declared(), one == same, one == other) == ("", True, False)


def test_document_without_events_is_refused():
    with pytest.raises(InvalidEpcis) as refusal:
        opened([])
    assert [issue.code for issue in refusal.value.issues] == ["document.empty"]


class Written:
    """A document that is written while it is read."""

    def __init__(self, parts):
        self._parts, self._left = iter(parts), b""

    def read(self, size):
        while len(self._left) < size and (part := next(self._parts, None)) is not None:
            self._left += part
        found, self._left = self._left[:size], self._left[size:]
        return found


def in_json(number):
    head, tail = json.dumps(document("here")).encode().split(b'"here"')
    yield head
    for place in range(number):
        comma = b"," if place else b""
        yield comma + json.dumps(event(epcList=[bottle(place)])).encode()
    yield tail


def in_xml(number):
    text = document_xml(parse(json.dumps(document(event()))).events, created=utc_now())
    head, rest = text.split("<ObjectEvent>")
    one, tail = rest.split("</ObjectEvent>")
    serial = one.split("<eventID>")[1].split("</eventID>")[0]
    yield head.encode()
    for _ in range(number):
        yield f"<ObjectEvent>{one.replace(serial, event_id())}</ObjectEvent>".encode()
    yield tail.encode()


def peak_of(parts):
    """Events read, and the bytes of memory that it needs at most, beside the identifiers that are remembered."""
    tracemalloc.start()
    try:
        for number in range(identity.cache_info().maxsize):
            identity(bottle(f"X{number}"))
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        delivery = open_delivery(Written(parts))
        kept = 0
        for piece in delivery.pieces():
            events, issues = prepare(delivery, piece, all_or_none=True)
            kept += len(unpack(pack(events)))
            assert not issues
        return kept, tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("form", [in_json, in_xml])
def test_memory_does_not_grow_with_the_delivery(form):
    small, peak = peak_of(form(1_000))
    large, later_peak = peak_of(form(6_000))
    assert (small, large) == (1_000, 6_000)
    assert later_peak < peak * 1.1 + 200_000


def test_text_cut_anywhere_is_read_as_a_whole(monkeypatch):
    value = document(event(**{"nm:ghiChu": 'ngăn "lạnh" \\ đêm', "nm:so": [12.5, -3, True, None]}), event())
    content = json.dumps(value, indent=1, ensure_ascii=False).encode()
    whole = [piece.items for piece in open_delivery(BytesIO(content)).pieces()]
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr("traceability.epcis.json.text.CHUNK", size)
        monkeypatch.setattr("traceability.epcis.outline.CHUNK", size)
        assert [piece.items for piece in open_delivery(BytesIO(content)).pieces()] == whole
    fault = content.replace(b'"OBSERVE"', b"OBSERVE", 1)
    with pytest.raises(InvalidEpcis, match="Expecting value at line 21, column 15"):
        open_delivery(BytesIO(fault))


def test_many_objects_cut_at_once_are_those_that_were_sent(monkeypatch):
    """Words of a text and objects inside an event begin as the events themselves do; spaces stand anywhere."""
    trap = {"type": "ObjectEvent", "nm:ghiChu": '}, {"type": "ObjectEvent", "x'}
    sent = [event(**{"nm:trong": [trap, trap], "nm:so": n}) for n in range(12)]
    sent[5:5] = [
        event(type="AggregationEvent", parentID=bottle("P"), childEPCs=[bottle("C")]),
        event(**{"nm:le": "\u00e9"}),
    ]
    for indent in (None, 2):
        content = json.dumps(document(*sent), indent=indent, ensure_ascii=indent is None).encode()
        for size in (90, 1_000, 64 * 1024):
            monkeypatch.setattr("traceability.epcis.json.text.CHUNK", size)
            monkeypatch.setattr("traceability.epcis.outline.CHUNK", size)
            assert [
                item for piece in open_delivery(BytesIO(content)).pieces() for item in piece.items
            ] == sent


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('"nm:x": NaN', "json.number"),
        ('"nm:x": 1e99999999999999999999', "json.number"),
        ('"nm:x": ' + "7" * 5_000, "json.number"),
        ('"nm:x": ' + "[" * 120 + "]" * 120, "json.nesting"),
        ('"nm:x": "\\ud800"', "text.character"),
        ('"nm:x": "\\u0000"', "text.character"),
        ('"nm:x": 01', "json.syntax"),
    ],
)
def test_fault_among_many_objects_is_refused_as_alone(wrong, code):
    texts = [json.dumps(event(**{"nm:x": "X"})) for _ in range(9)]
    texts[4] = texts[4].replace('"nm:x": "X"', wrong)
    content = json.dumps(document()).replace('"eventList": []', f'"eventList": [{", ".join(texts)}]')
    with pytest.raises(InvalidEpcis) as refusal:
        open_delivery(BytesIO(content.encode()))
    assert [issue.code for issue in refusal.value.issues] == [code]


def test_second_list_of_events_is_refused():
    listed = json.dumps([event()])
    text = f'{{"type": "EPCISDocument", "epcisBody": {{"eventList": {listed}, "eventList": {listed}}}}}'
    with pytest.raises(InvalidEpcis) as refusal:
        open_delivery(BytesIO(text.encode()))
    assert [(i.path, i.code) for i in refusal.value.issues] == [("$.epcisBody.eventList", "json.repeated")]


def test_events_of_no_document_are_refused():
    for kind in ("EPCISAnswer", "https://example.vn/ns/Event"):
        with pytest.raises(InvalidEpcis):
            opened({**document(event()), "type": kind})


def test_exact_numbers_and_own_prefixes_stay_as_sent():
    text = json.dumps(document(event(**{"nm:so": "SO"}))).replace('"SO"', "12.50000000000000000001")
    delivery = open_delivery(BytesIO(text.encode()))
    ((found,), _issues) = judged(delivery)
    assert '"nm:so":12.50000000000000000001' in found.body
    assert found.body.startswith('{"@context": [{"nm":"https://example.vn/nm/"}], "type":"ObjectEvent"')


def test_pieces_are_given_from_a_place_on(monkeypatch):
    monkeypatch.setattr(epcis_delivery, "PIECE", 2)
    listed = [event(eventID=event_id()) for _ in range(5)]
    delivery = opened(document(*listed))
    assert [(piece.start, len(piece.items)) for piece in delivery.pieces(2)] == [(2, 2), (4, 1)]
    assert [piece.items[0]["eventID"] for piece in delivery.pieces(4)] == [listed[4]["eventID"]]
