"""Lists of places and people by province and kind, and of proposals by their state."""

from datetime import date, timedelta

from app.core.clock import today
from programme.artisans import services as artisans
from programme.artisans.queries import list_artisans, list_artisans_of
from programme.artisans.titles import Title
from programme.exhibits.queries import list_kept
from programme.fairs.queries import FairState, state_on
from programme.models import CraftVillage
from programme.proposals.queries import list_proposals
from programme.proposals.states import Side
from programme.showrooms.queries import list_showrooms
from programme.villages.queries import list_villages
from tests.factories.accounts import actor
from tests.helpers.proposals import registered
from tests.helpers.voting.acts import act


def test_places_are_listed_by_province_and_kind(factory):
    officer, unit = factory.officer_actor(unit_code="75"), factory.unit("01").id
    north = factory.officer_actor(unit_code="01")
    here, there = factory.village(officer), factory.village(north, unit_id=unit, name_vi="Làng lụa thử")
    assert [row.id for row in list_villages(province="75")] == [here.id]
    assert {row.id for row in list_villages()} == {here.id, there.id}
    tourist = factory.showroom(officer)
    factory.showroom(officer, name_vi="Trung tâm trưng bày", place_kind="trung-tam")
    assert [row.id for row in list_showrooms(today(), province="75", kind="du-lich")] == [tourist.id]
    assert list_showrooms(today(), province="01") == []
    people = [factory.artisan(officer), factory.artisan(north, unit_id=unit, name_vi="Hà Hà Nội")]
    for by, row in zip((officer, north), people, strict=True):
        act(by, artisans.record_consent, row.id, today(), "Hồ sơ 1")
    assert [row.id for row in list_artisans(province="01")] == [people[1].id]
    title = artisans.TitleData(
        title=Title.EMINENT,
        decision_number="12/QĐ-CTN",
        decision_date=date(2022, 9, 1),
        issuer="Chủ tịch nước",
    )
    act(officer, artisans.give_title, people[0].id, title)
    assert [row.id for row in list_artisans(title=Title.EMINENT)] == [people[0].id]
    assert list_artisans(title=Title.PROVINCE) == []
    assert list_artisans_of(facility_id=999_999).named == []


def test_the_ministry_keeps_the_places_of_every_province(factory):
    officer, ministry = factory.officer_actor(unit_code="75"), actor(factory.user("officer-national"))
    village = factory.village(officer)
    for who, number in ((officer, 1), (ministry, 1), (factory.officer_actor(unit_code="01"), 0)):
        rows, total = list_kept(who, CraftVillage, offset=0, limit=9)
        assert ([row.id for row in rows], total) == ([village.id] * number, number)


def test_a_fair_is_coming_until_its_first_day_and_over_after_its_last(factory):
    days = {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 4)}
    fair = factory.fair(factory.officer_actor(unit_code="75"), **days)
    found = [state_on(fair, date(2026, 5, 1) + timedelta(days=number)) for number in range(5)]
    assert found == [FairState.COMING, *[FairState.RUNNING] * 3, FairState.OVER]


def test_proposals_are_listed_by_state_and_by_whom_they_wait_for(factory, world):
    officer = actor(world[2]["province"])
    row = registered(factory, world)
    factory.proposal(world[2]["member"], world[1])  # a draft, which no office sees
    for state, number in (("registered", 1), ("refused", 0)):
        assert list_proposals(officer, state=state, limit=9)[1] == number
    for side, ids in ((Side.PROVINCE, [row.id]), (Side.NOBODY, []), (Side.MINISTRY, [])):
        assert [one.id for one in list_proposals(officer, side=side, limit=9)[0]] == ids, side
