"""Every document of the conformance vectors is captured or refused as its verdict says."""

import json
from functools import cache

import pytest

from app.core.work.jobs import run_pending
from tests.helpers.vectors import FOLDER, vector_file

pytestmark = pytest.mark.vectors
MANIFEST = FOLDER / "epcis" / "manifest.json"


def documents() -> list[tuple[str, str]]:
    if not MANIFEST.exists():
        return [("absent", "valid")]
    listed = json.loads(MANIFEST.read_text(encoding="utf-8"))["documents"]
    return [(item["file"], item["verdict"]) for item in listed]


@cache
def _bytes(name: str) -> bytes:
    return vector_file("epcis", *name.split("/")).read_bytes()


def test_documents_are_captured_by_verdict(make_api):
    """Each into a facility of its own: the documents give one eventID to different events."""
    found = {}
    for name, verdict in documents():
        if verdict in {"valid", "invalid"}:
            api = make_api()
            answer = api.post("/capture", _bytes(name))
            found[name] = verdict_of(api, answer)
    assert found == {name: verdict for name, verdict in documents() if verdict in {"valid", "invalid"}}


def test_documents_are_captured_by_verdict_when_good_events_may_proceed(make_api):
    """An invalid document may hold valid events, but never passes as a success."""
    found = {}
    for name, verdict in documents():
        if verdict in {"valid", "invalid"}:
            api = make_api()
            answer = api.post("/capture", _bytes(name), {"GS1-Capture-Error-Behaviour": "proceed"})
            found[name] = verdict_of(api, answer)
    assert found == {name: verdict for name, verdict in documents() if verdict in {"valid", "invalid"}}


def test_valid_documents_in_one_facility_are_refused_for_a_used_event_id_alone(api):
    taken, codes = [], set()
    for name, verdict in documents():
        if verdict == "valid":
            answer = api.post("/capture", _bytes(name))
            assert answer.status_code == 202, name
            run_pending()
            job = api.get(answer.headers["Location"]).json
            taken += [name] if job["success"] else []
            codes |= {error["code"] for error in job["errors"]}
    assert len(taken) > 40
    assert codes == {"rule.duplicate"}


def test_query_definitions_are_taken_by_verdict(api):
    """Their verdict stands in the folder they come from: Invalid or not."""
    found = {}
    for number, (name, verdict) in enumerate(documents()):
        if verdict == "query-definition":
            query = json.loads(_bytes(name))
            found[name] = api.post("/queries", {"name": f"q{number}", "query": query}).status_code
    assert found == {
        name: 400 if "Invalid" in name else 201
        for name, verdict in documents()
        if verdict == "query-definition"
    }


def verdict_of(api, answer):
    if answer.status_code == 400:
        assert answer.json["code"] == "epcis_invalid"
        return "invalid"
    assert answer.status_code == 202
    run_pending()
    job = api.get(answer.headers["Location"]).json
    assert job["running"] is False
    return "valid" if job["success"] else "invalid"
