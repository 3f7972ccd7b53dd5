"""Simple event queries: every parameter finds what it should, and pages neither lose nor repeat."""

import base64
import json
from itertools import chain

import pytest

from tests.helpers.epcis import CELLAR, LOT, document
from tests.helpers.epcis_api import bottle, escaped, event, listed

RAW = "urn:epc:class:lgtin:8935217.000002.CA-7"
CARTON = "https://id.gs1.org/00/189352174000000017"
SHOP = "https://id.gs1.org/414/8935217400010"
MAKER = "https://id.gs1.org/417/8935217400003"
SENSOR = "https://id.gs1.org/8004/8935217S1"
BATCH = "urn:uuid:00000000-0000-4000-8000-000000000001"


@pytest.fixture
def diary(api):
    """One event of each kind, by name: make, ferment, pack, ship, order, mount."""
    made = {
        "make": event(
            type="TransformationEvent", epcList=..., action=..., disposition=..., bizStep="commissioning",
            eventTime="2026-01-05T08:00:00+07:00", transformationID=BATCH,
            inputQuantityList=[{"epcClass": RAW, "quantity": 300, "uom": "KGM"}],
            outputQuantityList=[{"epcClass": LOT, "quantity": 280, "uom": "LTR"}],
            inputEPCList=["urn:epc:id:sgtin:8935217.000003.R1"], outputEPCList=[bottle("OUT")],
            ilmd={"cbvmda:lotNumber": "NM-2026-11"},
        ),
        "ferment": event(
            epcList=[], quantityList=[{"epcClass": LOT, "quantity": 280}], bizStep="storing", disposition="in_progress",
            eventTime="2026-06-01T08:00:00+07:00", bizLocation={"id": CELLAR}, readPoint=...,
            sensorElementList=[{
                "sensorMetadata": {
                    "startTime": "2026-01-06T00:00:00Z", "endTime": "2026-05-31T00:00:00Z", "deviceID": SENSOR,
                },
                "sensorReport": [
                    {"type": "Temperature", "minValue": 28, "maxValue": 34.5, "uom": "CEL"},
                    {"type": "RelativeHumidity", "value": 71, "uom": "P1", "booleanValue": True},
                ],
            }],
        ),
        "pack": event(
            type="AggregationEvent", epcList=..., parentID=CARTON, childEPCs=[bottle("A"), bottle("B")], action="ADD",
            bizStep="packing", disposition="in_progress", eventTime="2026-07-01T08:00:00+07:00",
            **{"nm:ca": "đêm", "nm:so": 12, "nm:ngay": "2026-07-01T00:00:00Z", "nm:to": {"nm:truong": "Hoa"}},
        ),
        "ship": event(
            epcList=[CARTON], eventTime="2026-07-02T08:00:00+07:00",
            persistentDisposition={"set": ["completeness_verified"]},
            bizTransactionList=[{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}],
            sourceList=[{"type": "possessing_party", "source": MAKER}],
            destinationList=[{"type": "location", "destination": SHOP}],
        ),
        "order": event(
            type="TransactionEvent", action="DELETE", epcList=..., bizStep="https://example.vn/buoc/tra",
            disposition=..., readPoint={"id": SHOP}, eventTime="2026-08-01T08:00:00+07:00",
            bizTransactionList=[{"bizTransaction": "urn:epcglobal:cbv:bt:8935217400003:PO-8"}],
        ),
        "mount": event(
            type="AssociationEvent", epcList=..., action="ADD",
            parentID="https://example.vn/thung/1", childEPCs=[SENSOR],
            bizStep="nm:gan", disposition=..., eventTime="2026-08-02T08:00:00+07:00",
        ),
    }  # fmt: skip
    job = api.capture(*made.values())
    assert job["success"] is True, job
    return {one["eventID"]: name for name, one in made.items()}


CASES = [
    ({}, "make ferment pack ship order mount"),
    ({"eventType": "ObjectEvent|AggregationEvent"}, "ferment pack ship"),
    ({"eventType": "https://example.vn/MyEvent"}, ""),
    ({"GE_eventTime": "2026-07-01T01:00:00Z"}, "pack ship order mount"),
    ({"GE_eventTime": "2026-07-01T08:00:00+07:00", "LT_eventTime": "2026-08-01T08:00:00+07:00"}, "pack ship"),
    ({"GE_recordTime": "2100-01-01T00:00:00Z"}, ""),
    ({"LT_recordTime": "2100-01-01T00:00:00Z"}, "make ferment pack ship order mount"),
    ({"EQ_action": "ADD|DELETE"}, "pack order mount"),
    ({"EQ_bizStep": "storing|shipping"}, "ferment ship"),
    ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-storing"}, "ferment"),
    ({"EQ_bizStep": "urn:epcglobal:cbv:bizstep:storing"}, "ferment"),
    ({"EQ_bizStep": "https://example.vn/nm/gan"}, "mount"),
    ({"EQ_disposition": "in_transit"}, "ship"),
    ({"EQ_persistentDisposition_set": "completeness_verified"}, "ship"),
    ({"EQ_persistentDisposition_unset": "completeness_verified"}, ""),
    ({"EQ_readPoint": CELLAR}, "make pack ship mount"),
    ({"EQ_readPoint": "urn:epc:id:sgln:8935217.40000.0"}, "make pack ship mount"),
    ({"WD_bizLocation": CELLAR}, "ferment"),
    ({"EQ_transformationID": BATCH}, "make"),
    ({"MATCH_epc": bottle("A")}, "pack"),
    ({"MATCH_epc": "urn:epc:id:sgtin:8935217.040001.A"}, "pack"),
    ({"MATCH_epc": "urn:epc:idpat:sgtin:8935217.040001.*"}, "pack"),
    ({"MATCH_epc": f"{bottle('Z')}|{CARTON}"}, "ship"),
    ({"MATCH_parentID": CARTON}, "pack"),
    ({"MATCH_inputEPC": "https://id.gs1.org/01/08935217000036/21/R1"}, "make"),
    ({"MATCH_outputEPC": bottle("OUT")}, "make"),
    ({"MATCH_anyEPC": CARTON}, "pack ship"),
    ({"MATCH_anyEPC": "urn:epc:idpat:sgtin:8935217.040001.*"}, "make pack"),
    ({"MATCH_epcClass": LOT}, "ferment"),
    ({"MATCH_inputEPCClass": RAW}, "make"),
    ({"MATCH_outputEPCClass": LOT}, "make"),
    ({"MATCH_anyEPCClass": LOT}, "make ferment"),
    ({"EQ_quantity": "280"}, "make ferment"),
    ({"GT_quantity": "280", "LE_quantity": "300"}, "make"),
    ({"GE_quantity_LTR": "280"}, "make"),
    ({"LT_quantity_KGM": "300.0"}, ""),
    ({"EXISTS_errorDeclaration": "true"}, ""),
    ({"EXISTS_errorDeclaration": "false"}, "make ferment pack ship order mount"),
    ({"EXISTS_sensorElementList": ""}, "ferment"),
    ({"EQ_type": "Temperature"}, "ferment"),
    ({"EQ_deviceID": SENSOR}, "ferment"),
    ({"EQ_booleanValue": "true"}, "ferment"),
    ({"GE_startTime": "2026-01-06T00:00:00Z", "LT_endTime": "2026-06-01T00:00:00Z"}, "ferment"),
    ({"GE_maxValue_CEL": "34.5"}, "ferment"),
    ({"GT_maxValue_CEL": "34.5"}, ""),
    ({"EQ_value_P1": "70|71"}, "ferment"),
    ({"EQ_bizTransaction_po": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}, "ship"),
    ({"EQ_bizTransaction_inv": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}, ""),
    ({"EQ_source_possessing_party": MAKER}, "ship"),
    ({"EQ_destination_location": SHOP}, "ship"),
    ({"EQ_https://example.vn/nm/ca": "đêm"}, "pack"),
    ({"EQ_https://example.vn/nm/so": "12"}, "pack"),
    ({"GT_https://example.vn/nm/so": "11.5"}, "pack"),
    ({"LT_https://example.vn/nm/ngay": "2026-07-01T07:00:01+07:00"}, "pack"),
    ({"EXISTS_https://example.vn/nm/to": ""}, "pack"),
    ({"EXISTS_https://example.vn/nm/truong": ""}, ""),
    ({"EQ_INNER_https://example.vn/nm/truong": "Hoa"}, "pack"),
    ({"EQ_ILMD_cbvmda:lotNumber": "NM-2026-11"}, "make"),
    ({"EXISTS_ILMD_urn:epcglobal:cbv:mda:lotNumber": ""}, "make"),
    ({"orderBy": "eventTime"}, "mount order ship pack ferment make"),
    ({"orderBy": "eventTime", "orderDirection": "ASC"}, "make ferment pack ship order mount"),
    ({"orderBy": "eventTime", "eventCountLimit": "2"}, "mount order"),
    ({"orderBy": "recordTime", "orderDirection": "ASC"}, "make ferment pack ship order mount"),
    ({"maxEventCount": "6"}, "make ferment pack ship order mount"),
    ({"eventType": "ObjectEvent", "EQ_disposition": "in_progress", "perPage": "5"}, "ferment"),
]


def test_each_parameter_finds_what_it_should(api, diary):
    found = {}
    for parameters, _ in CASES:
        found[json.dumps(parameters)] = " ".join(diary[one] for one in api.found(**parameters))
    assert found == {json.dumps(parameters): names for parameters, names in CASES}


def test_the_same_queries_by_name_find_the_same(api, diary):
    """As JSON, lists instead of bars, under a name."""
    found = {}
    for number, (parameters, _) in enumerate(CASES):
        query = {name: value.split("|") for name, value in parameters.items() if name != "perPage"}
        answer = api.post("/queries", {"name": f"q{number}", "query": query})
        assert answer.status_code == 201, answer.text
        ids = api.found(f"/queries/q{number}/events")
        found[json.dumps(parameters)] = " ".join(diary[one] for one in ids)
    assert found == {json.dumps(parameters): names for parameters, names in CASES}


def test_prefixes_of_a_header_hold_in_the_address(api, diary):
    headers = {"GS1-Extensions": "nm=https://example.vn/nm/, x=https://example.vn/x/"}
    for parameters in ({"EQ_nm:ca": "đêm"}, {"EQ_bizStep": "nm:gan"}):
        (found,) = listed(api.get("/events", headers, **parameters))
        assert diary[found["eventID"]] == ("pack" if "EQ_nm:ca" in parameters else "mount")


REFUSED = [
    ({"eventtype": "ObjectEvent"}, "query_parameter_unknown"),
    ({"EQ_eventTime": "2026-01-01T00:00:00Z"}, "query_parameter_unknown"),
    ({"HASATTR_readPoint": "x"}, "query_parameter_unknown"),
    ({"EXISTS_bizStep": ""}, "query_parameter_unknown"),
    ({"MATCH_bizStep": "shipping"}, "query_parameter_unknown"),
    ({"GT_bizStep": "shipping"}, "query_parameter_unknown"),
    ({"": "x"}, "query_parameter_unknown"),
    ({"GE_eventTime": "2026-01-01"}, "query_parameter_value"),
    ({"GE_eventTime": ""}, "query_parameter_value"),
    ({"EQ_action": "EAT"}, "query_parameter_value"),
    ({"EQ_bizStep": ""}, "query_parameter_value"),
    ({"MATCH_epc": "urn:epc:idpat:sgtin:8935217.*.*"}, "query_parameter_value"),
    ({"GT_quantity": "many"}, "query_parameter_value"),
    ({"GT_quantity": "1e999"}, "query_parameter_value"),
    ({"GT_nm:so": "many"}, "query_parameter_value"),
    ({"EXISTS_errorDeclaration": "null"}, "query_parameter_value"),
    ({"orderBy": "bizStep"}, "query_parameter_value"),
    ({"orderDirection": "UP"}, "query_parameter_value"),
    ({"eventCountLimit": "3"}, "query_parameter_value"),
    ({"eventCountLimit": "3", "maxEventCount": "3", "orderBy": "eventTime"}, "query_parameter_value"),
    ({"maxEventCount": "0"}, "query_parameter_value"),
    ({"maxEventCount": "-1"}, "query_parameter_value"),
    ({"maxEventCount": "²"}, "query_parameter_value"),
    ({"perPage": "0"}, "epcis_per_page"),
    ({"perPage": "x"}, "epcis_per_page"),
    ({"nextPageToken": "x"}, "epcis_page_token"),
]


def test_bad_page_of_what_has_one_page_is_refused(api, diary):
    answer = api.get("/eventTypes/ObjectEvent?perPage=x")
    assert (answer.status_code, answer.json["code"]) == (400, "epcis_per_page")


def test_bad_parameters_are_refused_by_name(api):
    found = {}
    for parameters, _ in REFUSED:
        answer = api.get("/events", **parameters)
        assert (answer.status_code, answer.json["type"]) == (400, "epcisException:QueryParameterException")
        assert answer.json.get("field", "") in parameters
        found[json.dumps(parameters)] = answer.json["code"]
    assert found == {json.dumps(parameters): code for parameters, code in REFUSED}


def test_more_events_than_asked_for_are_refused(api, diary):
    answer = api.get("/events", maxEventCount="5")
    assert (answer.status_code, answer.json["code"]) == (413, "epcis_too_large_result")
    assert answer.json["type"] == "epcisException:QueryTooLargeException"


def test_too_many_values_are_refused(api):
    answer = api.get("/events", EQ_bizStep="|".join("a" * 1 for _ in range(501)))
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:QueryTooComplexException")


def test_percent_and_underscore_of_a_pattern_are_plain(api):
    api.capture(event(epcList=[bottle("A")]))
    assert api.found(MATCH_epc="https://id.gs1.org/01/0893521740001_/21/A") == []
    assert api.found(MATCH_epc="%") == []


@pytest.fixture
def hundred(api):
    """A hundred events, many at the same moment, captured in no order of time."""
    times = [f"2026-03-{1 + (number * 7) % 10:02d}T08:00:00Z" for number in range(100)]
    api.capture(*(event(eventTime=time) for time in times))
    return api


ORDERS = [
    {},
    {"orderBy": "eventTime"},
    {"orderBy": "eventTime", "orderDirection": "ASC"},
    {"orderBy": "recordTime"},
    {"EQ_bizStep": "shipping", "GE_eventTime": "2026-03-02T00:00:00Z", "orderBy": "eventTime"},
]


@pytest.mark.parametrize("order", ORDERS, ids=json.dumps)
def test_pages_neither_lose_nor_repeat(hundred, order):
    whole = hundred.found(perPage="1000", **order)
    pages = [listed(answer) for answer in hundred.pages("/events", perPage="7", **order)]
    assert [one["eventID"] for page in pages for one in page] == whole
    assert len(set(whole)) == len(whole) == (90 if "EQ_bizStep" in order else 100)
    assert {len(page) for page in pages[:-1]} == {7}


def test_what_is_captured_meanwhile_moves_no_page(hundred):
    first = hundred.get("/events", perPage="60", orderBy="eventTime")
    before = hundred.found(perPage="1000", orderBy="eventTime")
    hundred.capture(
        *(event(eventTime=time) for time in ("2026-12-01T00:00:00Z", "2026-03-05T08:00:00Z")),
    )
    token = first.headers["Link"].split("nextPageToken=")[1].split(">")[0]
    second = hundred.get("/events", perPage="60", orderBy="eventTime", nextPageToken=token)
    assert [one["eventID"] for one in listed(first) + listed(second)] == before


def test_pages_keep_the_limit_of_events(hundred):
    pages = hundred.pages("/events", perPage="7", orderBy="eventTime", eventCountLimit="16")
    assert [len(listed(answer)) for answer in pages] == [7, 7, 2]


def test_usual_page_has_thirty_and_the_largest_a_thousand(hundred):
    assert (len(hundred.found()), len(hundred.found(perPage="999999999"))) == (30, 100)


def test_page_of_large_events_ends_early(api, monkeypatch):
    monkeypatch.setattr("traceability.epcis_repository.queries.PAGE_BYTES", 2_000)
    sent = [event() for _ in range(12)]
    api.capture(*sent)
    pages = [[one["eventID"] for one in listed(answer)] for answer in api.pages("/events")]
    assert list(chain.from_iterable(pages)) == [one["eventID"] for one in sent]
    assert max(len(page) for page in pages) < 12


def test_tokens_made_up_are_refused(hundred):
    address = hundred.get("/events", perPage="7", orderBy="eventTime").headers["Link"]
    token = address.split("nextPageToken=")[1].split(">")[0]
    held = json.loads(base64.urlsafe_b64decode(token + "=="))
    changes = [{"s": None}, {"s": {}}, {"s": {**held["s"], "l": "x"}}, {"s": {**held["s"], "m": None}}]
    changes += [
        {"s": {**held["s"], "m": 10**40}},
        {"s": {**held["s"], "t": -1}},
        {"e": 0},
        {"e": "x"},
        {"q": "x"},
    ]
    made_up = [
        base64.urlsafe_b64encode(json.dumps({**held, **change}).encode()).decode() for change in changes
    ]
    made_up += ["", "=", "é", "[]", base64.urlsafe_b64encode(b"[]").decode(), "A" * 5_000, token[:-9]]
    asked = {"perPage": "7", "orderBy": "eventTime"}
    codes = [hundred.get("/events", nextPageToken=one, **asked) for one in made_up]
    assert [(answer.status_code, answer.json["code"]) for answer in codes] == [
        (400, "epcis_page_token") for _ in made_up
    ]
    assert hundred.get("/events", nextPageToken=token, perPage="7").status_code == 400  # another query
    assert hundred.get("/events", nextPageToken=token, **asked).status_code == 200


def test_collections_list_what_the_events_have(api, diary):
    found = {part: api.get(f"/{part}").json["member"] for part in ("eventTypes", "bizSteps", "dispositions")}
    assert found == {
        "eventTypes": [
            "AggregationEvent", "AssociationEvent", "ObjectEvent", "TransactionEvent", "TransformationEvent",
        ],
        "bizSteps": [
            "https://example.vn/buoc/tra", "https://example.vn/nm/gan",
            "commissioning", "packing", "shipping", "storing",
        ],
        "dispositions": ["in_progress", "in_transit"],
    }  # fmt: skip
    assert api.get("/bizLocations").json["member"] == [CELLAR]
    assert api.get("/readPoints").json["member"] == [CELLAR, SHOP]
    epcs = api.get("/epcs").json["member"]
    assert {bottle("A"), CARTON, LOT, "https://example.vn/thung/1"} < set(epcs)
    pages = [answer.json["member"] for answer in api.pages("/epcs", perPage="3")]
    assert list(chain.from_iterable(pages)) == epcs
    assert [answer.json["member"] for answer in api.pages("/eventTypes", perPage="4")] == [
        found["eventTypes"][:4],
        found["eventTypes"][4:],
    ]


def test_own_event_type_is_listed_and_found(api):
    sent = event(type="https://example.vn/TastingEvent", epcList=..., action=..., **{"nm:taste": "mặn"})
    api.capture(sent)
    assert api.get("/eventTypes").json["member"][-1] == "https://example.vn/TastingEvent"
    path = f"/eventTypes/{escaped('https://example.vn/TastingEvent')}"
    assert api.get(path).json["member"] == ["events"]
    assert api.found(f"{path}/events") == [sent["eventID"]]


def test_events_of_a_value_are_found_in_any_spelling(api, diary):
    for path, names in (
        ("/epcs/urn:epc:id:sgtin:8935217.040001.A/events", "pack"),
        (f"/epcs/{bottle('A')}/events", "pack"),
        (f"/epcs/{escaped(LOT)}/events", "make ferment"),
        (f"/epcs/{escaped(CARTON)}/events?eventType=ObjectEvent", "ship"),
        ("/bizSteps/storing/events", "ferment"),
        (f"/bizSteps/{escaped('https://example.vn/buoc/tra')}/events", "order"),
        (
            f"/readPoints/{escaped('urn:epc:id:sgln:8935217.40000.0')}/events?perPage=9",
            "make pack ship mount",
        ),
        ("/dispositions/in_transit/events", "ship"),
        ("/dispositions/stolen/events", ""),
        ("/eventTypes/TransactionEvent/events", "order"),
    ):
        assert " ".join(diary[one] for one in api.found(path)) == names, path


def test_pages_of_a_value_keep_its_address(hundred):
    path = f"/epcs/{escaped(bottle('A7-01'))}/events"
    pages = [listed(answer) for answer in hundred.pages(path, perPage="40")]
    assert [len(page) for page in pages] == [40, 40, 20]
    assert len({one["eventID"] for page in pages for one in page}) == 100


def test_time_of_recording_is_the_repository_s(api):
    sent = event(recordTime="2001-01-01T00:00:00Z")
    job = api.post("/capture", document(sent))
    assert job.status_code == 202
    (found,) = listed(api.get("/events"))
    assert found["recordTime"] > "2020"
    assert api.found(GE_recordTime=found["recordTime"]) == [sent["eventID"]]
    assert api.found(LT_recordTime=found["recordTime"]) == []
