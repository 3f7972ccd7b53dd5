"""Named queries, and what the interface says that it does not offer."""

import pytest

from app.core.errors import RuleBroken
from tests.helpers.epcis_api import event


def test_query_is_kept_listed_used_and_forgotten(api):
    sent = [event(), event(bizStep="receiving")]
    api.capture(*sent)
    query = {
        "@context": {"nm": "https://example.vn/nm/"},
        "eventType": ["ObjectEvent"],
        "EQ_bizStep": ["receiving"],
    }
    answer = api.post("/queries", {"name": "nhan-hang", "query": query})
    assert (answer.status_code, answer.headers["Location"]) == (201, "/epcis/v2/queries/nhan-hang")
    assert api.get("/queries/nhan-hang").json == {"name": "nhan-hang", "query": query}
    assert api.get("/queries").json == [{"name": "nhan-hang", "query": query}]
    assert api.found("/queries/nhan-hang/events") == [sent[1]["eventID"]]
    document = api.get("/queries/nhan-hang/events").json
    assert document["epcisBody"]["queryResults"]["queryName"] == "nhan-hang"
    assert (api.delete("/queries/nhan-hang").status_code, api.get("/queries").json) == (204, [])


def test_events_of_a_query_come_in_pages(api):
    api.capture(*(event() for _ in range(5)))
    api.post("/queries", {"name": "all", "query": {"orderBy": "eventTime", "orderDirection": "ASC"}})
    sizes = [
        len(answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"])
        for answer in api.pages("/queries/all/events", perPage="2")
    ]
    assert sizes == [2, 2, 1]


def test_queries_are_listed_page_by_page(api):
    for number in range(5):
        api.post("/queries", {"name": f"q{number}", "query": {}})
    pages = [[row["name"] for row in answer.json] for answer in api.pages("/queries", perPage="2")]
    assert pages == [["q0", "q1"], ["q2", "q3"], ["q4"]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "epcis_invalid"),
        (b"[]", "epcis_query_form"),
        ({"name": "a"}, "epcis_query_form"),
        ({"name": "a", "query": []}, "epcis_query_form"),
        ({"name": "a/b", "query": {}}, "epcis_query_name"),
        ({"name": "", "query": {}}, "epcis_query_name"),
        ({"name": 3, "query": {}}, "epcis_query_name"),
        ({"name": "a", "query": {"EQ_action": ["EAT"]}}, "query_parameter_value"),
        ({"name": "a", "query": {"EQ_action": "x" * 3}}, "query_parameter_value"),
        ({"name": "a", "query": {"EQ_action": {"a": 1}}}, "query_parameter_value"),
        ({"name": "a", "query": {"EQ_action": [["ADD"]]}}, "query_parameter_value"),
        ({"name": "a", "query": {"EQ_action": None}}, "query_parameter_value"),
        ({"name": "a", "query": {"GE_eventDate": "2026-01-01T00:00:00Z"}}, "query_parameter_unknown"),
        ({"name": "a", "query": {"@context": 3}}, "epcis_invalid"),
    ],
)
def test_bad_queries_are_refused(api, body, code):
    answer = api.post("/queries", body)
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_query_too_large_is_refused(api):
    answer = api.post("/queries", {"name": "a", "query": {"EQ_bizStep": ["a" * 300_000]}})
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:QueryTooComplexException")


def test_facility_keeps_so_many_queries(api, monkeypatch):
    monkeypatch.setattr("traceability.epcis_repository.named_queries.MOST_QUERIES", 1)
    api.post("/queries", {"name": "a", "query": {}})
    answer = api.post("/queries", {"name": "b", "query": {}})
    assert (answer.status_code, answer.json["code"]) == (RuleBroken.status, "too_many_queries")


def test_numbers_and_truths_of_a_query_keep_their_meaning(api):
    sent = event(quantityList=[{"epcClass": "https://id.gs1.org/01/08935217400010/10/A", "quantity": 0.1}])
    api.capture(sent)
    query = {"GE_quantity": 0.1, "EQ_quantity": [0.1, 7], "EXISTS_errorDeclaration": False}
    assert api.post("/queries", {"name": "a", "query": query}).status_code == 201
    assert api.found("/queries/a/events") == [sent["eventID"]]


def test_subscriptions_are_not_offered(api):
    api.post("/queries", {"name": "a", "query": {}})
    answers = [
        api.get("/queries/a/subscriptions"),
        api.post("/queries/a/subscriptions", {"dest": "https://example.vn", "stream": True}),
        api.delete("/queries/a/subscriptions/1"),
        api.get("/queries/a/events", stream="true"),
        api.get("/queries/a/events", {"Upgrade": "websocket", "Connection": "Upgrade"}),
        api.delete("/nextPageToken/abc"),
    ]
    assert [(answer.status_code, answer.json["type"]) for answer in answers] == [
        (501, "epcisException:ImplementationException") for _ in answers
    ]


def test_discovery_names_versions_methods_and_limits(api, app):
    answer = app.test_client().options("/epcis/v2/capture")
    assert (answer.status_code, answer.text, answer.headers["Allow"]) == (204, "", "GET, OPTIONS, POST")
    names = (
        "GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Version", "GS1-EPC-Format",
        "GS1-EPCIS-Capture-Limit", "GS1-EPCIS-Capture-File-Size-Limit", "GS1-Capture-Error-Behaviour",
    )  # fmt: skip
    assert [answer.headers[name] for name in names] == [
        "2.0.0", "2.0.0", "2.0.0", "2.0.0", "Never_Translates", "100000", "134217728", "all",
    ]  # fmt: skip
    allowed = {
        path: api.options(path).headers["Allow"]
        for path in ("", "/", "/events", "/epcs", "/queries/a", "/epcs/urn:x:y/events", "/nextPageToken/x")
    }
    assert allowed == {
        "": "GET, OPTIONS",
        "/": "GET, OPTIONS",
        "/events": "GET, OPTIONS, POST",
        "/epcs": "GET, OPTIONS",
        "/queries/a": "DELETE, GET, OPTIONS",
        "/epcs/urn:x:y/events": "GET, OPTIONS",
        "/nextPageToken/x": "DELETE, OPTIONS",
    }


def test_addresses_and_methods_that_are_not_there(api):
    missing = api.get("/nothing")
    assert (missing.status_code, missing.json["type"]) == (404, "epcisException:NoSuchNameException")
    wrong = api.delete("/events")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")
    assert api.get("").json["member"] == api.get("/").json["member"]


def test_crash_is_told_in_the_words_of_epcis(api, monkeypatch):
    monkeypatch.setattr("traceability.epcis_repository.api.events.query_document", lambda *_: 1 / 0)
    answer = api.get("/events")
    assert (answer.status_code, answer.json["type"], answer.json["code"]) == (
        500, "epcisException:ImplementationException", "internal_error",
    )  # fmt: skip
