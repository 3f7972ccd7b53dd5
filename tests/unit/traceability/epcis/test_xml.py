"""EPCIS XML 2.0 and 1.2: read into the same events as JSON, written back, and nothing outside of it followed."""

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from click.testing import CliRunner

from tests.helpers.epcis import CELLAR, LOT, alone, document, object_event, with_sensor
from tests.helpers.vectors import vector_file, vectors
from traceability.epcis import document_hashes, event_hash, parse, read
from traceability.epcis.cli import epcis
from traceability.epcis.xml import tree as xml_tree
from traceability.epcis.xml.reader import to_json
from traceability.epcis.xml.writer import document_xml, query_document_xml

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
XML_12 = """<?xml version="1.0"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:vd="https://vi.du/" schemaVersion="1.2"
  creationDate="2026-11-22T05:00:00Z"><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-11-22T08:00:00+07:00</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
<baseExtension><eventID>urn:uuid:fd338495-0e6d-41dd-afee-a862ecd32518</eventID></baseExtension>
<epcList><epc>urn:epc:id:sgtin:8935217.000123.1</epc></epcList><action>OBSERVE</action>
<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
<bizTransactionList>
<bizTransaction type="urn:epcglobal:cbv:btt:po">urn:epcglobal:cbv:bt:8935217400003:PO-7</bizTransaction>
</bizTransactionList>
<extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:8935217.000123.L1</epcClass>
<quantity>1.50</quantity><uom>KGM</uom></quantityElement></quantityList></extension>
<vd:ca>đêm</vd:ca></ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"""
AS_JSON = {
    "type": "ObjectEvent", "eventTime": "2026-11-22T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
    "eventID": "urn:uuid:fd338495-0e6d-41dd-afee-a862ecd32518", "epcList": ["urn:epc:id:sgtin:8935217.000123.1"],
    "action": "OBSERVE", "bizStep": "shipping",
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8935217400003:PO-7"}],
    "quantityList": [{"epcClass": "urn:epc:class:lgtin:8935217.000123.L1", "quantity": 1.5, "uom": "KGM"}],
    "vd:ca": "đêm",
}  # fmt: skip


def json_of(event):
    return json.dumps(alone(event) | {"@context": [alone(event)["@context"], {"vd": "https://vi.du/"}]})


def test_event_of_epcis_1_2_is_the_event_of_json():
    (event,) = parse(XML_12.encode()).events
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vd": "https://vi.du/"}]
    (same,) = parse(json.dumps({"@context": context} | AS_JSON)).events
    assert event_hash(event) == event_hash(same)
    assert (event.biz_step, event.event_id) == (same.biz_step, same.event_id)


def test_events_written_as_xml_are_read_back_the_same():
    found = parse(XML_12.encode())
    again = parse(document_xml(found.events, created=NOON).encode())
    assert document_hashes(again) == document_hashes(found)
    answer = parse(query_document_xml(found.events, created=NOON, query_name="a&b").encode())
    assert (answer.kind, document_hashes(answer)) == ("EPCISQueryDocument", document_hashes(found))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a", "xml.syntax"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml.doctype"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml.doctype"),
        ("<a>" * 200 + "</a>" * 200, "xml.nesting"),
        ("<html/>", "document.unknown"),
        ('<EPCISDocument schemaVersion="2.0"/>', "field.required"),
        (
            '<EPCISDocument schemaVersion="9"><EPCISBody><EventList/></EPCISBody></EPCISDocument>',
            "format.version",
        ),
        (XML_12.replace("<action>OBSERVE</action>", ""), "field.required"),
        (XML_12.replace("<action>", "<lạ>1</lạ><action>"), "field.unknown"),
        (XML_12.replace("2026-11-22T08:00:00+07:00", "hôm qua"), "format.time"),
        (XML_12.replace(">1.50<", ">nhiều<"), "type.number"),
    ],
)
def test_xml_that_is_no_epcis_is_refused(text, code):
    reading = read(text.encode())
    assert code in {issue.code for issue in reading.issues}


def test_command_converts_between_the_forms(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document(object_event(quantityList=[{"epcClass": LOT}]))))
    xml = CliRunner().invoke(epcis, ["convert", str(path), "--to", "xml"])
    assert xml.exit_code == 0
    other = tmp_path / "a.xml"
    other.write_text(xml.stdout)
    back = CliRunner().invoke(epcis, ["convert", str(other), "--to", "json"])
    assert document_hashes(parse(back.stdout)) == document_hashes(parse(path.read_bytes()))
    hashes = CliRunner().invoke(epcis, ["hash", str(other)]).stdout.split()
    assert hashes == list(document_hashes(parse(path.read_bytes())))
    assert json.loads(CliRunner().invoke(epcis, ["check", str(other)]).stdout)["valid"] is True
    other.write_text("<a")
    refused = CliRunner().invoke(epcis, ["convert", str(other), "--to", "json"])
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


PREFIX_NOT_EXPANDED = {"SensorDataExamples.xml": [5, 6, 7, 9, 11]}
"""Events whose published hash leaves prefixed names of other namespaces in attributes as they are written."""
BY_THE_TEXT = {
    "1.2__Capture__Documents__All_eventTypes_in_single_document.xml": "persistentDisposition outside two events",
    "1.2__Capture__Documents__AssociationEvent_all_possible_fields.xml": "persistentDisposition outside two events",
    "1.2__Capture__Documents__ObjectEvent_all_possible_fields.xml": "certificationInfo that is no URI",
    "1.2__Capture__Documents__TransactionEvent_all_possible_fields.xml": "declarationTime without a zone",
    "2.0__Capture__Documents__AggregationEvent_with_persistentDisposition.xml": "as the first",
    "2.0__Capture__Documents__SensorData_with_combined_events.xml": "reports without a type",
    "2.0__Capture__Documents__TransactionEvent_with_userExtensions.xml": "a bare word that is none",
    "2.0__Capture__Documents__epcisDocWithAllGS1Keys.xml": "an identifier named twice",
}
"""Documents that their publisher takes and the standard's text does not."""


@pytest.mark.vectors
def test_published_documents_have_their_hashes_and_verdicts():
    expected = vectors("epcis_xml", "expected.json")
    for case in expected["hash"]:
        found = read(vector_file("epcis_xml", "hash", case["document"]).read_bytes()).document
        wrong = [
            n for n, (a, b) in enumerate(zip(document_hashes(found), case["hashes"], strict=True)) if a != b
        ]
        assert wrong == PREFIX_NOT_EXPANDED.get(case["document"], []), case["document"]
    for case in expected["equal"]:
        found = read(vector_file("epcis_xml", "hash", case["document"]).read_bytes()).document
        assert document_hashes(found) == (case["hash"],) * case["events"], case["document"]
    verdicts = {
        case["file"].removeprefix("openepcis/"): (
            case["valid"], not read(vector_file("epcis_xml", *case["file"].split("/")).read_bytes()).issues
        )
        for case in expected["documents"]
    }  # fmt: skip
    assert {name for name, (theirs, ours) in verdicts.items() if theirs != ours} == BY_THE_TEXT.keys()


RICH = {
    **with_sensor(
        {"time": "2026-11-22T07:00:00+07:00", "booleanValue": True, "vd:cao": "1"},
        {"time": "2026-11-22T07:00:00+07:00", "deviceID": "https://vi.du/t1"},
    ),
    "action": "ADD",
    "certificationInfo": ["https://vi.du/iso", "https://vi.du/haccp"],
    "readPoint": {"id": CELLAR, "vd:kho": "A"},
    "persistentDisposition": {"set": ["damaged"], "unset": ["completeness_inferred"]},
    "errorDeclaration": {
        "declarationTime": "2026-11-23T08:00:00+07:00", "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"],
    },
    "sourceList": [{"type": "location", "source": CELLAR}],
    "ilmd": {"vd:me": "7"},
    "vd:dai": {"vd:x": "1", "vd:y": ["a", "b"]},
}  # fmt: skip


def test_all_that_an_event_may_hold_is_written_and_read_back():
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vd": "https://vi.du/"}]
    found = parse(json.dumps({"@context": context, **RICH}))
    text = document_xml(found.events, created=NOON)
    again = parse(text.encode())
    assert document_hashes(again) == document_hashes(found)
    assert (
        "<certificationInfo>https://vi.du/iso</certificationInfo>"
        "<certificationInfo>https://vi.du/haccp</certificationInfo>"
    ) in text
    assert 'booleanValue="true"' in text


def test_event_of_a_type_of_ones_own_has_no_form_in_xml():
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vd": "https://vi.du/"}]
    (event,) = parse(json.dumps({"@context": context, **object_event(), "type": "vd:Su"})).events
    with pytest.raises(ValueError, match="has no form in XML"):
        document_xml([event], created=NOON)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<EPCISQueryDocument schemaVersion="2.0"><EPCISBody/></EPCISQueryDocument>', "field.required"),
        (
            '<EPCISQueryDocument schemaVersion="2.0"><EPCISBody><QueryResults><resultsBody/>'  # noqa: ISC004
            "</QueryResults></EPCISBody></EPCISQueryDocument>",
            "field.required",
        ),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "xml.encoding"),
    ],
)
def test_xml_without_results_events_or_a_known_encoding_is_refused(text, code):
    assert code in {issue.code for issue in read(text.encode()).issues}


def test_xml_of_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(xml_tree, "MAX_ELEMENTS", 3)
    assert [issue.code for issue in read(XML_12.encode()).issues] == ["xml.size"]


def test_foreign_namespaces_get_a_prefix_and_schema_notes_are_left_out():
    plain = XML_12.replace("<vd:ca>đêm</vd:ca>", '<ca xmlns="https://khac.vn/">đêm</ca>')
    (event,) = parse(plain.encode()).events
    assert [(item.namespace, item.name, item.value) for item in event.extensions] == [
        ("https://khac.vn/", "ca", "đêm")
    ]
    extra = XML_12.replace("<EPCISBody>", "<vd:ghi><vd:so>1</vd:so></vd:ghi><EPCISBody>")
    assert document_hashes(parse(extra.encode())) == document_hashes(parse(XML_12.encode()))


def test_attribute_of_the_schema_in_a_reading_is_left_out():
    text = document_xml(parse(json.dumps(alone(with_sensor()))).events, created=NOON)
    noted = text.replace(
        "<sensorReport ",
        '<sensorReport xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false" ',
    )
    assert document_hashes(parse(noted.encode())) == document_hashes(parse(text.encode()))


def spread_over(namespaces):
    """A document that declares so many namespaces beside its own, all under one prefix."""
    declared = "".join(f'<o:k xmlns:o="https://vi.du/{number}">x</o:k>' for number in range(namespaces))
    return XML_12.replace("<vd:ca>", f"{declared}<vd:ca>").encode()


def test_namespaces_of_a_document_are_bounded():
    (event,) = parse(spread_over(198)).events  # EPCIS and one more are declared at the root
    assert {item.namespace for item in event.extensions} >= {"https://vi.du/0", "https://vi.du/197"}
    for over in (199, 5_000):
        assert [issue.code for issue in read(spread_over(over)).issues] == ["xml.namespaces"]
    unnamed = "".join(f'<k xmlns="https://vi.du/{number}"/>' for number in range(300))
    told = read(XML_12.replace("<vd:ca>", f"{unnamed}<vd:ca>").encode())
    assert [issue.code for issue in told.issues] == ["xml.namespaces"]


def test_nothing_is_left_of_wrappers_whose_events_were_taken():
    from traceability.epcis.xml.reader import _is_listed, _is_wrapper

    shape = "<EPCISDocument><EPCISBody><EventList>{}</EventList></EPCISBody></EPCISDocument>"
    wrapped = "<extension><TransformationEvent><a/></TransformationEvent></extension>"
    twice = "<extension><extension><AssociationEvent/></extension></extension>"
    taken = []
    root = xml_tree.read_tree(
        BytesIO(shape.format((wrapped + twice) * 50).encode()), _is_listed, _is_wrapper, taken.append,
        lambda _uri, _prefix: None,
    )  # fmt: skip
    assert [element.local for element in taken[:2]] == ["TransformationEvent", "AssociationEvent"]
    assert (len(taken), root.children[0].children[0].children) == (100, [])


def test_default_namespace_that_is_taken_back_is_none():
    told = parse(XML_12.replace("<vd:ca>", '<vd:ca xmlns="">').encode())
    assert [event_hash(event) for event in told.events] == [
        event_hash(event) for event in parse(XML_12.encode()).events
    ]


def test_document_of_more_names_than_are_kept_is_read_alike(monkeypatch):
    (expected,) = parse(XML_12.encode()).events
    monkeypatch.setattr(xml_tree, "_KEPT_NAMES", 2)
    (found,) = parse(XML_12.encode()).events
    assert event_hash(found) == event_hash(expected)
    assert (found.biz_step, found.event_id) == ("shipping", "urn:uuid:fd338495-0e6d-41dd-afee-a862ecd32518")


EVENT_ALONE = """<vd:Su xmlns:vd="https://vi.du/" xmlns:khac="https://khac.vn/">
<eventTime>2026-11-22T08:00:00+07:00</eventTime>
<vd:ca xmlns:vd="https://vi.du/">1</vd:ca><vd:ca>2</vd:ca><vd:ca>3</vd:ca>
<sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="4"/><khac:ghi>x</khac:ghi></sensorElement>
</sensorElementList></vd:Su>"""


def converted(text):
    taken = []
    return to_json(BytesIO(text.encode()), taken.append), taken


def test_event_alone_keeps_its_own_type_and_what_is_repeated_or_beside_a_reading():
    found, taken = converted(EVENT_ALONE.replace("vd:Su", "vd:SuEvent"))
    assert taken == []
    assert (found["type"], found["vd:ca"]) == ("vd:SuEvent", ["1", "2", "3"])
    (element,) = found["sensorElementList"]
    assert element["khac:ghi"] == "x"
    assert element["sensorReport"] == [{"type": "Temperature", "value": 4}]


def test_names_that_a_document_passes_over_are_read_as_names():
    head = "<vd:ignoreFields><vd:so/><vd:ngay/></vd:ignoreFields><EPCISBody>"
    found, taken = converted(XML_12.replace("<EPCISBody>", head))
    assert found["vd:ignoreFields"] == ["vd:so", "vd:ngay"]
    assert [event["type"] for event in taken] == ["ObjectEvent"]
