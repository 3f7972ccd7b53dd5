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
@pytest.mark.parametrize(
    ("behaviour", "number", "step"), [("rollback", 10_000, 2_000), ("proceed", 1_500, 500)]
)
def test_thousands_of_events_are_one_job_with_progress(api, monkeypatch, behaviour, number, step):
    seen = progress_of(monkeypatch)
    sent = many(number)
    answer = api.post("/capture", document(*sent), {"GS1-Capture-Error-Behaviour": behaviour})
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["processedCount"], kept()) == (True, True, 0, 0)
    assert run_pending() == 1
    job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, True, number, number)
    assert seen == [(done, number) for done in range(step, number + 1, step)]
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
            if done >= 1_000:
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


def at_each_write(monkeypatch, do):
    """Do something after each piece of a delivery that has been sent to the database; returns how many there were."""
    written, insert = [], epcis_capture.insert_events

    def noted(facility_id, fresh, job_id):
        insert(facility_id, fresh, job_id)
        written.append(len(fresh))
        do()

    monkeypatch.setattr(epcis_capture, "_AT_A_TIME", 1)
    monkeypatch.setattr(epcis_capture, "insert_events", noted)
    return written


def seen_by_others() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EpcisEvent)) or 0


def test_nothing_of_an_all_or_nothing_delivery_is_read_before_its_end(api, monkeypatch):
    seen = []
    written = at_each_write(monkeypatch, lambda: seen.append(seen_by_others()))
    job = api.capture(*many(1_200))
    assert (job["success"], job["capturedCount"]) == (True, 1_200)
    assert (written, seen, seen_by_others()) == ([500, 500, 200], [0, 0, 0], 1_200)


def test_delivery_cut_off_between_its_pieces_leaves_nothing_and_is_written_by_the_next_run(api, monkeypatch):
    answer = api.post("/capture", document(*many(1_200)))

    def dies():
        if len(written) == 2:
            raise Killed

    written = at_each_write(monkeypatch, dies)
    with pytest.raises(Killed):
        run_pending()
    assert (written, kept(), seen_by_others()) == ([500, 500], 0, 0)
    assert api.get(answer.headers["Location"]).json["running"] is True
    assert api.found(MATCH_epc=bottle("N3")) == []
    with use_clock(FixedClock(utc_now() + LEASE * 2)):
        assert run_pending() == 1
        job = api.get(answer.headers["Location"]).json
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, True, 1_200, 1_200)
    assert written == [500, 500, 500, 500, 200]


def test_contradiction_kept_after_the_judgement_refuses_the_whole_delivery(api, monkeypatch):
    sent, judge = many(1_200), epcis_capture._read_all

    def judged(*args):
        found = judge(*args)
        assert api.post("/events", alone({**sent[900], "bizStep": "receiving"})).status_code == 201
        return found

    monkeypatch.setattr(epcis_capture, "_read_all", judged)
    written = at_each_write(monkeypatch, lambda: None)
    job = api.capture(*sent)
    assert (job["running"], job["success"], job["capturedCount"], kept()) == (False, False, 0, 1)
    assert [(error["path"], error["code"]) for error in job["errors"]] == [
        ("$.epcisBody.eventList[900].eventID", "rule.duplicate")
    ]
    assert written == [500]


def test_event_without_an_identifier_sent_twice_far_apart_is_kept_once(api, monkeypatch):
    monkeypatch.setattr(epcis_capture, "_AT_A_TIME", 1)
    sent = many(1_100)
    for each in (sent[0], sent[1_099]):
        del each["eventID"]
        each["epcList"] = [bottle("TWICE")]
    job = api.capture(*sent)
    assert (job["success"], job["capturedCount"], kept()) == (True, 1_099, 1_099)


def test_delivery_sent_again_adds_nothing(api):
    sent = many(600)
    assert api.capture(*sent)["capturedCount"] == 600
    job = api.capture(*sent)
    assert (job["success"], job["capturedCount"], kept()) == (True, 0, 600)


def test_declaration_against_an_event_of_the_same_delivery_keeps_nothing(api):
    sent = many(700)
    declared = {"declarationTime": "2026-11-23T08:00:00+07:00", "reason": "incorrect_data"}
    sent[650] = {**sent[3], "bizStep": "receiving", "errorDeclaration": declared}
    job = api.capture(*sent)
    assert (job["success"], job["capturedCount"], kept()) == (False, 0, 0)
    assert [error["code"] for error in job["errors"]] == ["rule.error_declaration"]
