"""What is refused of an activity: days that cannot be, a province that nobody knows, a change once it is settled."""

from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from programme.activities import queries, services
from programme.activity_places.services import link_activity
from programme.models import Activity
from tests.factories.accounts import actor, signed_in_client
from tests.helpers.voting.acts import act, refused
from tests.helpers.voting.browser import Person

SETTLED = ("activity_settled", None)


@pytest.fixture
def people(factory):
    """Two officers of Đồng Nai, under the programme of the nation."""
    factory.loaded_programme("quoc-gia")
    unit_id = factory.unit("75").id
    return [factory.user("officer-province", unit_id=unit_id) for _ in range(2)]


def kept(row):
    return db.session.get_one(Activity, row.id, populate_existing=True)


def as_it_is(row, **values):
    names = ("kind", "title", "starts_on", "ends_on", "unit", "quantities", "document")
    return services.ActivityData(**{name: getattr(kept(row), name) for name in names} | values)


def test_days_and_provinces_that_cannot_be_are_refused_at_their_field(factory, people):
    officer, row = people[0], factory.activity(by=people[0])
    for values, told in (
        ({"title": " "}, ("fill_in", "title")),
        ({"ends_on": date(2023, 5, 7)}, ("dates_out_of_order", "ends_on")),
        # Đồng Nai of today came from two provinces: nobody knows in which of them it was then.
        ({"unit": factory.unit("75")}, ("unit_then_unknown", "unit")),
    ):
        assert refused(officer, services.change_activity, row.id, as_it_is(row, **values)) == told
    assert (kept(row).title, kept(row).ends_on) == (row.title, date(2023, 5, 12))


def test_what_is_not_over_was_not_held(factory, people):
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=1), "unit": factory.unit("75")}
    row = factory.activity(by=people[0], **days)
    assert refused(people[0], services.hold_activity, row.id) == ("date_in_future", "ends_on")
    assert kept(row).state == "planned"


def test_what_is_accepted_or_cancelled_is_changed_no_more(factory, people):
    first, second = people
    accepted, cancelled = factory.activity(by=first, state="held"), factory.activity(by=first)
    act(second, services.accept_activity, accepted.id)
    act(first, services.cancel_activity, cancelled.id, "Không đủ học viên")
    for row in (accepted, cancelled):
        assert refused(first, services.change_activity, row.id, as_it_is(row, title="Khác")) == SETTLED
    assert refused(first, link_activity, cancelled.id, "") == SETTLED


def test_who_changes_a_plan_has_not_held_it(factory, people):
    row = factory.activity(by=people[0])
    act(people[1], services.change_activity, row.id, as_it_is(row, title="Lớp đan lát"))
    assert (kept(row).title, kept(row).held_by, kept(row).state) == ("Lớp đan lát", None, "planned")


def test_a_place_of_no_known_kind_is_gone(factory, people):
    row = factory.activity(by=people[0])
    for place in ("market:1", "brochure:999999", "fair:x"):
        assert refused(people[0], link_activity, row.id, place) == ("activity_place_gone", "place"), place


def test_activities_are_listed_by_their_state(factory, people):
    planned = factory.activity(by=people[0])
    held = factory.activity(by=people[0], state="held")
    officer = actor(people[0])
    for state, rows in (("planned", [planned]), ("held", [held]), ("cancelled", [])):
        found, total = queries.list_activities(officer, state=state, limit=10)
        assert ([row.id for row in found], total) == ([row.id for row in rows], len(rows)), state


def test_steps_on_the_page_tell_why_they_are_refused(app, factory, people):
    first, second = (Person(app, signed_in_client(app, one), "en") for one in people)
    row, here = factory.activity(by=people[0], document=""), {"on": "programme.activity"}
    first.send("programme.step_activity", {"act": "hold"}, activity_id=row.id, **here)
    assert kept(row).state == "held"
    second.send("programme.step_activity", {"act": "accept"}, activity_id=row.id, **here)
    assert "Name the document that proves it." in second.open("programme.activity", activity_id=row.id)
    assert kept(row).state == "held"
    second.send("programme.step_activity", {"act": "hold"}, activity_id=row.id, **here)
    assert "This activity has been accepted or cancelled." in second.open(
        "programme.activity", activity_id=row.id
    )
    first.send(
        "programme.step_activity", {"act": "cancel", "reason": " "}, expect=422, activity_id=row.id, **here
    )
    assert first.errors == ["Give a reason."]
