import re
from datetime import date

import pytest

from app.backoffice.figures import routes
from app.backoffice.figures.questions import QUESTIONS
from app.core.database.base import db
from catalog.enums import Level, ProductGroup, ProductState
from catalog.units.queries import get_unit
from tests.helpers.statements import statements
from traceability.scans.store import ScanStore


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
        return len([text for text, _values in said if text.startswith(("SELECT", "WITH"))])

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
     "by=facility&across=facility&facility=999999999&year=none&old=none", "by=%00&page=1&standing=%ff&kind=%00"],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_left_out(officer, factory, asked):
    fill(factory)
    for kind in ("co-so", "san-pham", "danh-hieu", "giay-to", "nhan-hieu", "lo", "ho-tro", "lang-nghe"):
        assert officer.get(f"/can-bo/so-lieu/{kind}?{asked}").status_code == 200
        assert officer.get(f"/can-bo/danh-sach/{kind}?{asked}").status_code == 200


def test_filters_fold_under_a_line_that_says_what_is_chosen(officer):
    for page, told in (
        ("/can-bo/so-lieu/danh-hieu?by=group&state=valid", "Nhóm sản phẩm · Còn hiệu lực"),
        ("/can-bo/danh-sach/san-pham?state=draft", "Bản nháp"),
        ("/can-bo/danh-sach/san-pham", ""),
    ):
        line = (
            officer.get(page)
            .text.partition('<details class="desk-fold"><summary>')[2]
            .partition("</summary>")[0]
        )
        said = " ".join(re.sub("<.*?>", " ", line).replace(" :", ":").split()).partition(":")[2]
        assert said.strip() == told


def test_figures_are_for_officers_who_verify(factory, login_as, client):
    assert client.get("/can-bo/so-lieu").status_code in {302, 303}
    member = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert member.get("/can-bo/so-lieu/danh-hieu").status_code == 403


def rows_of(page):
    """Row -> its numbers, the total last."""
    body = page.text[page.text.index("<tbody>") : page.text.index("</tbody>")]
    found = {}
    for row in body.split("<tr")[1:]:
        cells = re.findall(r'<td class="numeric[^"]*">(.*?)</td>', row, re.DOTALL)
        name = re.search(r'<th scope="row">([^<]+)</th>', row)[1]
        found[name] = [int(re.sub(r"<span.*?</span>|<[^>]+>", "", cell)) for cell in cells]
    return found


def test_rows_are_cut_to_a_page_before_their_cells_and_links_are_made(factory, officer, monkeypatch):
    monkeypatch.setattr(routes, "PER_PAGE", 2)
    for name, groups in (
        ("Ba", (ProductGroup.FOOD,)), ("Ánh", (ProductGroup.CRAFT,)), ("An", (ProductGroup.FOOD,)),
        ("Hai", (ProductGroup.CRAFT, ProductGroup.FOOD)), ("Đào", (ProductGroup.CRAFT, ProductGroup.CRAFT)),
    ):  # fmt: skip
        maker = factory.facility(name=name)
        for group in groups:
            factory.product(maker, group=group)
    made = []
    monkeypatch.setattr(routes, "with_question", lambda path, asked: made.append(asked) or path)
    page = "/can-bo/so-lieu/san-pham?by=facility&across=group"
    assert rows_of(officer.get(page)) == {"Đào": [2, 0, 2], "Hai": [1, 1, 2], "Tổng": [4, 3, 7]}
    asked = {one["facility"] for one in made if "facility" in one}
    assert len(asked) == 2
    assert rows_of(officer.get(page + "&page=2")) == {"An": [0, 1, 1], "Ánh": [1, 0, 1], "Tổng": [4, 3, 7]}
    assert rows_of(officer.get(page + "&page=3")) == {"Ba": [0, 1, 1], "Tổng": [4, 3, 7]}


@pytest.mark.parametrize("by", ["old", "commune", "standing", "level", "year", "state"])
def test_a_page_of_one_row_tells_the_same_as_the_whole(factory, officer, monkeypatch, by):
    here = factory.facility(commune="Phường Lộc Ninh")
    for maker in (here, factory.facility(commune="Phường Trấn Biên"), factory.facility(commune="")):
        thing = factory.product(maker, group=ProductGroup.CRAFT)
        factory.award(thing, level=Level.REGION)
        factory.award(thing)
        factory.award(factory.product(maker), revoked_on=date(2026, 1, 1))
        factory.product(maker, state=ProductState.DRAFT)
    page = f"/can-bo/so-lieu/san-pham?by={by}&across=group"
    whole = rows_of(officer.get(page))
    monkeypatch.setattr(routes, "PER_PAGE", 1)
    assert len(whole) > 1
    for number, name in enumerate(whole, 1):
        if name != "Tổng":
            assert rows_of(officer.get(f"{page}&page={number}")) == {name: whole[name], "Tổng": whole["Tổng"]}


def test_communes_and_facilities_are_too_many_for_a_column_each(factory, officer):
    factory.product()
    page = officer.get("/can-bo/so-lieu/san-pham?by=commune&across=facility").text
    assert len(re.findall("<thead>.*?</thead>", page, re.DOTALL)[0].split('class="numeric"')) == 2
    offered = re.search(r'<select[^>]*name="across".*?</select>', page, re.DOTALL)[0]
    values = re.findall(r'value="([^"]*)"', offered)
    assert values == ["", "province", "old", "group", "state", "standing", "level", "year"]


def test_scans_are_asked_of_the_lots_that_are_counted_and_once(factory, officer, monkeypatch):
    ours = [factory.lot().id, factory.lot().id]
    factory.lot(factory.product(factory.facility(unit_code="01")))
    asked, count = [], ScanStore.count_by_lot
    monkeypatch.setattr(
        ScanStore, "count_by_lot", lambda store, lots: asked.append(sorted(lots)) or count(store, lots)
    )
    assert officer.get("/can-bo/so-lieu/lo?by=facility&across=year&measure=scans").status_code == 200
    assert asked == [sorted(ours)]


COUNTS = ("facilities?by=commune&across=last", "facilities?by=kind&across=standing",
          "facilities?by=commune&across=year", "products?by=commune&across=standing",
          "products?by=facility&across=year")  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
def test_no_count_begins_anew_with_all_recognitions_for_each_row(factory, officer, count):
    fill(factory)
    with statements() as said:
        assert officer.get(f"/en/officer/figures/{count}").status_code == 200
    asked = [each for each in said if each[0].startswith("WITH asked")]
    assert asked
    with db.engine.connect() as connection:
        for text, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
            assert [row[3] for row in plan if "ix_award_revoked_on" in row[3]] == []


def test_each_product_has_one_standing(factory, officer):
    maker = factory.facility(commune="Phường Lộc Ninh")
    old, _never, lost, new = (factory.product(maker) for _ in range(4))
    factory.award(old, issued_on=date(2019, 6, 1))
    factory.award(new, issued_on=date(2019, 6, 1))
    factory.award(new)
    factory.award(lost, revoked_on=date(2026, 1, 5))
    page = officer.get("/en/officer/figures/products?by=commune&across=standing").text
    numbers = dict(re.findall(r'<a href="[^"]*standing=([a-z-]+)[^"]*">([0-9]+)</a>', page))
    assert numbers == {"in-force": "1", "expired": "1", "revoked": "1", "never": "1"}
