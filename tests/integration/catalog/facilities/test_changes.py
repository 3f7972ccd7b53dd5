"""Changes of a facility's public page: waiting, marked, judged by an officer, and the history that everyone reads."""

import html

import pytest
from sqlalchemy import String

from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from catalog.change_rules import FACILITY_RULES, PRODUCT_RULES
from catalog.models import Facility, FacilityChange, Product
from tests.helpers import send

OLD, NEW = "https://cu.example.vn", "https://moi.example.vn"
NOTE = "chưa được xác minh"


@pytest.fixture
def facility(factory):
    return factory.facility(name="HTX Sen Việt", website=OLD, about_vi="Trồng sen từ năm 1990.")


@pytest.fixture
def product(factory, facility):
    return factory.product(facility).slug


@pytest.fixture
def member(factory, facility, login_as):
    return login_as(factory.user("facility", facility_id=facility.id))


@pytest.fixture
def officer(factory, facility, login_as):
    return login_as(factory.user("officer-province", unit_id=facility.unit_id))


def edit(member, facility, **changes):
    row = db.session.get_one(Facility, facility.id)
    names = ("name", "kind", "registration_number", "commune", "address", "contact_name", "phone", "email", "website",
             "about_vi", "about_en")  # fmt: skip
    values = {name: getattr(row, name) for name in names}
    values |= {"unit_id": str(row.unit_id), "founded_year": str(row.founded_year or ""), "gln": row.gln or ""}
    address = f"/co-so-cua-toi/{row.id}/thong-tin"
    answer = send(member, address, **(values | {"version": str(row.version)} | changes))
    assert answer.status_code == 303
    return fresh(facility)


def fresh(facility):
    db.session.rollback()
    return db.session.get_one(Facility, facility.id)


def decide(officer, facility, act, reason=""):
    path = f"/can-bo/co-so/{facility.id}"
    answer = send(officer, path, version=str(fresh(facility).version), act=act, reason=reason)
    assert answer.status_code == 303
    return fresh(facility)


def lines():
    db.session.rollback()
    found = db.session.query(FacilityChange).order_by(FacilityChange.id)
    return [(line.act, line.field, line.before, line.after) for line in found]


def test_a_website_waits_until_an_officer_has_seen_it(client, member, officer, facility, product):
    row = edit(member, facility, website=NEW)
    assert (row.website, row.proposed, row.waits) == (OLD, {"website": NEW}, True)
    pages = [client.get(path).text for path in (f"/co-so/{row.slug}", f"/san-pham/{product}")]
    assert [(OLD in page, NEW in page) for page in pages] == [(True, False)] * 2
    assert "HTX Sen Việt" in officer.get("/can-bo/co-so").text
    shown = officer.get(f"/can-bo/co-so/{row.id}").text
    assert "Trang web" in shown
    assert OLD in shown
    assert NEW in shown
    row = decide(officer, facility, "accept")
    assert (row.website, row.proposed, row.waits) == (NEW, {}, False)
    assert NEW in client.get(f"/co-so/{row.slug}").text
    assert lines() == [("proposed", "website", OLD, ""), ("accepted", "website", OLD, NEW)]


def test_a_refused_website_is_told_without_its_words(client, member, officer, facility):
    edit(member, facility, website=NEW)
    row = decide(officer, facility, "refuse", "Không phải trang của cơ sở.")
    assert (row.website, row.proposed, row.waits) == (OLD, {}, False)
    assert lines()[1:] == [("refused", "website", "", "")]
    assert NEW not in client.get(f"/co-so/{row.slug}/lich-su").text


def test_a_telephone_shows_at_once_with_a_mark(client, member, officer, facility, product):
    row = edit(member, facility, phone="0988 777 666", address="Ấp 9")
    assert (row.phone, row.proposed, sorted(row.unchecked), row.waits) == (
        "0988 777 666", {}, ["address", "phone"], True,
    )  # fmt: skip
    for path in (f"/co-so/{row.slug}", f"/san-pham/{product}"):
        page = client.get(path).text
        assert "0988 777 666" in page
        assert NOTE in page
    shown = officer.get(f"/can-bo/co-so/{row.id}").text
    assert "Đã hiển thị, chưa được xác minh" in shown
    assert "HTX Sen Việt" in officer.get("/can-bo/co-so").text
    row = decide(officer, facility, "accept")
    assert (row.unchecked, row.unchecked_at, row.waits) == ({}, None, False)
    assert NOTE not in client.get(f"/co-so/{row.slug}").text
    assert lines() == [
        ("changed", "address", "", ""), ("changed", "phone", "", ""),
        ("checked", "address", "", ""), ("checked", "phone", "", ""),
    ]  # fmt: skip


def test_a_text_is_marked_and_waits_while_a_certificate_holds(factory, client, member, facility):
    row = edit(member, facility, about_vi="Trồng sen từ năm 1985.")
    assert (row.about_vi, list(row.unchecked)) == ("Trồng sen từ năm 1985.", ["about_vi"])
    assert NOTE in client.get(f"/co-so/{row.slug}").text
    factory.award(factory.product(facility))
    row = edit(member, facility, about_vi="Trồng sen từ năm 1970.", founded_year="1970")
    assert (row.about_vi, row.founded_year) == ("Trồng sen từ năm 1985.", None)
    assert row.proposed == {"about_vi": "Trồng sen từ năm 1970.", "founded_year": 1970}


def test_a_text_that_waits_is_named_for_what_it_is(member, officer, facility):
    edit(member, facility, about_vi="Trà sen trị dứt mất ngủ.")
    page = officer.get(f"/can-bo/co-so/{facility.id}").text
    rows = page[page.index("Thay đổi đề nghị") :][:1500]
    assert "Giới thiệu cơ sở" in rows
    assert "Mã số thuế" not in rows[: rows.index("mất ngủ")]


def test_everyone_reads_the_history_of_a_facility(client, member, officer, facility):
    row = edit(member, facility, about_vi="Trồng sen từ năm 1985.", phone="0988 777 666")
    assert f'href="/co-so/{row.slug}/lich-su"' in client.get(f"/co-so/{row.slug}").text
    pages = [
        client.get(path) for path in (f"/co-so/{row.slug}/lich-su", f"/en/facilities/{row.slug}/history")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Changed by the facility: Telephone" in pages[1].text
    assert "Trồng sen từ năm 1990." in pages[1].text
    assert "0901 234 567" not in pages[0].text
    assert "0988 777 666" not in pages[0].text
    with transaction():
        db.session.get_one(Facility, facility.id).state = "suspended"
        record_change("facility", facility.id)
    assert client.get(f"/co-so/{row.slug}/lich-su").status_code == 404


def test_a_facility_that_is_not_public_has_no_history(factory, login_as):
    new = factory.facility(state="pending", verified_at=None)
    row = edit(login_as(factory.user("facility", facility_id=new.id)), new, website=NEW, phone="0988 777 666")
    assert (row.website, row.proposed, row.unchecked, lines()) == (NEW, {}, {}, [])


NOT_CHANGED_BY_MAKERS = {
    "facility": {"slug": "an address", "source": "of entries from notices"},
    "product": {"slug": "an address", "source": "of entries from notices"},
    "product_picture": {},
}
"""Texts of public pages that no maker changes, and why."""
NO_WORDS = {
    "facility": {"kind", "state", "counted_as", "commune_key", "consent_text", "sort_key", "skeleton"},
    "product": {"group", "state", "counted_as", "name_key", "sort_key", "gtin"},
    "product_picture": {"colour"},
}
"""Codes and what is derived from other columns."""
RULES = {
    "facility": set(FACILITY_RULES),
    "product": set(PRODUCT_RULES),
    "product_picture": {"alt_vi", "alt_en"},  # PICTURES of a product
}


PLACES = {
    Facility: ("/co-so/", "/en/facilities/", "/api/v1/facilities/"),
    Product: ("/san-pham/", "/en/products/", "/api/v1/products/"),
}


def texts_of(row):
    """The columns of a row that hold words."""
    columns, codes = row.__table__.columns, NO_WORDS[row.__tablename__] | {"slug"}
    return [column.name for column in columns if isinstance(column.type, String) and column.name not in codes]


def fill(rows):
    """Write a word of its own into each text column; returns them by table and column."""
    places = [(row, name) for row in rows for name in texts_of(row)]
    words = {}
    for number, (row, name) in enumerate(places):
        word = words[row.__tablename__, name] = f"zq{number:03d}x"
        setattr(row, name, f"https://{word}.example" if name == "website" else word)
    return words


def pairs(names_of):
    return {(table, name) for table, names in names_of.items() for name in names}


def test_every_text_that_a_public_page_shows_has_a_rule(factory, client):
    """The pages are looked through for the words that stand in each column."""
    product = factory.product()
    with transaction():
        rows = [db.session.get_one(Product, product.id), product.facility, product.pictures[0]]
        words = fill([db.session.merge(row) for row in rows])
    slugs = {Facility: product.facility.slug, Product: product.slug}
    answers = [client.get(place + slugs[entity]) for entity, places in PLACES.items() for place in places]
    assert [answer.status_code for answer in answers] == [200] * 6
    text = html.unescape(" ".join(answer.text for answer in answers))
    shown = {place for place, word in words.items() if word in text}
    assert {("facility", "website"), ("facility", "phone"), ("product", "where_sold")} <= shown
    assert sorted(shown - pairs(RULES) - pairs(NOT_CHANGED_BY_MAKERS)) == []


def test_a_move_to_another_province_waits_with_its_commune(factory, member, officer, facility):
    hanoi = factory.unit("01").id
    row = edit(member, facility, unit_id=str(hanoi), commune="Phường Hoàn Kiếm")
    assert (row.proposed, row.commune, row.commune_key) == ({"unit_id": hanoi}, "Phường Hoàn Kiếm", "")
    assert "không có trong danh mục hiện hành" not in member.get("/co-so-cua-toi").text
    row = decide(officer, facility, "refuse", "Cơ sở không chuyển đi.")
    assert (row.unit_id == hanoi, row.commune_key) == (False, "")
    edit(member, facility, commune="Xã Không Có")
    assert "không có trong danh mục hiện hành" in member.get("/co-so-cua-toi").text
    row = edit(member, facility, commune="Phường Trấn Biên")
    assert row.commune_key == "2025-26041"
    edit(member, facility, unit_id=str(hanoi), commune="Phường Hoàn Kiếm")
    row = decide(officer, facility, "accept")
    assert (row.unit_id, row.commune_key) == (hanoi, "2025-00070")


def test_what_was_proposed_already_is_told_once(member, facility):
    edit(member, facility, website=NEW)
    edit(member, facility, website=NEW, phone="0988 777 666")
    assert lines() == [("proposed", "website", OLD, ""), ("changed", "phone", "", "")]
