"""What an event is found by."""

import json

from tests.helpers.epcis import LOT, alone
from tests.helpers.epcis_api import event
from traceability.epcis import parse
from traceability.epcis.lexical.context import Namespaces
from traceability.epcis_repository.index import LONGEST, as_number, entries, key, spelt

NM = "{https://example.vn/nm/}"


def indexed(**changes):
    terms, numbers, shared = entries(parse(json.dumps(alone(event(**changes)))).events[0])
    return terms | shared, numbers


def test_extensions_are_indexed_by_each_value_and_depth():
    terms, numbers = indexed(
        **{
            "nm:a": ["x", 1.50, True, {"nm:b": "y", "nm:c": [{"nm:b": False}]}],
            "nm:n": None,
            "nm:d": "2026-01-01T00:00:00Z",
        }
    )
    assert {pair for pair in terms if "nm/}" in pair[0]} == {
        (f"{NM}a", "x"), (f"{NM}a", "1.5"), (f"{NM}a", "true"), (f"{NM}a", ""), (f"{NM}n", ""),
        (f"{NM}d", "2026-01-01T00:00:00Z"), (f"INNER_{NM}b", "y"), (f"INNER_{NM}c", ""), (f"INNER_{NM}b", "false"),
    }  # fmt: skip
    assert numbers == {(f"{NM}a", 1.5), (f"{NM}d", 1_767_225_600.0)}


def test_counted_goods_have_no_number_by_unit():
    _, numbers = indexed(quantityList=[{"epcClass": LOT, "quantity": 3}, {"epcClass": LOT}])
    assert numbers == {("quantity", 3.0)}


def test_readings_without_a_unit_have_no_number():
    _, numbers = indexed(
        sensorElementList=[
            {"sensorReport": [{"type": "Dimensionless", "value": 3, "percRank": 5, "percValue": 1}]}
        ]
    )
    assert numbers == {("percRank", 5.0)}


def test_old_and_new_spellings_are_one():
    names = Namespaces({"nm": "https://example.vn/nm/"})
    assert spelt("urn:epc:class:lgtin:8935217.040001.NM-2026-11", names) == LOT
    assert spelt("nm:gan", names) == spelt("https://example.vn/nm/gan", names) == "https://example.vn/nm/gan"


def test_long_values_are_kept_as_digests():
    assert key("a" * LONGEST) == "a" * LONGEST
    assert key("a" * (LONGEST + 1)).startswith("sha256:")
    assert key("a" * (LONGEST + 1)) != key("b" * (LONGEST + 1))


def test_numbers_beyond_comparison_are_none():
    assert [as_number(10**400), as_number(7)] == [None, 7.0]


def test_all_that_an_event_tells_is_indexed_under_its_name():
    terms, numbers = indexed(
        quantityList=[{"epcClass": LOT, "quantity": 2, "uom": "KGM"}],
        sourceList=[{"type": "location", "source": "https://id.gs1.org/414/8935217400003"}],
        persistentDisposition={"set": ["damaged"]},
        errorDeclaration={
            "declarationTime": "2026-11-23T00:00:00Z",
            "correctiveEventIDs": ["urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"],
        },
        sensorElementList=[
            {
                "sensorMetadata": {"time": "1970-01-01T00:00:02Z", "nm:a": "x"},
                "sensorReport": [
                    {"type": "Temperature", "value": 30, "uom": "CEL"},
                    {"type": "Temperature", "booleanValue": True, "stringValue": "s"},
                    {"type": "Temperature", "booleanValue": False},
                ],
            }
        ],
    )
    assert {
        ("source_https://ref.gs1.org/cbv/SDT-location", "https://id.gs1.org/414/8935217400003"),
        ("persistentDisposition_set", "https://ref.gs1.org/cbv/Disp-damaged"),
        ("errorDeclaration", ""),
        ("correctiveEventID", "urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"),
        ("booleanValue", "true"),
        ("booleanValue", "false"),
        ("stringValue", "s"),
        (f"sensorMetadata_{NM}a", "x"),
    } <= terms
    assert {
        ("quantity_KGM", 2.0),
        ("errorDeclarationTime", 1_795_392_000.0),
        ("time", 2.0),
        ("value_CEL", 30.0),
    } <= numbers


def test_number_beyond_comparison_is_not_indexed():
    _, numbers = indexed(quantityList=[{"epcClass": LOT, "quantity": 10**400, "uom": "KGM"}])
    assert numbers == set()


def test_reading_of_a_value_without_a_unit_has_no_number():
    bare = [{"type": "Dimensionless", "value": value} for value in (3, 4)]
    terms, numbers = indexed(sensorElementList=[{"sensorReport": bare}])
    assert ("sensorElementList", "") in terms
    assert numbers == set()


def test_device_of_a_reading_and_objects_in_old_spelling_are_found_by_links():
    device = "urn:epc:id:giai:8935217.401"
    sensed = [{"sensorMetadata": {"deviceID": device}, "sensorReport": [{"type": "Temperature", "value": 3}]}]
    terms, _ = indexed(sensorElementList=sensed, epcList=["urn:epc:id:sgtin:8935217.000123.1"])
    assert ("deviceID", "https://id.gs1.org/8004/8935217401") in terms
    assert ("epc", "https://id.gs1.org/01/08935217001231/21/1") in terms
