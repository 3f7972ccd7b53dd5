"""Fairs: kept by officers of their area, shown with their stands, recorded with a paper."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotAllowed, RuleBroken
from programme.fairs import services as fairs
from programme.fairs.queries import list_stands
from programme.models import Booth, Fair
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

FIGURES = {"visitors": Decimal(1846), "evidence": "Báo cáo 45/BC-TTKC"}


def stands_of(fair):
    return {booth.code: booth for booth in db.session.get_one(Fair, fair.id).booths}


def test_a_list_of_stands_is_taken_as_a_whole_or_not_at_all(factory):
    officer = factory.officer_actor(unit_code="75")
    owner = factory.facility(name="Hợp tác xã Làng Thử", registration_number="3600123456")
    other = factory.facility(name="Cơ sở Khác")
    first, second = factory.product(owner, name_vi="Trà sen"), factory.product(owner, name_vi="Mứt sen")
    fair = factory.fair(officer)
    with pytest.raises(RuleBroken) as refusal:
        act(
            officer,
            fairs.add_stands,
            fair.id,
            "A1; 3600123456; có; *\nA2; không ai; có\nA3; Cơ sở Khác; ; Trà sen",
        )
    found = [(one.code, one.params["line"]) for one in (refusal.value, *refusal.value.also)]
    assert found == [("stand_facility", 2), ("stand_product", 3)]
    assert stands_of(fair) == {}
    assert (
        act(officer, fairs.add_stands, fair.id, f"A1; 3600123456; có; *\nA2; /co-so/{other.slug}; không\nA3")
        == 3
    )
    rows = stands_of(fair)
    assert [rows["A1"].facility_id, rows["A2"].facility_id, rows["A3"].facility_id] == [
        owner.id,
        other.id,
        None,
    ]
    assert {one.id for one in rows["A1"].products} == {first.id, second.id}
    assert [rows[code].is_supported for code in ("A1", "A2", "A3")] == [True, False, False]
    with pytest.raises(RuleBroken, match="stand_named_twice"):
        act(officer, fairs.add_stands, fair.id, "a1")


def test_a_stand_shows_only_public_products_of_the_facility_that_has_it(factory):
    officer = factory.officer_actor(unit_code="75")
    owner, stranger = factory.facility(), factory.facility()
    shown, draft = factory.product(owner), factory.product(owner, state="draft")
    foreign = factory.product(stranger)
    fair = factory.fair(officer)
    act(officer, fairs.add_stands, fair.id, "A1")
    booth_id = stands_of(fair)["A1"].id
    asked = frozenset({shown.id, draft.id, foreign.id})
    act(officer, fairs.change_booth, booth_id, facility=owner.slug, is_supported=True, product_ids=asked)
    assert [one.product_ids for one in list_stands(fair.id)] == [(shown.id,)]
    with pytest.raises(RuleBroken, match="stand_without_facility"):
        act(officer, fairs.change_booth, booth_id, facility="", is_supported=True, product_ids=asked)
    act(officer, fairs.change_booth, booth_id, facility="", is_supported=True, product_ids=frozenset())
    freed = db.session.get_one(Booth, booth_id)
    assert (freed.facility_id, freed.is_supported, freed.products) == (None, False, [])
    act(officer, fairs.remove_booth, booth_id)
    assert stands_of(fair) == {}


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"visitors": None}, "outcome_empty", "visitors"),
        ({"visitors": Decimal("1.5")}, "outcome_number", "visitors"),
        ({"sales": Decimal(10**15 + 1)}, "outcome_number", "sales"),
        ({"evidence": ""}, "required", "evidence"),
        ({"evidence_date": today() + timedelta(days=1)}, "outcome_day", "evidence_date"),
        ({"evidence_date": today() - timedelta(days=6)}, "outcome_day", "evidence_date"),
    ],
)
def test_figures_without_a_paper_of_the_time_are_refused(factory, facts, code, field):
    officer = factory.officer_actor(unit_code="75")
    data = fairs.OutcomeData(**FIGURES | {"evidence_date": today()} | facts)
    with pytest.raises(RuleBroken) as refusal:
        act(officer, fairs.record_outcome, factory.fair(officer).id, data)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_newest_figures_are_shown_and_earlier_ones_stay(factory, client):
    officer = factory.officer_actor(unit_code="75")
    fair = factory.fair(officer)
    for visitors in (1846, 2031):
        data = fairs.OutcomeData(
            visitors=Decimal(visitors), evidence="Báo cáo 45/BC-TTKC", evidence_date=today()
        )
        act(officer, fairs.record_outcome, fair.id, data)
    assert [row.visitors for row in db.session.get_one(Fair, fair.id).outcomes] == [1846, 2031]
    page = client.get(f"/su-kien/{fair.slug}").text
    assert ("2.031" in page, "1.846" in page, "Báo cáo 45/BC-TTKC" in page) == (True, False, True)


def test_figures_of_a_fair_to_come_are_refused(factory):
    officer = factory.officer_actor(unit_code="75")
    coming = factory.fair(officer, starts_on=today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="fair_not_begun"):
        act(officer, fairs.record_outcome, coming.id, fairs.OutcomeData(**FIGURES, evidence_date=today()))


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"ends_on": today() - timedelta(days=6)}, "fair_days_in_order", "ends_on"),
        ({"country_en": "Japan"}, "country_in_both_languages", "country_vi"),
        ({"organiser": ""}, "required", "organiser"),
        ({"ends_on": date(9999, 12, 31)}, "paper_date_too_early", "ends_on"),
        ({"starts_on": date(1, 1, 1)}, "paper_date_too_early", "starts_on"),
        ({"position": "đâu đó"}, "position_form", "position"),
        ({"phone": "gọi tôi"}, "phone_form", "phone"),
        ({"website": "javascript:alert(1)"}, "website_form", "website"),
    ],
)
def test_wrong_facts_of_a_fair_are_refused_at_their_field(factory, facts, code, field):
    with pytest.raises(RuleBroken) as refusal:
        factory.fair(factory.officer_actor(unit_code="75"), **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_only_officers_of_the_area_keep_its_fairs(factory):
    own, other = factory.officer_actor(unit_code="75"), factory.officer_actor(unit_code="01")
    region, north = factory.officer_actor(region="phia-nam"), factory.officer_actor(region="phia-bac")
    nation = factory.officer_actor()
    fair = factory.fair(own)
    for actor in (own, region, nation):
        act(actor, fairs.add_stands, fair.id, f"{actor.user_id}")
    member = factory.member_actor(factory.facility())
    for actor in (other, north, member):
        with pytest.raises(NotAllowed, match="area_not_served"):
            act(actor, fairs.add_stands, fair.id, "A1")
        with pytest.raises(NotAllowed):
            factory.fair(actor)
    abroad = {"unit_id": None, "country_vi": "Nhật Bản", "country_en": "Japan"}
    with pytest.raises(NotAllowed):
        factory.fair(own, **abroad)
    assert factory.fair(nation, **abroad).country_en == "Japan"


@pytest.mark.parametrize("area", ["hoi-cho", "phong-trung-bay", "lang-nghe", "nghe-nhan"])
def test_the_matrix_of_pages_holds(app, client, factory, area):
    factory.fair(factory.officer_actor(unit_code="75"))
    province, other = (
        factory.user("officer-province", unit_id=factory.unit("75").id),
        factory.user("officer-province"),
    )
    commune = factory.user("officer-commune", commune="2025-26158")
    member = factory.user("facility", facility_id=factory.facility().id)
    assert (
        client.get(f"/can-bo/{area}").status_code == 302 or client.get(f"/can-bo/{area}").status_code == 303
    )
    for person, expected in ((province, 200), (other, 200), (commune, 403), (member, 403)):
        browser = signed_in_client(app, person)
        assert browser.get(f"/can-bo/{area}").status_code == expected
        assert browser.get(f"/can-bo/{area}/moi").status_code == expected
    for person, expected in ((province, 200), (other, 403), (commune, 403), (member, 403)):
        browser = signed_in_client(app, person)
        assert browser.get("/can-bo/hoi-cho/hoi-cho-thu").status_code == expected
        assert browser.get("/can-bo/hoi-cho/hoi-cho-thu/gian-hang").status_code == expected


def test_an_officer_writes_a_fair_down_and_wrong_input_stays_in_the_form(app, factory):
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    owner = factory.facility(name="Hợp tác xã Làng Thử")
    factory.product(owner, name_vi="Trà sen")
    browser = Person(app, signed_in_client(app, officer), "en")
    facts = {"name_vi": "Hội chợ mùa xuân", "unit_id": str(factory.unit("75").id), "organiser": "Trung tâm",
             "starts_on": today().isoformat(), "ends_on": (today() - timedelta(days=1)).isoformat()}  # fmt: skip
    page = browser.send("programme.fair_new", facts, expect=422)
    assert browser.errors == ["Last day: The last day is before the first."]
    assert 'value="Hội chợ mùa xuân"' in page
    where = browser.send("programme.fair_new", facts | {"ends_on": today().isoformat()})
    assert where == "/en/officer/fairs/hoi-cho-mua-xuan/stands"
    page = browser.send(
        "programme.fair_stands", {"stands": "A1; ai đó; có"}, slug="hoi-cho-mua-xuan", expect=422
    )
    assert "Line 1: no verified facility, or several, fit “ai đó”." in page
    assert "A1; ai đó; có" in page
    browser.send(
        "programme.fair_stands", {"stands": "A1; Hợp tác xã Làng Thử; có; *"}, slug="hoi-cho-mua-xuan"
    )
    assert "Trà sen" in browser.open("programme.fair_stands", slug="hoi-cho-mua-xuan")
    figures = {"visitors": "một ít", "evidence": "Báo cáo", "evidence_date": today().isoformat()}
    browser.send("programme.fair_outcome", figures, slug="hoi-cho-mua-xuan", expect=422)
    browser.send("programme.fair_outcome", figures | {"visitors": "1 846"}, slug="hoi-cho-mua-xuan")
    stale = {"version": "1", **facts, "ends_on": today().isoformat()}
    browser.send("programme.fair_edit", stale | {"version": "99"}, slug="hoi-cho-mua-xuan", expect=422)
    browser.send("programme.fair_shown", {}, slug="hoi-cho-mua-xuan", on="programme.fair_edit")
    assert browser.client.get("/su-kien/hoi-cho-mua-xuan").status_code == 404


def test_an_officer_of_the_nation_writes_a_fair_abroad_down(app, factory):
    browser = Person(app, signed_in_client(app, factory.user("officer-national")), "en")
    facts = {"name_vi": "Hội chợ Tokyo thử", "unit_id": "", "organiser": "Ban tổ chức", "country_vi": "Nhật Bản",
             "country_en": "Japan", "starts_on": today().isoformat(), "ends_on": today().isoformat()}  # fmt: skip
    assert browser.send("programme.fair_new", facts) == "/en/officer/fairs/hoi-cho-tokyo-thu/stands"
    assert "Japan" in browser.client.get("/en/events").text
    browser.client.get("/en/events/hoi-cho-tokyo-thu")
    local = Person(app, signed_in_client(app, factory.user("officer-province")), "en")
    local.send("programme.fair_new", facts | {"name_vi": "Hội chợ khác"}, expect=422)
    assert local.errors == ["Choose: province or city."]


def test_the_page_calendar_and_lists_name_the_fair_and_its_stands(client, factory):
    officer = factory.officer_actor(unit_code="75")
    owner = factory.facility(name="Hợp tác xã Làng Thử")
    product = factory.product(owner, name_vi="Trà sen")
    factory.award(product)
    fair = factory.fair(officer, name_vi="Hội chợ, triển lãm mùa xuân", name_en="Spring fair", venue="Nhà thi đấu",
                        position="10.9510, 106.8440")  # fmt: skip
    act(
        officer,
        fairs.add_stands,
        fair.id,
        "A1; Hợp tác xã Làng Thử; có; *\nA2\nB1; Hợp tác xã Làng Thử; không",
    )
    page = client.get(f"/su-kien/{fair.slug}").text
    assert page.count('class="stand stand-gold"') == 1
    assert page.count('class="stand stand-free"') == 1
    for shown in ("Trà sen", "Hợp tác xã Làng Thử", "Đang diễn ra", "Được hỗ trợ gian", '"@type":"Event"',
                  "openstreetmap.org/directions?to=10.9510%2C106.8440"):  # fmt: skip
        assert shown in page
    assert "Spring fair" in client.get(f"/en/events/{fair.slug}").text
    lines = client.get(f"/su-kien/{fair.slug}/lich.ics").data.decode().split("\r\n")
    assert f"DTSTART;VALUE=DATE:{fair.starts_on:%Y%m%d}" in lines
    assert f"DTEND;VALUE=DATE:{fair.ends_on + timedelta(days=1):%Y%m%d}" in lines
    assert "SUMMARY:Hội chợ\\, triển lãm mùa xuân" in lines
    assert client.get("/su-kien/lich.ics").text.count("BEGIN:VEVENT") == 1
    rows = client.get(f"/su-kien/{fair.slug}/gian-hang.csv").text.splitlines()
    assert rows[1] == "A1,Hợp tác xã Làng Thử,Trà sen,1,Cấp tỉnh"
    for path in (f"/san-pham/{product.slug}", f"/co-so/{owner.slug}"):
        assert f'href="/su-kien/{fair.slug}"' in client.get(path).text
    assert f"/su-kien/{fair.slug}" in client.get("/sitemap.xml").text


def test_a_facility_that_left_is_named_on_no_stand(client, factory):
    officer = factory.officer_actor(unit_code="75")
    owner = factory.facility(name="Hợp tác xã Đã Rút")
    factory.product(owner, name_vi="Trà đã rút")
    fair = factory.fair(officer)
    act(officer, fairs.add_stands, fair.id, "A1; Hợp tác xã Đã Rút; có; *")
    assert "Đã Rút" in client.get(f"/su-kien/{fair.slug}").text
    from app.core.database.changes import record_change
    from app.core.database.transaction import transaction
    from catalog.models import Facility

    with transaction():
        db.session.get_one(Facility, owner.id).state = "withdrawn"
        record_change("facility", owner.id)
    page = client.get(f"/su-kien/{fair.slug}").text
    assert ("Đã Rút" in page, "Trà đã rút" in page) == (False, False)


def test_a_fair_called_off_says_so_and_an_empty_list_has_words(client, factory):
    assert "Chưa có hội chợ nào" in client.get("/su-kien").text
    officer = factory.officer_actor(unit_code="75")
    fair = factory.fair(officer, is_cancelled=True)
    assert "Hội chợ này đã hủy" in client.get(f"/su-kien/{fair.slug}").text
    assert "STATUS:CANCELLED" in client.get(f"/su-kien/{fair.slug}/lich.ics").text
    assert client.get("/su-kien/khong-co").status_code == 404
