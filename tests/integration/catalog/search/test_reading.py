"""Questions as people type them: places first, joined syllables, other spellings, what is in force."""

from datetime import date

import pytest

from catalog.search.queries import CatalogueSearch, search_products
from catalog.search.tasks import rebuild_index

DAY = date(2026, 11, 2)


@pytest.fixture
def shelf(factory):
    """Products of three provinces: in force, expired, never recognised."""
    north = factory.facility(name="HTX Gốm Việt", unit_code="01", commune="Xã Bát Tràng")
    south = factory.facility(name="Cơ sở Dừa Xanh", unit_code="86", commune="Xã Giồng Trôm")
    hills = factory.facility(name="Công ty Ban Mê", unit_code="66", commune="Phường Buôn Ma Thuột")
    made = {
        "vase": factory.product(north, name_vi="Bình gốm men lam", group="thu-cong-my-nghe"),
        "table": factory.product(north, name_vi="Bàn trà gỗ hương", group="thu-cong-my-nghe"),
        "coconut": factory.product(south, name_vi="Kẹo dừa sáp"),
        "set": factory.product(hills, name_vi="Bộ quà cà phê chồn"),
        "coffee": factory.product(hills, name_vi="Cà phê rang xay"),
        "honey": factory.product(hills, name_vi="Mật ong hoa cà phê"),
    }
    factory.award(made["coffee"], issued_on=date(2026, 1, 5), valid_until=date(2029, 12, 31))
    factory.award(made["set"], issued_on=date(2019, 1, 5), valid_until=date(2022, 12, 31))
    factory.award(
        made["coconut"], unit_name="Bến Tre", issued_on=date(2024, 1, 5), valid_until=date(2027, 12, 31)
    )
    rebuild_index()
    return {name: row.slug for name, row in made.items()}


def asked(text, **more):
    return search_products(CatalogueSearch(text=text, **more), DAY)


def first(text):
    cards = asked(text).cards
    return cards[0].slug if cards else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("caphe", "coffee"), ("ca phe", "coffee"), ("coffee", "coffee"), ("keo dua", "coconut"), ("keodua", "coconut"),
        ("gom su", "vase"), ("do go mi nghe", "table"), ("đồ gỗ mỹ nghệ", "table"), ("gỗ mĩ nghệ", "table"),
        ("Bến Tre", "coconut"), ("vinh long", "coconut"), ("kẹo Bến Tre", "coconut"), ("xã Bát Tràng", "table"),
        ("Đắk Lắk", "coffee"), ("mật ong", "honey"),
    ],
)  # fmt: skip
def test_the_first_answer_to(shelf, text, name):
    assert first(text) == shelf[name]


def test_what_is_in_force_comes_before_what_was_never_and_what_ended(shelf):
    found = [card.slug for card in asked("cà phê").cards]
    assert found == [shelf["coffee"], shelf["honey"], shelf["set"]]
    assert [card.recognition for card in asked("cà phê").cards] == ["in_force", "none", "expired"]
    assert asked("").cards[-1].slug == shelf["set"]


def test_a_place_without_products_has_no_near_hits(shelf):
    page = asked("Khánh Hòa")
    assert (page.total, page.reading.kind, page.reading.place.code) == (0, "place", "56")
    assert asked("xã Vĩnh Ngọc").total == 0


def test_an_old_province_without_its_own_products_shows_that_of_today(shelf):
    page = asked("Trà Vinh")
    assert (page.total, page.reading.widened, page.reading.place.now) == (1, True, "Vĩnh Long")


def test_near_hits_come_last_and_say_what_was_searched(shelf):
    page = asked("gomm men")
    assert (page.total, page.reading.kind, page.reading.searched) == (1, "near", "gomm men")


def test_the_facet_of_recognition_counts_and_filters(shelf):
    page = asked("", filters={"recognition": frozenset({"none"})})
    assert page.total == 3
    assert dict(page.facets["recognition"]) == {"none": 3, "in_force": 2, "expired": 1}


def test_the_api_says_how_it_read_the_question(client, shelf):
    body = client.get("/api/v1/products?q=Bến Tre").json
    assert body["reading"] == {
        "kind": "place", "searched": "", "place": {"code": "83", "name": "Bến Tre", "now": "Vĩnh Long"},
    }  # fmt: skip
    assert [item["recognition"] for item in body["items"]] == ["in_force"]


def test_the_list_says_what_the_place_has_become(client, shelf):
    page = client.get("/san-pham?q=Bến Tre").text
    assert "Bến Tre nay thuộc Vĩnh Long." in page
    assert "1 sản phẩm của Vĩnh Long" in page
    assert "Chưa có sản phẩm nào từ Khánh Hòa" in client.get("/san-pham?q=Khánh Hòa").text


def test_a_page_beyond_the_last_and_unknown_values_show_what_there_is(client, shelf):
    assert "Cà phê rang xay" in client.get("/san-pham?page=99").text
    chip = client.get("/san-pham?group=khong-co-that").text.partition("<main")[2]
    assert "khong-co-that" not in chip
