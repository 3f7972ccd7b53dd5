"""Access: a facility sees and writes its own events, nobody else anything."""

import pytest

from tests.helpers.epcis import CELLAR, alone, document
from tests.helpers.epcis_api import bottle, escaped, event
from tests.integration.traceability.epcis_repository.conftest import Api


@pytest.fixture
def two(make_api):
    """A facility with events, jobs and a query, and another without."""
    first, second = make_api(), make_api()
    sent = event(bizLocation={"id": CELLAR})
    first.capture(sent)
    first.post("/queries", {"name": "mine", "query": {}})
    return first, second, sent


def test_other_facility_finds_nothing(two):
    first, second, sent = two
    assert first.found() == [sent["eventID"]]
    assert second.found() == []
    assert second.found(EQ_eventID=sent["eventID"]) == []
    assert second.get("/capture").json == []
    assert second.get("/queries").json == []
    for part in ("epcs", "bizSteps", "bizLocations", "readPoints", "dispositions"):
        assert second.get(f"/{part}").json["member"] == []
    job = first.get("/capture").json[0]["captureID"]
    for path in (
        f"/capture/{job}",
        f"/events/{escaped(sent['eventID'])}",
        f"/epcs/{escaped(bottle('A7-01'))}/events",
        f"/readPoints/{escaped(CELLAR)}",
        "/queries/mine",
        "/queries/mine/events",
    ):
        assert (first.get(path).status_code, second.get(path).status_code) == (200, 404), path
    assert second.delete("/queries/mine").status_code == 404


def test_page_token_of_another_opens_nothing(two, make_api):
    first, second, _ = two
    first.capture(event())
    token = first.pages("/events", perPage=1)[0].headers["Link"].split("nextPageToken=")[1].split(">")[0]
    answer = second.get("/events", perPage=1, nextPageToken=token)
    assert answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []


def test_same_event_may_be_known_to_two(two, make_api):
    first, second, sent = two
    second.capture(sent)
    assert (first.found(), second.found()) == ([sent["eventID"]], [sent["eventID"]])
    other = {**sent, "bizStep": "receiving"}
    assert second.capture(other)["capturedCount"] == 0  # it has another event under this eventID
    assert make_api().capture(other)["capturedCount"] == 1  # what others have is nothing to it


def test_member_of_two_facilities_names_the_one(two, make_api):
    first, _, sent = two
    both = make_api(first)
    assert both.found() == [sent["eventID"]]
    refused = both.post("/capture", document(event()))
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (
        400, "epcis_facility_needed", "facility",
    )  # fmt: skip
    other = event()
    slug = both.facility.slug
    assert both.post(f"/events?facility={slug}", alone(other)).status_code == 201
    assert both.found(facility=slug) == [other["eventID"]]
    assert both.found(facility=first.facility.slug) == [sent["eventID"]]
    assert both.found() == [sent["eventID"], other["eventID"]]
    assert first.post(f"/events?facility={slug}", alone(event())).status_code == 404


def test_without_a_token_nothing_is_told(app, two):
    _, _, sent = two
    for caller in (Api(app, None), Api(app, "tb_false"), Api(app, "")):
        for path in ("/", "/events", "/capture", "/queries", f"/events/{escaped(sent['eventID'])}"):
            answer = caller.get(path)
            assert (answer.status_code, answer.json["type"]) == (401, "epcisException:SecurityException")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert caller.post("/capture", document(event())).status_code == 401
        assert caller.delete("/queries/mine").status_code == 401


def test_session_reads_but_never_writes(two, login_as, factory):
    first, _, sent = two
    browser = login_as(factory.user("facility", facility_id=first.facility.id))
    assert browser.get("/epcis/v2/events").status_code == 200
    answer = browser.post("/epcis/v2/events", json=alone(event()))
    assert (answer.status_code, answer.json["code"]) == (401, "epcis_token_required")
    assert browser.delete("/epcis/v2/queries/mine").status_code == 401
    assert first.found() == [sent["eventID"]]


def test_other_roles_are_refused(two, login_as):
    for role in ("officer-province", "juror", "admin"):
        answer = login_as(role).get("/epcis/v2/events")
        assert (answer.status_code, answer.json["type"]) == (403, "epcisException:SecurityException")


def test_answers_are_for_the_caller_alone(two):
    first, _, _ = two
    for path in ("/events", "/epcs", "/capture", "/queries"):
        assert first.get(path).headers["Cache-Control"] == "no-store"
