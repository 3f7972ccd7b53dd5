"""Deliveries taken apart: pieces read alone say the same as the whole."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.epcis import CONTEXT, alone, document
from tests.helpers.epcis_api import event
from traceability.epcis import InvalidEpcis, event_hash, parse, read
from traceability.epcis.lexical.formats import parse_time
from traceability.epcis_repository import delivery as epcis_delivery
from traceability.epcis_repository.delivery import TooManyEvents, open_delivery, prepare, with_record_time


def opened(value):
    return open_delivery(json.dumps(value).encode())


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
        delivery = opened(value)
        good, issues = [], []
        for start in range(0, len(events), size):
            found, wrong = prepare(delivery, start, start + size, all_or_none=False)
            good += found
            issues += wrong
        assert issues == list(read(json.dumps(value)).issues)
        assert len(good) == sum(isinstance(kind, int) for kind in kinds)


def test_all_or_none_prepares_nothing_of_a_faulty_piece():
    delivery = opened(document(event(), event(bizStep="cooking")))
    good, issues = prepare(delivery, 0, 9, all_or_none=True)
    assert (good, [issue.path for issue in issues]) == ([], ["$.epcisBody.eventList[1].bizStep"])


def test_repeated_ids_are_found_over_pieces():
    first = event()
    declared = {**first, "errorDeclaration": {"declarationTime": "2026-11-22T09:00:00Z"}}
    delivery = opened(
        [alone(first), alone(declared), alone(first), alone(event(eventID="urn:x:" + "a" * 400))]
    )
    assert {place: (issue.path, issue.code) for place, issue in delivery.repeats.items()} == {
        2: ("$[2].eventID", "rule.duplicate"),
        3: ("$[3].eventID", "identifier.length"),
    }


def test_single_event_stands_at_the_root():
    delivery = opened(alone(event(bizStep="cooking")))
    assert [issue.path for issue in prepare(delivery, 0, 1, all_or_none=True)[1]] == ["$.bizStep"]
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
    (found,), issues = prepare(opened(value), 0, 1, all_or_none=True)
    moment = parse_time("2026-11-22T10:00:00Z")
    body = json.loads(with_record_time([found.body], moment)[0])
    assert (issues, body["recordTime"]) == ([], "2026-11-22T10:00:00.000Z")
    again = parse(json.dumps({**body, "@context": [CONTEXT, *body["@context"]]})).events[0]
    assert event_hash(again) == found.event_hash == event_hash(parse(json.dumps(value)).events[0])


def test_declarations_differ_by_what_they_declare():
    def declared(**more):
        value = alone(event(eventID="urn:uuid:0d9f6d3e-6f0c-4b53-9f0d-0a1d2c3b4a5f", **more))
        return prepare(opened(value), 0, 1, all_or_none=True)[0][0].declaration

    one = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:00Z"})
    same = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:00Z"})
    other = declared(errorDeclaration={"declarationTime": "2026-11-22T09:00:01Z"})
    assert (declared(), one == same, one == other) == ("", True, False)


def test_document_without_events_is_refused():
    with pytest.raises(InvalidEpcis) as refusal:
        opened([])
    assert [issue.code for issue in refusal.value.issues] == ["document.empty"]
