"""JSON read as a stream: what is cut off where reading paused, and what is refused with its place."""

from io import BytesIO

import pytest

from traceability.epcis import InvalidEpcis
from traceability.epcis.json import text
from traceability.epcis.json.outline import read_outline
from traceability.epcis.json.text import CHUNK, load
from traceability.epcis.outline import events_in


def refusal(read, data):
    with pytest.raises(InvalidEpcis) as caught:
        read(data)
    ((issue),) = caught.value.issues
    return issue.code, issue.message


def outline(data):
    taken = []
    found = read_outline(BytesIO(data), lambda event, _text: taken.append(event))
    return found, taken


def test_number_over_two_readings_is_one_number():
    assert load(b" " * (CHUNK - 1) + b"12") == 12


def test_more_than_one_value_is_refused_where_it_begins():
    message = "This is not JSON: Extra data at line 2, column 3."
    assert refusal(load, b"1\n  2") == ("json.syntax", message)
    assert refusal(outline, b'{"a": 1}\n  2') == ("json.syntax", message)


def test_value_that_does_not_end_is_read_no_further_than_the_longest(monkeypatch):
    monkeypatch.setattr(text, "LONGEST", 100_000)
    data = b'"' + b"a" * 300_000
    assert refusal(load, data) == ("json.size", "Write no value of over 100,000 characters.")


def test_many_openings_beside_one_another_are_not_deep():
    assert load(b"[" + b"[]," * 150 + b"[]]") == [[]] * 151


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"type": "x", 4}', "Expecting property name enclosed in double quotes at line 1, column 15."),
        (b'{"type" "x"}', "Expecting ':' delimiter at line 1, column 9."),
        (b'{"type": "x" "y": 1}', "Expecting ',' delimiter at line 1, column 14."),
        (
            b'{"epcisBody": {"eventList": [{"a": 1} {"a": 2}]}}',
            "Expecting ',' delimiter at line 1, column 39.",
        ),
    ],
)
def test_fault_around_the_events_is_told_with_its_place(data, told):
    assert refusal(outline, data) == ("json.syntax", f"This is not JSON: {told}")


def test_events_are_taken_and_the_rest_is_given_back():
    assert outline(b'{"a": {}, "epcisBody": {"eventList": [{"n": 1}, 2]}}') == (
        {"a": {}, "epcisBody": {"eventList": []}},
        [{"n": 1}, 2],
    )
    assert outline(b"[]") == ([], [])
    assert outline(b"{}") == ({}, [])


def test_events_of_a_list_are_the_list_and_of_a_text_none():
    assert events_in([{"n": 1}]) == [{"n": 1}]
    assert events_in("text") is None
