"""Large deliveries: one job, with progress, safe to be cut off."""

import json

import pytest
from sqlalchemy import delete, func, select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import LEASE, Job, JobState, run_pending
from tests.helpers.epcis import alone, document
from tests.helpers.epcis_api import bottle, event
from traceability.epcis import parse
from traceability.epcis.xml.writer import document_xml
from traceability.epcis_repository import capture as epcis_capture
from traceability.models import CaptureBody, CapturePiece, EpcisEvent, EpcisTerm


def many(number: int):
    return [event(epcList=[bottle(f"N{serial}")]) for serial in range(number)]


def kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(EpcisEvent)) or 0


def progress_of(monkeypatch) -> list[tuple[int, int]]:
    """What the job says of how far it is, as it says it."""
    seen: list[tuple[int, int]] = []
    original = epcis_capture.run_capture

    def watched(capture_id, progress):
        def told(done, total):
            seen.append((done, total))
            progress(done, total)

        return original(capture_id, told)

    monkeypatch.setattr("traceability.epcis_repository.tasks.run_capture", watched)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(("behaviour", "number"), [("rollback", 10_000), ("proceed", 1_500)])
def test_thousands_of_events_are_one_job_with_progress(api, monkeypatch, behaviour, number):
    seen = progress_of(monkeypatch)
    sent = many(number)
    answer = api.post("/capture", document(*sent), {"GS1-Capture-Error-Behaviour": behaviour})
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["processedCount"], kept()) == (True, True, 0, 0)
    assert run_pending() == 1
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, True, number, number)
    assert seen == [(done, number) for done in range(500, number + 1, 500)]
    assert api.found(MATCH_epc=bottle(f"N{number - 1}")) == [sent[-1]["eventID"]]
    for table in (CaptureBody, CapturePiece):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_large_delivery_with_a_fault_keeps_nothing(api):
    sent = many(600)
    sent[550]["bizStep"] = "cooking"
    sent[599]["eventID"] = sent[0]["eventID"]
    job = api.capture(*sent)
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, False, 0, 0)
    assert [(error["path"], error["code"]) for error in job["errors"]] == [
        ("$.epcisBody.eventList[550].bizStep", "vocabulary.word"),
        ("$.epcisBody.eventList[599].eventID", "rule.duplicate"),
    ]


def test_large_delivery_proceeds_past_faults(api):
    sent = many(600)
    sent[550]["bizStep"] = "cooking"
    sent[599]["eventID"] = sent[0]["eventID"]
    job = api.capture(*sent, behaviour="proceed")
    assert (job["success"], job["capturedCount"], job["errorCount"], kept()) == (False, 598, 2, 598)


def test_large_delivery_against_a_kept_event_keeps_nothing(api):
    first = event()
    api.capture(first)
    sent = many(700)
    sent[650] = {**first, "bizStep": "receiving"}
    job = api.capture(*sent)
    assert (job["success"], job["capturedCount"], kept()) == (False, 0, 1)
    assert [(error["path"], error["code"]) for error in job["errors"]] == [
        ("$.epcisBody.eventList[650].eventID", "rule.duplicate")
    ]
    assert api.found(MATCH_epc=bottle("N3")) == []


def test_events_of_a_run_are_found_by_what_they_share_and_by_what_is_their_own(api):
    sent = many(600)
    sent[300]["bizStep"] = "receiving"
    api.capture(event(disposition="damaged"))
    api.capture(*sent, behaviour="proceed")
    api.capture(event(bizStep="receiving"))
    rows = db.session.execute(
        select(EpcisTerm.event_id, EpcisTerm.last_id)
        .where(EpcisTerm.name == "bizStep", EpcisTerm.value.endswith("BizStep-receiving"))
        .order_by(EpcisTerm.event_id)
    ).all()
    assert rows == [(302, 302), (602, 602)]
    assert (
        api.found(EQ_bizStep="receiving", EQ_disposition="in_transit", perPage="9")[0] == sent[300]["eventID"]
    )
    assert api.found(MATCH_epc=bottle("N299")) == [sent[299]["eventID"]]
    shipped = api.found(EQ_bizStep="shipping", EQ_disposition="in_transit", perPage="1000")
    assert shipped == [one["eventID"] for one in sent if one is not sent[300]]


def test_large_delivery_in_xml_is_kept_as_in_json(api):
    sent = many(150)
    text = document_xml(parse(json.dumps(document(*sent))).events, created=utc_now())
    answer = api.post("/capture", text.encode(), content_type="application/xml")
    assert (answer.status_code, run_pending()) == (202, 1)
    assert api.get(answer.headers["Location"]).json["capturedCount"] == 150
    assert api.found(MATCH_epc=bottle("N149")) == [sent[149]["eventID"]]


def test_delivery_put_aside_whole_by_an_earlier_release_is_finished(api):
    sent = many(120)
    answer = api.post("/capture", document(*sent))
    with transaction() as session:
        session.scalars(select(CaptureBody)).one().data = json.dumps(document(*sent)).encode()
        session.execute(delete(CapturePiece))
    assert run_pending() == 1
    assert (api.get(answer.headers["Location"]).json["capturedCount"], kept()) == (120, 120)


class Killed(BaseException):
    """The power goes."""


@pytest.mark.parametrize("behaviour", ["rollback", "proceed"])
def test_delivery_cut_off_goes_on_and_keeps_each_event_once(api, monkeypatch, behaviour):
    sent = many(1_200)
    answer = api.post("/capture", document(*sent), {"GS1-Capture-Error-Behaviour": behaviour})
    original = epcis_capture.run_capture

    def dies(capture_id, progress):
        def told(done, total):
            if done == 1_000:
                raise Killed
            progress(done, total)

        return original(capture_id, told)

    monkeypatch.setattr("traceability.epcis_repository.tasks.run_capture", dies)
    with pytest.raises(Killed):
        run_pending()
    monkeypatch.setattr("traceability.epcis_repository.tasks.run_capture", original)
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], kept()) == (True, 0 if behaviour == "rollback" else 1_000)
    with use_clock(FixedClock(utc_now() + LEASE * 2)):
        assert run_pending() == 1
        job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["processedCount"]) == (False, True, 1_200)
    assert kept() == 1_200


def test_job_that_cannot_be_finished_says_so(api):
    answer = api.post("/capture", document(*many(101)))
    with transaction() as session:
        session.scalars(select(Job)).one().state = JobState.FAILED
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"]) == (False, False)
    assert [error["type"] for error in job["errors"]] == ["epcisException:ImplementationException"]


def between_pieces(monkeypatch, do):
    """Do something each time a piece of an all-or-nothing delivery has been written."""
    monkeypatch.setattr(epcis_capture, "_AT_A_TIME", 1)
    monkeypatch.setattr(epcis_capture.time, "sleep", lambda _seconds: do())


def test_others_write_between_the_pieces_of_an_all_or_nothing_delivery(api, make_api, monkeypatch):
    other, seen = make_api(), []

    def writes():
        seen.append(kept())
        seen.append(other.post("/events", alone(event())).status_code)

    between_pieces(monkeypatch, writes)
    job = api.capture(*many(1_200))
    assert (job["success"], job["capturedCount"]) == (True, 1_200)
    assert seen == [500, 201, 1_001, 201, 1_202, 201]  # the events of the other facility among them


def test_nothing_else_is_captured_for_the_facility_meanwhile(api, monkeypatch):
    sent, answers = many(1_000), []
    against = {**sent[900], "bizStep": "receiving"}

    def writes():
        if not answers:
            answers.append(api.post("/events", alone(event())))
            answers.append(api.post("/capture", document(against)))

    between_pieces(monkeypatch, writes)
    assert api.capture(*sent)["capturedCount"] == 1_000
    single, short = answers
    assert (single.status_code, single.json["code"]) == (503, "epcis_busy")
    assert single.headers["Retry-After"] == "5"
    assert short.status_code == 202
    run_pending()
    job = api.get(short.headers["Location"]).json
    assert (job["running"], job["success"], [error["code"] for error in job["errors"]]) == (
        False, False, ["rule.duplicate"],
    )  # fmt: skip
    assert kept() == 1_000


def test_delivery_cut_off_between_its_pieces_is_finished(api, monkeypatch):
    sent = many(1_200)
    answer = api.post("/capture", document(*sent))

    def dies():
        if kept() == 1_000:
            raise Killed

    between_pieces(monkeypatch, dies)
    with pytest.raises(Killed):
        run_pending()
    assert (api.get(answer.headers["Location"]).json["running"], kept()) == (True, 1_000)
    between_pieces(monkeypatch, lambda: None)
    with use_clock(FixedClock(utc_now() + LEASE * 2)):
        assert run_pending() == 1
        job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, True, 1_200, 1_200)


def test_declaration_against_an_event_of_the_same_delivery_keeps_nothing(api):
    sent = many(700)
    declared = {"declarationTime": "2026-11-23T08:00:00+07:00", "reason": "incorrect_data"}
    sent[650] = {**sent[3], "bizStep": "receiving", "errorDeclaration": declared}
    job = api.capture(*sent)
    assert (job["success"], job["capturedCount"], kept()) == (False, 0, 0)
    assert [error["code"] for error in job["errors"]] == ["rule.error_declaration"]
