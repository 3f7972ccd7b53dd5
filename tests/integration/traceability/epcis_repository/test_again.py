"""A job of events that is run twice, a token of a page that was changed, events that move nothing."""

import base64
import json

from app.core.database.base import db
from tests.helpers.epcis_api import event
from traceability.epcis_repository.capture import run_capture
from traceability.models import CaptureJob, EpcisEvent


def token_of(answer, **changes):
    """The token of the next page, with some of its state changed."""
    text = answer.headers["Link"].partition("nextPageToken=")[2].partition(">")[0].partition("&")[0]
    held = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    held["s"] |= changes
    return base64.urlsafe_b64encode(json.dumps(held).encode()).decode().rstrip("=")


def test_a_job_run_again_keeps_each_event_once(api):
    job = api.capture(event(), event())
    key = db.session.query(CaptureJob).one().id
    assert run_capture(key, lambda _done, _total: None)["captured"] == 2
    assert (job["capturedCount"], db.session.query(EpcisEvent).count()) == (2, 2)


def test_a_token_that_was_changed_is_refused_by_name(api):
    api.capture(event(bizStep="shipping"), event(bizStep="receiving"), event(bizStep="packing"))
    first = api.get("/bizSteps", perPage="1")
    assert api.get("/bizSteps", perPage="1", nextPageToken=token_of(first)).status_code == 200
    wrong = api.get("/bizSteps", perPage="1", nextPageToken=token_of(first, v=7))
    assert (wrong.status_code, wrong.json["code"]) == (400, "epcis_page_token")
    few = {"eventCountLimit": "3", "perPage": "1", "orderBy": "eventTime"}
    first = api.get("/events", **few)
    wrong = api.get("/events", **few, nextPageToken=token_of(first, f=0))
    assert (wrong.status_code, wrong.json["code"]) == (400, "epcis_page_token")


def test_events_that_move_nothing_are_taken_while_a_lot_is_held(api, factory):
    factory.recall(factory.lot())
    assert api.capture(event(bizStep="inspecting"))["capturedCount"] == 1
