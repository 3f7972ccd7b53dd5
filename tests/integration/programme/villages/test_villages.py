"""Craft villages: recognition, criteria, facilities and their products."""

from datetime import date

import pytest

from app.core.errors import NotAllowed, RuleBroken
from catalog.search.tasks import catch_up_index
from programme.exhibits.services import show_place
from programme.models import CraftVillage
from programme.villages import services as villages
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

FIGURES = {
    "since_year": 1902,
    "households": 400,
    "craft_households": 124,
    "stable_years": 6,
    "criteria_year": 2024,
}


def test_the_page_tells_recognition_and_criteria_with_their_thresholds(client, factory):
    officer = factory.officer_actor(unit_code="75")
    owner = factory.facility(name="Cơ sở Gốm Thử")
    product = factory.product(owner, name_vi="Bình gốm thử")
    row = factory.village(officer, **FIGURES, unit_then="tỉnh Bình Phước")
    act(officer, villages.set_facilities, row.id, [owner.slug])
    page = client.get(f"/lang-nghe/{row.slug}").text
    for shown in ("Làng nghề truyền thống", "07/QĐ-UBND", "12/08/2024", "tỉnh Bình Phước", "122 năm, từ năm 1902",
                  "từ 50 năm trở lên", "124 trên 400 hộ, 31%", "từ 20% trở lên", "Bình gốm thử",
                  "Cơ sở Gốm Thử"):  # fmt: skip
        assert shown in page
    assert "122 years, since 1902" in client.get(f"/en/craft-villages/{row.slug}").text
    for path in (f"/san-pham/{product.slug}", f"/co-so/{owner.slug}"):
        assert f'href="/lang-nghe/{row.slug}"' in client.get(path).text
    listed = client.get("/lang-nghe").text
    assert 'href="/lang-nghe?province=75"' in listed
    assert "Quần đảo Hoàng Sa" in listed
    assert "Quần đảo Trường Sa" in listed


def test_the_catalogue_is_narrowed_to_a_village_and_follows_its_list(client, factory):
    officer = factory.officer_actor(unit_code="75")
    owner, other = factory.facility(name="Cơ sở Gốm Thử"), factory.facility(name="Cơ sở Khác")
    factory.product(owner, name_vi="Bình gốm thử")
    factory.product(other, name_vi="Chén thử")
    row = factory.village(officer)
    address, question = "/san-pham?village=L%C3%A0ng+g%E1%BB%91m+th%E1%BB%AD", {"village": "Làng gốm thử"}

    def shown():
        catch_up_index()
        page = client.get("/san-pham", query_string=question).text
        return [name in page for name in ("Bình gốm thử", "Chén thử")]

    assert shown() == [False, False]
    act(officer, villages.set_facilities, row.id, [owner.slug])
    assert shown() == [True, False]
    assert f'href="{address}"' in client.get("/san-pham").text
    act(officer, villages.set_facilities, row.id, [other.slug])
    assert shown() == [False, True]
    act(officer, show_place, CraftVillage, row.id, is_shown=False)
    assert shown() == [False, False]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"households": 10, "craft_households": 11}, "households_in_order", "craft_households"),
        ({"workers": -1}, "outcome_number", "workers"),
        ({"since_year": 3000}, "year_range", "since_year"),
        ({"revoked_on": date(2024, 8, 11)}, "revoked_before_decision", "revoked_on"),
        ({"decision_number": ""}, "required", "decision_number"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(factory, facts, code, field):
    with pytest.raises(RuleBroken) as refusal:
        factory.village(factory.officer_actor(unit_code="75"), **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_every_unknown_facility_is_told_and_another_province_changes_nothing(factory):
    officer = factory.officer_actor(unit_code="75")
    row = factory.village(officer)
    with pytest.raises(RuleBroken) as refusal:
        act(officer, villages.set_facilities, row.id, ["không ai", factory.facility().slug, "chẳng ai"])
    found = [(one.code, one.field, one.params["text"]) for one in (refusal.value, *refusal.value.also)]
    assert found == [("named_facility_unknown", "facilities", text) for text in ("không ai", "chẳng ai")]
    with pytest.raises(NotAllowed, match="area_not_served"):
        act(factory.officer_actor(unit_code="01"), villages.set_facilities, row.id, [])


def test_a_facility_of_another_province_is_in_no_village_here(factory):
    officer = factory.officer_actor(unit_code="75")
    row = factory.village(officer)
    away = factory.facility(unit_code="01", name="Cơ sở nơi khác")
    with pytest.raises(RuleBroken) as refusal:
        act(officer, villages.set_facilities, row.id, [away.slug])
    assert (refusal.value.code, refusal.value.field) == ("facility_other_province", "facilities")
    assert refusal.value.params == {"text": "Cơ sở nơi khác"}


def test_an_officer_writes_one_down_and_what_was_typed_stays(app, factory):
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    browser = Person(app, signed_in_client(app, officer), "en")
    facts = {"name_vi": "Làng mẫu", "unit_id": str(factory.unit("75").id), "kind": "lang-nghe", "craft": "Gốm",
             "decision_number": "7/QĐ-UBND", "decision_date": "2024-08-12", "issuer": "UBND tỉnh",
             "households": "nhiều"}  # fmt: skip
    page = browser.send("programme.village_new", facts, expect=422)
    assert browser.errors == ["Households of the village: Write a whole number."]
    assert 'value="nhiều"' in page
    where = browser.send("programme.village_new", facts | {"households": "400"})
    assert where == "/en/officer/craft-villages/lang-mau/facilities"
    browser.send(
        "programme.village_facilities", {"facilities": "ai đó", "version": "1"}, slug="lang-mau", expect=422
    )
    browser.send(
        "programme.village_edit", facts | {"households": "1", "version": "9"}, slug="lang-mau", expect=422
    )
    browser.send("programme.village_shown", {}, slug="lang-mau", on="programme.village_edit")
    assert browser.client.get("/en/craft-villages/lang-mau").status_code == 404
