"""Support on the page of a facility: only where it agrees, and no longer than that."""

import pytest

from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound
from programme.activities import services as activities
from programme.models import Activity, Beneficiary
from programme.support import services
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

TITLE = "Hỗ trợ máy tách vỏ cho Cơ sở Hạt Vàng và bà Trần Thị Kín"


@pytest.fixture
def helped(factory):
    """A company and a household that one activity helped."""
    factory.loaded_programme("quoc-gia")
    company = factory.facility(name="Cơ sở Hạt Vàng")
    household = factory.facility(name="Hộ Trần Thị Kín", kind="ho-kinh-doanh")
    row = factory.activity(
        "machine-support",
        state="held",
        title=TITLE,
        quantities={"machine": 2},
        facilities=[company, household],
    )
    rows = {one.facility_id: one.id for one in db.session.query(Beneficiary)}
    return company, rows[company.id], household, rows[household.id], row


def page(client, facility):
    return client.get(f"/co-so/{facility.slug}").text


def told(client, facility):
    return client.get(f"/api/v1/facilities/{facility.slug}").json["support"]


def test_nothing_is_told_before_the_facility_agrees_and_after_it_takes_that_back(factory, client, helped):
    company, key, *_ = helped
    member = factory.member_actor(company)
    assert "Được hỗ trợ từ chương trình khuyến công" not in page(client, company)
    assert told(client, company) == []
    act(member, services.show_support, key)
    assert "Được hỗ trợ từ chương trình khuyến công" in page(client, company)
    assert [
        (one["kind"], one["day"], one["accepted"], one["programmes"]) for one in told(client, company)
    ] == [("machine-support", "2023-05-12", False, ["khuyen-cong-quoc-gia-2021-2025"])]
    act(member, services.hide_support, key)
    assert "Được hỗ trợ từ chương trình khuyến công" not in page(client, company)
    assert told(client, company) == []


def test_a_shared_title_is_told_once_everyone_in_it_agrees(factory, client, helped):
    company, key, household, other_key, _row = helped
    act(factory.member_actor(company), services.show_support, key)
    assert told(client, company)[0]["title"] is None
    assert "Trần Thị Kín" not in page(client, company)
    person = factory.member_actor(household)
    act(person, services.show_support, other_key)
    assert told(client, company)[0]["title"] == TITLE
    assert TITLE in page(client, company)
    act(person, services.hide_support, other_key)
    assert "Trần Thị Kín" not in page(client, company)


def test_what_is_cancelled_is_told_no_more(factory, client, helped):
    company, key, *_, row = helped
    act(factory.member_actor(company), services.show_support, key)
    act(factory.officer_actor(), activities.cancel_activity, row.id, "Nhầm cơ sở")
    assert told(client, company) == []
    assert "Được hỗ trợ từ chương trình khuyến công" not in page(client, company)


def test_to_change_an_activity_keeps_what_its_facilities_agreed_to(factory, client, helped):
    company, key, _household, _other, row = helped
    act(factory.member_actor(company), services.show_support, key)
    before = db.session.get_one(Activity, row.id)
    data = activities.ActivityData(
        kind=before.kind, title="Hỗ trợ máy tách vỏ", starts_on=before.starts_on, ends_on=before.ends_on,
        unit=before.unit, quantities={"machine": 1}, document=before.document, facilities=[company],
    )  # fmt: skip
    act(factory.officer_actor(), activities.change_activity, row.id, data)
    assert [one["title"] for one in told(client, company)] == ["Hỗ trợ máy tách vỏ"]
    assert "Hỗ trợ máy tách vỏ" in page(client, company)


def test_others_cannot_agree_for_a_facility(factory, helped):
    _company, key, household, *_ = helped
    with pytest.raises(NotFound):
        act(factory.member_actor(household), services.show_support, key)
    with pytest.raises(NotAllowed, match="not_facility_member"):
        act(factory.officer_actor(unit_code="75"), services.show_support, key)
    assert db.session.get_one(Beneficiary, key).shown_at is None


def test_what_is_only_planned_cannot_be_shown(factory, helped):
    company = helped[0]
    factory.activity("machine-support", quantities={"machine": 1}, facilities=[company])
    key = max(one.id for one in db.session.query(Beneficiary))
    with pytest.raises(NotFound):
        act(factory.member_actor(company), services.show_support, key)


@pytest.mark.parametrize(
    ("locale", "shown", "hidden"),
    [("vi", "Hiện trên trang từ", "Chưa hiện trên trang"), ("en", "On your page since", "Not on your page")],
)
def test_the_desk_of_a_facility_lists_its_support_with_the_buttons(
    app, factory, helped, locale, shown, hidden
):
    company, key, *_ = helped
    person = Person(
        app, signed_in_client(app, factory.user("facility", facility_id=company.id)), locale=locale
    )
    text = person.open("programme.support")
    assert TITLE in text
    assert hidden in text
    person.send("programme.support_shown", {}, on="programme.support", beneficiary_id=key, act="show")
    assert shown in person.open("programme.support")
    person.send("programme.support_shown", {}, on="programme.support", beneficiary_id=key, act="hide")
    assert hidden in person.open("programme.support")
    person.send(
        "programme.support_shown", {}, on="programme.support", beneficiary_id=10**6, act="show", expect=404
    )


def test_another_facility_sees_nothing_of_it(app, factory, helped):
    stranger = factory.facility(name="Cơ sở khác")
    person = Person(app, signed_in_client(app, factory.user("facility", facility_id=stranger.id)))
    assert "Chưa ghi nhận hỗ trợ nào" in person.open("programme.support")
    assert TITLE not in person.text
