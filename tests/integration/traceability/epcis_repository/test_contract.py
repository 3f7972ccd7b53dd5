"""Answers in good and bad cases against GS1's own OpenAPI description and JSON schema."""

import pytest

from tests.helpers.epcis import CELLAR, LOT, alone, document
from tests.helpers.epcis_api import bottle, escaped, event
from tests.helpers.epcis_contract import Contract
from tests.helpers.vectors import FOLDER, vectors

pytestmark = pytest.mark.vectors


@pytest.fixture(scope="module")
def contract():
    return Contract()


@pytest.fixture
def filled(api):
    """A facility with one event of each kind, an extension, readings, a declaration of error, a named query."""
    wrong = event()
    api.capture(
        event(bizLocation={"id": CELLAR}, **{"nm:shift": "đêm"}),
        wrong,
        {**wrong, "errorDeclaration": {"declarationTime": "2026-11-22T09:00:00Z", "reason": "incorrect_data"}},
        event(type="TransformationEvent", epcList=..., action=..., inputEPCList=[bottle(1)], outputEPCList=[bottle(2)]),
        event(
            type="AggregationEvent", epcList=..., parentID="urn:epc:id:sscc:8935217.4000000017", childEPCs=[bottle(3)]
        ),
        event(
            epcList=[], quantityList=[{"epcClass": LOT, "quantity": 12.5, "uom": "KGM"}], bizStep="https://example.vn/u"
        ),
        event(sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": 31.50, "uom": "CEL"}]}]),
    )  # fmt: skip
    api.post(
        "/queries", {"name": "shipped", "query": {"EQ_bizStep": ["shipping"], "eventType": ["ObjectEvent"]}}
    )
    return api


READS = [
    ("/", "/"),
    ("/capture", "/capture"),
    ("/capture", "/capture?perPage=1"),
    ("/events", "/events"),
    ("/events", "/events?perPage=2"),
    ("/events", "/events?EQ_bizStep=shipping|receiving&orderBy=eventTime&eventCountLimit=3"),
    ("/eventTypes", "/eventTypes"),
    ("/eventTypes/{eventType}", "/eventTypes/ObjectEvent"),
    ("/eventTypes/{eventType}/events", "/eventTypes/ObjectEvent/events"),
    ("/epcs", "/epcs"),
    ("/epcs", "/epcs?perPage=1"),
    ("/epcs/{epc}", f"/epcs/{escaped(bottle(1))}"),
    ("/epcs/{epc}/events", f"/epcs/{escaped(bottle(1))}/events"),
    ("/bizSteps", "/bizSteps"),
    ("/bizSteps/{bizStep}", "/bizSteps/shipping"),
    ("/bizSteps/{bizStep}/events", "/bizSteps/shipping/events"),
    ("/bizLocations", "/bizLocations"),
    ("/bizLocations/{bizLocation}", f"/bizLocations/{escaped(CELLAR)}"),
    ("/bizLocations/{bizLocation}/events", f"/bizLocations/{escaped(CELLAR)}/events"),
    ("/readPoints", "/readPoints"),
    ("/readPoints/{readPoint}", f"/readPoints/{escaped(CELLAR)}"),
    ("/readPoints/{readPoint}/events", f"/readPoints/{escaped(CELLAR)}/events"),
    ("/dispositions", "/dispositions"),
    ("/dispositions/{disposition}", "/dispositions/in_transit"),
    ("/dispositions/{disposition}/events", "/dispositions/in_transit/events"),
    ("/queries", "/queries"),
    ("/queries/{queryName}", "/queries/shipped"),
    ("/queries/{queryName}/events", "/queries/shipped/events"),
]
REFUSED = [
    ("/capture/{captureID}", "/capture/none", 404),
    ("/events/{eventID}", "/events/urn:uuid:none", 404),
    ("/epcs/{epc}", "/epcs/urn:epc:id:sgtin:8935217.000001.Z", 404),
    ("/eventTypes/{eventType}/events", "/eventTypes/ObjectEvent/events?GE_eventTime=heute", 400),
    ("/bizSteps/{bizStep}/events", "/bizSteps/cooking/events", 404),
    ("/queries/{queryName}", "/queries/none", 404),
    ("/queries/{queryName}/events", "/queries/none/events", 404),
    ("/events", f"/events?EQ_eventID={'a' * 16_001}", 414),
    ("/nextPageToken/{token}", "/nextPageToken/x", 501),
]  # fmt: skip


def test_reads_are_as_described(contract, filled):
    found = {}
    for template, path in READS:
        answer = filled.get(path)
        assert answer.status_code == 200, (path, answer.text)
        found[path] = contract.faults(template, "get", answer)
    assert found == {path: [] for _, path in READS}


def test_headers_of_reads_are_there(contract, filled):
    """Every described header but GS1-Extensions, of which there are none, and those of a next page."""
    for template, path in READS:
        expected = contract.required_headers(template, "get", "200")
        later = {"GS1-Extensions", "Link", "GS1-Next-Page-Token-Expires"}
        assert expected - later - set(filled.get(path).headers.keys()) == set(), path
    assert {"Link", "GS1-Next-Page-Token-Expires"} <= set(filled.get("/events?perPage=1").headers.keys())


def test_refusals_are_as_described(contract, filled):
    found = {}
    for template, path, status in REFUSED:
        method = "delete" if "nextPageToken" in template else "get"
        answer = filled.delete(path) if method == "delete" else filled.get(path)
        assert (answer.status_code, bool(answer.json["code"])) == (status, True), (path, answer.text)
        found[path] = contract.faults(template, method, answer)
    assert found == {path: [] for _, path, _ in REFUSED}


def test_writes_are_as_described(contract, api, monkeypatch):
    monkeypatch.setattr("traceability.epcis_repository.api.capture.LARGEST", 100_000)
    one = event()
    answers = [
        ("/capture", "post", api.post("/capture", document(one)), 202),
        ("/capture", "post", api.post("/capture", document(event(action="EAT"))), 400),
        ("/capture", "post", api.post("/capture", b"{", content_type="text/plain"), 415),
        ("/capture", "post", api.post("/capture", b" " * 100_001), 413),
        ("/events", "post", api.post("/events", alone(event())), 201),
        ("/events", "post", api.post("/events", alone(event(action="EAT"))), 400),
        ("/events", "post", api.post("/events", alone({**one, "bizStep": "receiving"})), 409),
        (
            "/queries",
            "post",
            api.post("/queries", {"name": "a", "query": {"eventType": ["ObjectEvent"]}}),
            201,
        ),
        ("/queries", "post", api.post("/queries", {"name": "a", "query": {}}), 409),
        ("/queries/{queryName}", "delete", api.delete("/queries/a"), 204),
        ("/queries/{queryName}", "delete", api.delete("/queries/a"), 404),
    ]
    for template, method, answer, status in answers:
        assert (answer.status_code, contract.faults(template, method, answer)) == (status, []), answer.text


def test_strangers_are_refused_as_described(contract, app):
    from tests.integration.traceability.epcis_repository.conftest import Api

    stranger = Api(app, None)
    wrong = Api(app, "tb_wrong")
    for caller in (stranger, wrong):
        for template, method, answer in (
            ("/events", "get", caller.get("/events")),
            ("/events", "post", caller.post("/events", alone(event()))),
            ("/capture", "post", caller.post("/capture", document(event()))),
            ("/queries", "post", caller.post("/queries", {})),
        ):
            assert (answer.status_code, contract.faults(template, method, answer)) == (401, []), answer.text


def test_discovery_is_as_described(contract, api):
    for template in contract.api["paths"]:
        if "options" not in contract.api["paths"][template]:
            continue
        answer = api.options(template.replace("{", "").replace("}", ""))
        assert (answer.status_code, contract.faults(template, "options", answer)) == (204, []), template
        subscriptions = {"GS1-Query-Min-Record-Time", "GS1-Extensions", "GS1-CBV-XML-Format"}
        missing = contract.required_headers(template, "options", "204") - set(answer.headers.keys())
        assert missing - subscriptions == set(), template


def test_captured_documents_come_back_valid(contract, api):
    """What was captured of the valid documents is given out as valid query documents."""
    from app.core.work.jobs import run_pending

    for item in vectors("epcis", "manifest.json")["documents"]:
        if item["verdict"] == "valid":
            api.post("/capture", (FOLDER / "epcis" / item["file"]).read_bytes())
    run_pending()
    pages = api.pages("/events", perPage=20)
    assert [contract.faults("/events", "get", answer) for answer in pages] == [[] for _ in pages]
    assert len(pages) > 3
