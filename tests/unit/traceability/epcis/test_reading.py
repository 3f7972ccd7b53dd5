import json
from decimal import Decimal

import pytest

from tests.helpers.epcis import (
    BOTTLE,
    CONTEXT,
    LOT,
    aggregation,
    alone,
    document,
    event_faults,
    faults,
    object_event,
    query,
    reading,
    transaction,
    transformation,
    with_sensor,
)
from traceability.epcis import InvalidEpcis, load, parse, read
from traceability.epcis.model import AssociationEvent, ExtendedEvent, ObjectEvent, Quantity

GOOD = [
    object_event(),
    object_event(epcList=..., quantityList=[{"epcClass": LOT, "quantity": 3}]),
    object_event(recordTime="2026-11-22T02:00:00Z", certificationInfo="https://example.vn/cert/1"),
    object_event(certificationInfo=["https://example.vn/cert/1", "https://example.vn/cert/2"]),
    object_event(action="ADD", ilmd={"nm:barrel": {"nm:wood": "bời lời", "note": [1, 2.5, True, None]}}),
    object_event(persistentDisposition={"set": ["completeness_verified"], "unset": ["damaged"]}),
    object_event(bizStep="nm:salting", disposition="https://example.vn/words/resting"),
    object_event(bizStep="cbv:BizStep-shipping"),
    object_event(
        readPoint={"id": "geo:10.2,103.9", "nm:row": 4}, **{"nm:note": "x", "https://example.vn/y": 1}
    ),
    aggregation(),
    aggregation(action="OBSERVE", parentID=...),
    aggregation(action="DELETE", childEPCs=...),
    aggregation(childEPCs=..., childQuantityList=[{"epcClass": LOT}]),
    aggregation("AssociationEvent"),
    transaction(),
    transaction(action="DELETE", epcList=...),
    transformation(),
    transformation(outputQuantityList=..., transformationID="urn:epc:id:gdti:8935217.00001.T1"),
    transformation(
        inputQuantityList=..., transformationID="https://example.vn/runs/1", outputEPCList=[BOTTLE]
    ),
    with_sensor(
        metadata={"startTime": "2026-11-21T00:00:00Z", "endTime": "2026-11-22T00:00:00Z", "nm:row": "2"}
    ),
    with_sensor({"component": "example:x", "percRank": 50, "percValue": 31, "meanValue": 31, "sDev": 0.2}),
    {**with_sensor(), "epcList": []},
    {**with_sensor(), "epcList": [], "readPoint": {"id": "https://example.vn/cellar"}},
    {
        "type": "nm:TastingEvent",
        "eventTime": "2026-11-22T08:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "guests": 4,
    },
]


@pytest.mark.parametrize("event", GOOD)
def test_good_event_is_valid_alone_in_a_list_in_a_document_and_in_an_answer(event):
    context = {"nm": "https://example.vn/nm/"}
    wrapped = [
        alone(event),
        [alone(event)],
        document(event),
        query(event, **{"@context": [CONTEXT, context]}),
    ]
    assert [faults(value) for value in wrapped] == [[], [], [], []]


BAD_MEMBERS = [
    ({"eventTime": ...}, "eventTime", "field.required"),
    ({"eventTime": "2026-11-22"}, "eventTime", "format.time"),
    ({"eventTimeZoneOffset": "GMT+7"}, "eventTimeZoneOffset", "format.offset"),
    ({"recordTime": 5}, "recordTime", "format.time"),
    ({"action": ...}, "action", "field.required"),
    ({"action": "CREATE"}, "action", "value.unknown"),
    ({"action": None}, "action", "value.unknown"),
    ({"epcList": ...}, "epcList", "field.required"),
    ({"epcList": []}, "epcList", "field.required"),
    ({"epcList": BOTTLE}, "epcList", "type.list"),
    ({"epcList": ["A7"]}, "epcList[0]", "format.uri"),
    ({"epcList": [BOTTLE, 7]}, "epcList[1]", "format.uri"),
    ({"epcList": [BOTTLE, BOTTLE]}, "epcList[1]", "list.duplicate"),
    ({"epcList": [LOT]}, "epcList[0]", "identifier.level"),
    ({"epcList": ["urn:epc:id:sgtin:1.2.3"]}, "epcList[0]", "identifier.form"),
    ({"quantityList": [{"quantity": 1}]}, "quantityList[0].epcClass", "field.required"),
    ({"quantityList": [{"epcClass": LOT, "quantity": "20"}]}, "quantityList[0].quantity", "type.number"),
    ({"quantityList": [{"epcClass": LOT, "quantity": True}]}, "quantityList[0].quantity", "type.number"),
    ({"quantityList": [{"epcClass": LOT, "quantity": 1, "uom": "kg"}]}, "quantityList[0].uom", "format.uom"),
    ({"quantityList": [{"epcClass": LOT, "nm:a": 1}]}, "quantityList[0]['nm:a']", "field.unknown"),
    (
        {"quantityList": [{"epcClass": "urn:epc:id:sgtin:8935217.400001.A7"}]},
        "quantityList[0].epcClass",
        "identifier.level",
    ),
    ({"quantityList": [7]}, "quantityList[0]", "type.object"),
    ({"bizStep": "transforming"}, "bizStep", "vocabulary.word"),
    ({"bizStep": "zzzz"}, "bizStep", "vocabulary.word"),
    ({"bizStep": 7}, "bizStep", "type.string"),
    ({"bizStep": "cbv:BizStep-transforming"}, "bizStep", "vocabulary.word"),
    ({"bizStep": "cbv:Disp-active"}, "bizStep", "vocabulary.word"),
    ({"bizStep": "urn:epcglobal:cbv:bizstep:shipping"}, "bizStep", "vocabulary.spelling"),
    ({"bizStep": "zz:salting"}, "bizStep", "namespace.undeclared"),
    ({"disposition": "in_transport"}, "disposition", "vocabulary.word"),
    (
        {"sourceList": [{"type": "place", "source": "https://example.vn/a"}]},
        "sourceList[0].type",
        "vocabulary.word",
    ),
    ({"sourceList": [{"source": "https://example.vn/a"}]}, "sourceList[0].type", "field.required"),
    ({"destinationList": [{"type": "location"}]}, "destinationList[0].destination", "field.required"),
    ({"bizTransactionList": [{"type": "po"}]}, "bizTransactionList[0].bizTransaction", "field.required"),
    ({"readPoint": {}}, "readPoint.id", "field.required"),
    ({"readPoint": "https://example.vn/a"}, "readPoint", "type.object"),
    ({"readPoint": {"id": "geo:1,2", "row": 4}}, "readPoint.row", "field.unknown"),
    ({"persistentDisposition": {}}, "persistentDisposition", "field.required"),
    ({"persistentDisposition": {"set": []}}, "persistentDisposition.set", "list.empty"),
    ({"persistentDisposition": {"set": ["x"]}}, "persistentDisposition.set[0]", "vocabulary.word"),
    ({"errorDeclaration": {}}, "errorDeclaration.declarationTime", "field.required"),
    ({"certificationInfo": 5}, "certificationInfo", "format.uri"),
    ({"ilmd": []}, "ilmd", "type.object"),
    ({"ilmd": {"barrel": 1}}, "ilmd.barrel", "field.unknown"),
    ({"note": "x"}, "note", "field.unknown"),
    ({"zz:note": "x"}, "['zz:note']", "namespace.undeclared"),
    ({"nm:note": {"zz:deep": 1}}, "['nm:note']['zz:deep']", "namespace.undeclared"),
    ({"a b:c": 1}, "['a b:c']", "format.uri"),
    ({"parentID": BOTTLE}, "parentID", "field.unknown"),
    ({"@context": "x"}, "['@context']", "type.context"),
    ({"type": "ShippingEvent"}, "type", "value.unknown"),
    ({"type": ...}, "type", "field.required"),
    ({"type": "zz:Event"}, "type", "namespace.undeclared"),
]


@pytest.mark.parametrize(("changes", "member", "code"), BAD_MEMBERS)
def test_bad_member_is_reported_at_its_path(changes, member, code):
    event = object_event(**changes)
    if "ilmd" in changes:
        event["action"] = "ADD"
    path = "$.epcisBody.eventList[0]" + ("" if member.startswith("[") else ".") + member
    assert faults(document(event)) == [(path, code)]


@pytest.mark.parametrize(
    ("report", "member", "code"),
    [
        ({"type": "Temparature"}, ".type", "vocabulary.word"),
        ({"type": "https://gs1.org/voc/Temperature"}, ".type", "vocabulary.spelling"),
        ({"type": "gs1:Warmth"}, ".type", "vocabulary.word"),
        ({"exception": "ALARM"}, ".exception", "vocabulary.word"),
        ({"booleanValue": "true"}, ".booleanValue", "type.boolean"),
        ({"hexBinaryValue": "xyz"}, ".hexBinaryValue", "format.hex"),
        ({"stringValue": 5}, ".stringValue", "type.string"),
        ({"time": "noon"}, ".time", "format.time"),
        ({"flavour": 5}, ".flavour", "field.unknown"),
    ],
)
def test_bad_reading_is_reported_at_its_path(report, member, code):
    path = "$.sensorElementList[0].sensorReport[0]" + member
    assert event_faults(with_sensor(report)) == [(path, code)]


def test_sensor_values_of_every_type_are_read():
    report = {
        "stringValue": "x",
        "booleanValue": False,
        "hexBinaryValue": "f0F0",
        "uriValue": "urn:x:y",
        "uom": "CEL",
    }
    document_ = reading(alone(with_sensor({**report, "exception": "ALARM_CONDITION"}))).document
    assert document_ is not None
    found = document_.events[0].sensor_elements[0].reports[0]
    assert (found.value, found.string_value, found.boolean_value) == (Decimal("31.5"), "x", False)


@pytest.mark.parametrize("event", [5, "x", None, [object_event()]])
def test_event_that_is_no_object_is_refused(event):
    assert faults(document(event)) == [("$.epcisBody.eventList[0]", "type.object")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"@context": ...}, ("$['@context']", "field.required")),
        ({"@context": {}}, ("$['@context']", "context.epcis")),
        ({"@context": []}, ("$['@context']", "context.epcis")),
        ({"@context": 5}, ("$['@context']", "type.context")),
        ({"@context": [CONTEXT, CONTEXT]}, ("$['@context'][1]", "list.duplicate")),
        ({"@context": [CONTEXT, {"nm": "x"}]}, ("$['@context'][1].nm", "context.namespace")),
        ({"@context": [CONTEXT, {"nm": {"@id": 5}}]}, ("$['@context'][1].nm", "context.namespace")),
        ({"schemaVersion": ...}, ("$.schemaVersion", "field.required")),
        ({"schemaVersion": "1.2"}, ("$.schemaVersion", "format.version")),
        ({"schemaVersion": 2.0}, ("$.schemaVersion", "format.version")),
        ({"creationDate": ...}, ("$.creationDate", "field.required")),
        ({"creationDate": "today"}, ("$.creationDate", "format.time")),
        ({"id": "x"}, ("$.id", "format.uri")),
        ({"sender": 5}, ("$.sender", "type.string")),
        ({"remark": "x"}, ("$.remark", "field.unknown")),
        ({"epcisBody": ...}, ("$.epcisBody", "field.required")),
        ({"epcisBody": []}, ("$.epcisBody", "type.object")),
        ({"epcisBody": {}}, ("$.epcisBody.eventList", "field.required")),
        ({"epcisBody": {"eventList": {}}}, ("$.epcisBody.eventList", "type.list")),
        ({"epcisBody": {"eventList": [], "x": 1}}, ("$.epcisBody.x", "field.unknown")),
        ({"epcisHeader": 5}, ("$.epcisHeader", "type.object")),
        ({"epcisHeader": {"sender": "x"}}, ("$.epcisHeader.sender", "field.unknown")),
    ],
)
def test_bad_document_head_is_reported_at_its_path(changes, expected):
    assert expected in faults(document(**changes))
    assert reading(document(**changes)).issues != ()


@pytest.mark.parametrize(
    ("vocabulary", "expected"),
    [
        (
            {
                "type": "urn:x:y",
                "vocabularyElementList": [
                    {"id": "urn:x:z", "attributes": [{"id": "urn:a:b", "attribute": 5}]}
                ],
            },
            [],
        ),
        (
            {
                "type": "urn:x:y",
                "vocabularyElementList": [{"id": "urn:x:z", "children": ["urn:x:1"], "free": 1}],
            },
            [],
        ),
        ({}, [(".type", "field.required")]),
        (
            {"type": "urn:x:y", "vocabularyElementList": [{}]},
            [(".vocabularyElementList[0].id", "field.required")],
        ),
        (
            {
                "type": "urn:x:y",
                "vocabularyElementList": [
                    {"id": "urn:x:z", "attributes": [{"id": "urn:a:b", "attribute": None}]}
                ],
            },
            [(".vocabularyElementList[0].attributes[0].attribute", "type.attribute")],
        ),
        (5, [("", "type.object")]),
    ],
)
def test_master_data_is_checked_for_form(vocabulary, expected):
    header = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    place = "$.epcisHeader.epcisMasterData.vocabularyList[0]"
    assert faults(document(epcisHeader=header)) == [(place + path, code) for path, code in expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (5, ("$.epcisBody", "type.object")),
        ({}, ("$.epcisBody.queryResults", "field.required")),
        ({"queryResults": 5}, ("$.epcisBody.queryResults", "type.object")),
        ({"queryResults": {"queryName": "x"}}, ("$.epcisBody.queryResults.resultsBody", "field.required")),
        (
            {"queryResults": {"resultsBody": {"eventList": []}}},
            ("$.epcisBody.queryResults.queryName", "field.required"),
        ),
        (
            {"queryResults": {"queryName": "x", "resultsBody": {}}},
            ("$.epcisBody.queryResults.resultsBody.eventList", "field.required"),
        ),
    ],
)
def test_bad_answer_is_reported_at_its_path(body, expected):
    assert faults(query(epcisBody=body)) == [expected]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b"\x00", "json.syntax"),
        (b'{"type": ', "json.syntax"),
        (b"\xff\xfe{}", "json.encoding"),
        (b"[" * 100_000, "json.nesting"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "json.nesting"),
        (b'{"a": NaN}', "json.number"),
        (b'{"a": 1e99999999999999999999}', "json.number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "json.number"),
        (b'{"a": ["x\\u0000y"]}', "text.character"),
        (b'{"\\ud800": 1}', "text.character"),
        (b'"x"', "type.object"),
        (b"null", "type.object"),
        (b"[]", "document.empty"),
    ],
)
def test_bytes_that_are_no_epcis_are_refused_without_a_traceback(data, code):
    assert [issue.code for issue in read(data).issues] == [code]
    assert read(data).document is None


def test_text_with_a_broken_surrogate_is_refused():
    assert [issue.code for issue in read('{"a": "\ud800"}').issues] == ["json.encoding"]


def test_escapes_that_only_look_bad_are_read():
    assert load(b'\xef\xbb\xbf{"a": ["\\ud83d\\ude00", 1, "\\\\u0000"]}') == {"a": ["😀", 1, "\\u0000"]}


def test_list_of_events_reports_each_at_its_place():
    assert faults([5, object_event()]) == [("$[1]['@context']", "field.required"), ("$[0]", "type.object")]


def test_amount_that_only_looks_like_an_earlier_one_is_judged_by_itself():
    """Python takes 1, 1.0 and true for equal."""
    amounts = [1, 1.0, True, "1", None]
    events = [
        alone(object_event(epcList=..., quantityList=[{"epcClass": LOT, "quantity": n}])) for n in amounts
    ]
    document, issues = read(json.dumps(events))
    assert document is None
    assert [issue.path for issue in issues] == [f"$[{n}].quantityList[0].quantity" for n in (2, 3, 4)]


def test_extension_nested_too_deep_is_refused():
    deep = json.loads('{"nm:a":' * 40 + "1" + "}" * 40)
    assert [code for _, code in event_faults(object_event(**{"nm:deep": deep}))] == ["json.nesting"]


def test_member_written_twice_counts_the_last_time():
    text = json.dumps(alone(object_event())).replace(
        '"action": "OBSERVE"', '"action": "X", "action": "OBSERVE"'
    )
    assert read(text).issues == ()


def test_numbers_stay_exact():
    text = json.dumps(alone(transformation())).replace("120.5", "0.1000000000000000055511151231257827")
    event = parse(text).events[0]
    assert event.input_quantities == (
        Quantity(
            "urn:epc:class:lgtin:8935217.000002.CA-7", Decimal("0.1000000000000000055511151231257827"), "KGM"
        ),
    )


def test_parse_gives_typed_events_in_order():
    found = parse(json.dumps(document(object_event(), aggregation("AssociationEvent"))))
    assert [type(event) for event in found.events] == [ObjectEvent, AssociationEvent]
    assert found.kind == "EPCISDocument"


def test_parse_refuses_with_the_first_issue_and_the_number_of_others():
    with pytest.raises(InvalidEpcis, match=r"^\$\.eventTime: Add eventTime; .* \(and 1 more\)$") as caught:
        parse(json.dumps(alone(object_event(eventTime=..., action=...))))
    assert [issue.code for issue in caught.value.issues] == ["field.required", "field.required"]


def test_event_of_another_type_keeps_its_members():
    event = parse(json.dumps(alone(GOOD[-1]))).events[0]
    assert isinstance(event, ExtendedEvent)
    assert (event.type, event.extensions[0].key, event.extensions[0].value) == (
        "nm:TastingEvent",
        "guests",
        4,
    )


def test_event_of_another_type_is_checked_like_every_event():
    event = {**GOOD[-1], "bizStep": "tasting", "eventTime": ...}
    assert event_faults({k: v for k, v in event.items() if v is not ...}) == [
        ("$.bizStep", "vocabulary.word"),
        ("$.eventTime", "field.required"),
    ]


def test_prefix_declared_in_an_event_holds_in_that_event_only():
    own = object_event(**{"@context": [{"ks": "https://example.vn/ks#"}], "ks:note": 1})
    assert faults(document(own, object_event(**{"ks:note": 1}))) == [
        ("$.epcisBody.eventList[1]['ks:note']", "namespace.undeclared")
    ]


def test_context_entries_other_than_prefixes_are_let_through():
    context = [
        CONTEXT,
        {"@vocab": "https://example.vn/", "nm": {"@id": "https://example.vn/nm/"}, "x": None, "y": "@type"},
    ]
    assert faults({**alone(object_event(**{"nm:note": 1})), "@context": context}) == []


def test_issue_path_quotes_names_that_need_it():
    path = "$['nm:it\\'s']"
    assert [issue.path for issue in reading(alone(object_event(**{"nm:it's": "\x00"}))).issues] == [path]
