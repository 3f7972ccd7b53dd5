import re

import pytest

from app.backoffice.figures.questions import QUESTIONS
from catalog.enums import Level, ProductGroup
from catalog.units.queries import get_unit
from tests.helpers.statements import statements


@pytest.fixture
def officer(factory, login_as):
    return login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))


def fill(factory):
    thing = factory.product()
    factory.award(thing)
    factory.certificate(thing.facility)
    factory.trademark(thing.facility)
    factory.lot(thing)


PAGES = ["/can-bo/so-lieu", *(f"question {number}" for number in range(len(QUESTIONS)))]


@pytest.mark.parametrize("page", PAGES)
def test_figures_take_as_many_statements_for_five_rows_as_for_one(factory, officer, page):
    if page.startswith("question"):
        board = officer.get("/can-bo/so-lieu").text
        found = re.search(r'class="figure-questions".*?</ul>', board, re.DOTALL)[0]
        page = re.findall(r'href="([^"]+)"', found)[int(page.split()[1])].replace("&amp;", "&")

    def count():
        officer.get(page)
        with statements() as said:
            assert officer.get(page).status_code == 200
        return len([text for text, _values in said if text.startswith("SELECT")])

    fill(factory)
    one = count()
    for _ in range(4):
        fill(factory)
    assert count() == one


def test_the_board_counts_what_is_in_force_by_place_group_level_and_year(factory, officer):
    maker = factory.facility(commune="Phường Lộc Ninh")
    factory.award(factory.product(maker, group=ProductGroup.CRAFT), level=Level.REGION)
    factory.award(factory.product(maker, group=ProductGroup.FOOD))
    factory.award(factory.product(maker, group=ProductGroup.FOOD))
    page = officer.get("/en/officer/figures").text
    tables = re.findall(r'<table class="bars">.*?</table>', page, re.DOTALL)
    bars = [
        dict(
            zip(
                re.findall(r'<a href="[^"]+">([^<]+)</a>', table),
                re.findall(r'numeric">(\d+)<', table),
                strict=True,
            )
        )
        for table in tables
    ]
    assert bars[0] == {"Phường Lộc Ninh": "3"}
    assert bars[1] == {
        "Handicrafts and fine arts": "1",
        "Processed farm, forest and aquatic products, food": "2",
    }
    assert bars[2] == {"Provincial level": "2", "Regional level": "1"}


def test_a_region_counts_by_province_and_narrows_to_one(factory, login_as):
    regional = login_as(factory.user("officer-region", region="phia-nam"))
    factory.award(factory.product(factory.facility(unit_code="75")))
    factory.award(factory.product(factory.facility(unit_code="96")))
    factory.award(factory.product(factory.facility(unit_code="01")))
    page = regional.get("/en/officer/figures/recognitions?by=province").text
    assert re.findall(r'<th scope="row">([^<]+)<', page) == ["Ca Mau", "Dong Nai", "Total"]
    page = regional.get("/en/officer/figures/recognitions?by=province&province=96").text
    assert re.findall(r'<th scope="row">([^<]+)<', page) == ["Ca Mau", "Total"]


@pytest.mark.parametrize(
    "asked",
    ["by=x&across=y&old=zz&year=20x&level=q&facility=a&commune=2025-1&last=99999&ends=7&measure=z",
     "by=facility&across=facility&facility=999999999&year=none&old=none", "by=%00&page=x&standing=%ff"],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_left_out(officer, factory, asked):
    fill(factory)
    for kind in ("co-so", "san-pham", "danh-hieu", "giay-to", "nhan-hieu", "lo", "ho-tro", "lang-nghe"):
        assert officer.get(f"/can-bo/so-lieu/{kind}?{asked}").status_code == 200
        assert officer.get(f"/can-bo/danh-sach/{kind}?{asked}").status_code == 200


def test_figures_are_for_officers_who_verify(factory, login_as, client):
    assert client.get("/can-bo/so-lieu").status_code in {302, 303}
    member = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert member.get("/can-bo/so-lieu/danh-hieu").status_code == 403
