"""What a workshop writes into its diary is in the repository too."""

import pytest

from app.core.database.transaction import transaction
from app.core.work.periodic import run_due
from tests.helpers.epcis_api import listed
from traceability.diary.services import correct_event
from traceability.enums import EventKind
from traceability.epcis_repository.from_diary import mirror_diary


@pytest.fixture
def lot(api, factory):
    from app.core.database.base import db
    from catalog.models import Facility

    return factory.lot_with_events(factory.product(db.session.get_one(Facility, api.facility.id)))


def test_diary_entries_become_events_once(api, lot, make_api):
    expected = sorted(entry.epcis["eventID"] for entry in lot.events)
    assert mirror_diary() == len(expected) + 2  # and the two raw materials
    assert mirror_diary() == 0
    assert [one for one in sorted(api.found()) if one in expected] == expected
    assert len(api.found()) == len(expected) + 2
    assert len(api.found(EQ_bizStep="shipping")) == 1
    assert make_api().found() == []


def test_correction_of_an_entry_is_an_error_declaration(api, lot, factory):
    mirror_diary()
    entry = next(entry for entry in lot.events if entry.kind == EventKind.SHIP)
    name, entry_id, actor = entry.epcis["eventID"], entry.id, factory.member_actor(lot.facility)
    with transaction():
        correct_event(actor, entry_id, reason="Ghi nhầm", client_id="c-1")
    assert mirror_diary() == 1
    assert api.found(EXISTS_errorDeclaration="true") == [name]
    assert len(api.found(EQ_eventID=name)) == 2


def test_diary_event_captured_again_is_known(api, lot):
    mirror_diary()
    answer = api.get("/events")
    assert len(listed(answer)) == 8
    job = api.post("/capture", answer.data)
    assert api.get(job.headers["Location"]).json["capturedCount"] == 0


def test_diary_event_captured_before_it_is_mirrored_is_known(api, lot):
    entry = lot.events[0]
    assert api.post("/events", entry.epcis).status_code == 201
    mirror_diary()
    assert len(api.found(EQ_eventID=entry.epcis["eventID"])) == 1
    assert mirror_diary() == 0


def test_runner_mirrors_the_diary(api, lot):
    run_due(now=10.0**9)
    assert len(api.found()) == 8
