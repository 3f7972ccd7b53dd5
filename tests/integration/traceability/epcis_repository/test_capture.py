"""Capturing documents and events: all or nothing, as many as are valid, again, and everything that is not
EPCIS.
"""

import json

import pytest
from sqlalchemy import func, select

from app.core.audit import AuditEntry
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.work.jobs import run_pending
from tests.helpers.epcis import alone, document
from tests.helpers.epcis_api import bottle, escaped, event, listed
from traceability.epcis import event_hash, parse, read
from traceability.epcis.xml.writer import document_xml
from traceability.models import EpcisEvent, EpcisNumber, EpcisTerm


def counts() -> tuple[int, int, int]:
    db.session.rollback()
    return tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (EpcisEvent, EpcisTerm, EpcisNumber)
    )


def test_document_is_captured_and_given_back_as_it_was(api):
    sent = event(
        quantityList=[{"epcClass": "urn:epc:class:lgtin:8935217.000002.CA-7", "quantity": 0.1, "uom": "KGM"}],
        **{"nm:ghiChu": "Cá cơm than", "nm:so": 12.50},
    )
    job = api.capture(sent)
    assert {name: job[name] for name in ("running", "success", "captureErrorBehaviour", "errors")} == {
        "running": False, "success": True, "captureErrorBehaviour": "rollback", "errors": [],
    }  # fmt: skip
    assert (job["eventCount"], job["processedCount"], job["capturedCount"]) == (1, 1, 1)
    answer = api.get(f"/events/{escaped(sent['eventID'])}")
    (found,) = listed(answer)
    assert found.pop("recordTime") >= job["createdAt"]
    assert found.pop("@context") == [{"nm": "https://example.vn/nm/"}]
    assert found == sent


def test_capture_answers_where_the_job_is(api):
    answer = api.post("/capture", document(event()))
    assert (answer.status_code, answer.text) == (202, "")
    assert api.get(answer.headers["Location"]).json["captureID"] == answer.headers["Location"].rsplit("/")[-1]


def test_capture_is_written_into_the_register_of_acts(api):
    api.capture(event(), event())
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "traceability.epcis.capture")).one()
    assert entry.detail == {"facility_id": api.facility.id, "events": 2}


def test_rollback_keeps_nothing_of_a_document_with_a_fault(api):
    answer = api.post("/capture", document(event(), event(bizStep="cooking"), event(epcList="x")))
    assert (answer.status_code, answer.json["type"]) == (400, "epcisException:ValidationException")
    assert [(issue["path"], issue["code"]) for issue in answer.json["issues"]] == [
        ("$.epcisBody.eventList[1].bizStep", "vocabulary.word"),
        ("$.epcisBody.eventList[2].epcList", "type.list"),
    ]
    assert (counts(), api.get("/capture").json) == ((0, 0, 0), [])


def test_proceed_keeps_the_good_events(api):
    good = [event(epcList=[bottle(number)]) for number in range(3)]
    job = api.capture(
        good[0], event(bizStep="cooking"), good[1], "no event", {**good[0]}, good[2], behaviour="proceed"
    )
    assert (job["running"], job["success"], job["captureErrorBehaviour"]) == (False, False, "proceed")
    assert [(error["path"], error["code"], error["status"]) for error in job["errors"]] == [
        ("$.epcisBody.eventList[1].bizStep", "vocabulary.word", 400),
        ("$.epcisBody.eventList[3]", "type.object", 400),
        ("$.epcisBody.eventList[4].eventID", "rule.duplicate", 400),
    ]
    assert (job["capturedCount"], job["errorCount"]) == (3, 3)
    assert api.found() == [one["eventID"] for one in good]


def test_same_document_again_adds_nothing(api):
    sent = [event(), event(eventID=..., epcList=[bottle("B")])]
    assert api.capture(*sent)["capturedCount"] == 2
    before = counts()
    again = api.capture(*sent)
    assert (again["success"], again["capturedCount"], again["warnings"]) == (True, 0, [])
    assert counts() == before


def test_event_without_id_is_named_by_its_hash(api):
    api.capture(event(eventID=...))
    (name,) = api.found()
    assert name.startswith("ni:///sha-256;")
    assert api.found(f"/events/{escaped(name)}") == [name]
    assert api.found(f"/events/{name}") == [name]  # nothing escaped: the question mark begins a query


@pytest.mark.parametrize(("behaviour", "kept"), [(None, 0), ("proceed", 1)])
def test_other_event_under_a_used_id_is_refused_as_within_one_document(api, behaviour, kept):
    first = event()
    api.capture(first)
    job = api.capture({**first, "bizStep": "receiving"}, event(), behaviour=behaviour)
    assert (job["success"], job["capturedCount"], job["warnings"]) == (False, kept, [])
    assert [(error["path"], error["code"]) for error in job["errors"]] == [
        ("$.epcisBody.eventList[0].eventID", "rule.duplicate")
    ]
    steps = [one["bizStep"] for one in listed(api.get(f"/events/{escaped(first['eventID'])}"))]
    assert steps == ["shipping"]


def test_error_declaration_of_another_event_is_refused(api):
    wrong = event()
    api.capture(wrong)
    declared = {"declarationTime": "2026-11-22T10:00:00Z"}
    job = api.capture({**wrong, "bizStep": "receiving", "errorDeclaration": declared})
    assert [error["code"] for error in job["errors"]] == ["rule.error_declaration"]


def test_sensor_time_after_the_event_is_a_warning(api):
    late = {"time": "2027-01-01T00:00:00Z", "type": "Temperature", "value": 4, "uom": "CEL"}
    sent = event(sensorElementList=[{"sensorReport": [late]}])
    job = api.capture(sent)
    assert (job["success"], job["warnings"]) == (
        True,
        [{"code": "sensor_time_after_event", "event_id": sent["eventID"]}],
    )


def test_text_in_either_unicode_form_is_found(api):
    sent = event(**{"nm:ca": "\u0111e\u0302m"})
    api.capture(sent)
    for asked in ("\u0111\u00eam", "\u0111e\u0302m"):
        assert api.found(**{"EQ_https://example.vn/nm/ca": asked}) == [sent["eventID"]]
    assert "\u0111e\u0302m" in json.dumps(api.get("/events").json, ensure_ascii=False)


def test_error_declaration_stands_beside_the_event(api):
    wrong = event()
    right = event(bizStep="receiving")
    declared = {
        "declarationTime": "2026-11-22T10:00:00Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": [right["eventID"]],
    }
    api.capture(wrong)
    assert api.capture({**wrong, "errorDeclaration": declared}, right)["warnings"] == []
    assert len(api.found(f"/events/{escaped(wrong['eventID'])}")) == 2
    assert api.found(EXISTS_errorDeclaration="true") == [wrong["eventID"]]
    assert api.found(EQ_errorReason="incorrect_data") == [wrong["eventID"]]
    assert api.found(EQ_correctiveEventID=right["eventID"]) == [wrong["eventID"]]
    assert api.found(GE_errorDeclarationTime="2026-11-22T10:00:01Z") == []


def test_single_event_is_there_when_answered(api):
    sent = event(**{"nm:ca": "đêm"})
    answer = api.post("/events", alone(sent))
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/epcis/v2/events/{escaped(sent['eventID'])}"
    assert read(answer.data).issues == ()
    assert api.found(answer.headers["Location"]) == [sent["eventID"]]
    again = api.post("/events", alone(sent))
    assert (again.status_code, counts()[0]) == (201, 1)


def test_other_event_under_a_used_id_is_refused_alone(api):
    sent = event()
    api.post("/events", alone(sent))
    answer = api.post("/events", alone({**sent, "bizStep": "receiving"}))
    assert (answer.status_code, answer.json["code"]) == (409, "event_id_used")
    assert answer.json["type"] == "epcisException:ResourceAlreadyExistsException"
    assert counts()[0] == 1


def test_document_is_no_single_event(api):
    answer = api.post("/events", document(event()))
    assert (answer.status_code, answer.json["code"]) == (400, "epcis_one_event")


def test_single_event_may_come_as_a_capture(api):
    sent = [event(), event(), event()]
    assert api.post("/capture", alone(sent[0])).status_code == 202
    assert api.post("/capture", [alone(sent[1]), alone(sent[2])]).status_code == 202
    assert api.found() == [one["eventID"] for one in sent]


def test_query_document_is_captured(api):
    api.capture(event(), event())
    answer = api.get("/events")
    assert api.post("/capture", answer.json).status_code == 202
    assert counts()[0] == 2


def test_capture_jobs_are_listed_newest_first_page_by_page(api):
    keys = [api.capture(event())["captureID"] for _ in range(5)]
    pages = [[job["captureID"] for job in answer.json] for answer in api.pages("/capture", perPage=2)]
    keys.reverse()
    assert pages == [keys[:2], keys[2:4], keys[4:]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json.syntax"),
        (b"{", "json.syntax"),
        (b"\xff\xfe", "json.encoding"),
        (b"[]", "document.empty"),
        (b"3", "type.object"),
        (b"null", "type.object"),
        (b"[" * 100_000, "json.nesting"),
        (b'{"a":' * 2_000 + b"1" + b"}" * 2_000, "json.nesting"),
        (b"1" * 5_000, "json.number"),
        (b'{"type": "EPCISDocument"}', "field.required"),
        (b'{"type": "EPCISDocument", "epcisBody": 3}', "field.required"),
        (b'{"type": ["EPCISDocument"]}', "field.required"),
        (json.dumps(document()).encode(), "document.empty"),
        (json.dumps(document(event(), epcisBody={"eventList": {}})).encode(), "type.list"),
        (json.dumps(document(event(), schemaVersion="1.2")).encode(), "format.version"),
        (json.dumps(document(event(eventID=f"urn:x:{'a' * 400}"))).encode(), "identifier.length"),
        (json.dumps(document(event(**{"nm:a": "\0"}))).encode(), "text.character"),
        (json.dumps(document(event(**{"nm:a": "\ud800"}))).encode(), "text.character"),
    ],
)
def test_what_is_no_epcis_is_refused_with_the_reason(api, body, code):
    for path in ("/capture", "/events"):
        answer = api.post(path, body)
        assert answer.status_code == 400, answer.text
        if answer.json["code"] != "epcis_one_event":
            assert code in {issue["code"] for issue in answer.json["issues"]}
    assert counts()[0] == 0


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_other_kinds_of_content_are_refused(api, kind):
    for path in ("/capture", "/events", "/queries"):
        answer = api.post(path, document(event()), content_type=kind)
        assert (answer.status_code, answer.json["code"]) == (415, "epcis_type")


def test_ld_json_with_a_charset_is_taken(api):
    kind = "application/ld+json; charset=utf-8"
    assert api.post("/capture", document(event()), content_type=kind).status_code == 202


def test_unknown_error_behaviour_is_refused(api):
    answer = api.post("/capture", document(event()), {"GS1-Capture-Error-Behaviour": "all"})
    assert (answer.status_code, answer.json["code"]) == (400, "epcis_capture_behaviour")


@pytest.mark.parametrize("header", ["GS1-EPCIS-Version", "GS1-CBV-Version", "GS1-EPCIS-Max"])
def test_older_versions_are_not_offered(api, header):
    answers = [
        api.get("/events", {header: version}).status_code for version in ("1.2", "x", "2.0", "2.0.0", "2")
    ]
    assert answers == [406, 406, 200, 200, 200]


def test_other_formats_and_translated_identifiers_are_not_offered(api):
    answers = [
        api.get("/events", headers).status_code
        for headers in (
            {"Accept": "application/pdf"},
            {"GS1-EPC-Format": "Always_EPC_URN"},
            {"Accept": "application/ld+json"},
            {"Accept": "text/html, */*;q=0.1", "GS1-EPC-Format": "No_Preference"},
        )
    ]
    assert answers == [406, 406, 200, 200]


def test_too_many_bytes_or_events_are_refused(api, monkeypatch):
    monkeypatch.setattr("traceability.epcis_repository.api.capture.LARGEST", 100_000)
    monkeypatch.setattr("traceability.epcis_repository.delivery.MOST_EVENTS", 200)
    heavy = api.post("/capture", b" " * 100_001)
    one = {"type": "ObjectEvent"}
    many = api.post("/capture", document(*[one] * 201))
    for answer in (heavy, many):
        assert (answer.status_code, answer.json["code"]) == (413, "epcis_capture_too_large")
        assert answer.json["type"] == "epcisException:CaptureLimitExceededException"


def test_long_values_are_indexed_all_the_same(api):
    long = f"https://example.vn/{'a' * 3_000}"
    sent = event(epcList=[long], **{"nm:ghiChu": "đ" * 3_000, f"nm:{'x' * 1_000}": 10**400})
    assert api.capture(sent)["success"] is True
    assert api.found(MATCH_epc=long) == [sent["eventID"]]


def test_suspended_facility_writes_nothing(api):
    from app.core.database.transaction import transaction
    from catalog.enums import FacilityState
    from catalog.models import Facility

    with transaction() as session:
        session.get_one(Facility, api.facility.id).state = FacilityState.SUSPENDED
    answer = api.post("/capture", document(event()))
    assert (answer.status_code, answer.json["code"]) == (403, "facility_suspended")
    assert answer.json["type"] == "epcisException:SecurityException"
    run_pending()
    assert counts()[0] == 0


def test_events_in_xml_are_captured_and_given_back_as_xml(api):
    sent = event(**{"nm:ca": "đêm"})
    other = event()
    api.capture(other)
    text = document_xml(parse(json.dumps(document(sent))).events, created=utc_now())
    job = api.post("/capture", text.encode(), content_type="application/xml")
    assert job.status_code == 202
    run_pending()
    assert api.found() == [other["eventID"], sent["eventID"]]
    answer = api.get("/events", headers={"Accept": "application/xml"})
    assert answer.content_type == "application/xml; charset=utf-8"
    given = parse(answer.data).events
    assert [one.event_id for one in given] == [other["eventID"], sent["eventID"]]
    assert event_hash(given[1]) == event_hash(parse(json.dumps(document(sent))).events[0])
    assert api.get("/capture", headers={"Accept": "application/xml"}).status_code == 406
    refused = api.post("/capture", b"<!DOCTYPE a><a/>", content_type="text/xml")
    assert (refused.status_code, refused.json["issues"][0]["code"]) == (400, "xml.doctype")


@pytest.mark.parametrize("behaviour", ["rollback", "proceed"])
def test_short_delivery_is_judged_once_and_before_the_write_lock(api, monkeypatch, behaviour):
    from app.core.database.transaction import in_transaction
    from traceability.epcis_repository import capture

    judged, prepare = [], capture.prepare

    def noted(*args, **facts):
        judged.append(in_transaction())
        return prepare(*args, **facts)

    monkeypatch.setattr(capture, "prepare", noted)
    job = api.capture(event(), event(), behaviour=behaviour)
    assert (judged, job["capturedCount"]) == ([False], 2)
