"""Public results: one address with filters, provinces by their name at the time, CSV and feeds."""

import csv
import io
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.site.results.queries import ResultQuestion, count_by_year_and_level, list_results
from app.web.filters import source_text
from catalog.enums import ProductGroup
from voting.models import SelectionRound

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def recognised(factory):
    """One of Đồng Nai this year; one of old Bình Thuận, which lies in Lâm Đồng today; one that was revoked."""
    here = factory.product(factory.facility(), name_vi="Nước mắm Đồng Nai")
    factory.award(here)
    old = factory.product(factory.facility(unit_code="68"), name_vi="Nước mắm Phan Thiết", group="khac")
    factory.award(
        old, issued_on=date(2023, 5, 4), year=2023, unit_name="Bình Thuận", level="khu-vuc", number="KV-1"
    )
    gone = factory.product(factory.facility(unit_code="01"), name_vi="Mật ong bị thu hồi")
    factory.award(gone, number="TH-1", revoked_on=date(2026, 1, 5), revoked_reason="Vi phạm")


def names(answer):
    return [
        name
        for name in ("Nước mắm Đồng Nai", "Nước mắm Phan Thiết", "Mật ong bị thu hồi")
        if name in answer.text
    ]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", ["Nước mắm Đồng Nai", "Nước mắm Phan Thiết", "Mật ong bị thu hồi"]),
        ("?level=khu-vuc", ["Nước mắm Phan Thiết"]),
        ("?year=2023", ["Nước mắm Phan Thiết"]),
        ("?province=68", ["Nước mắm Phan Thiết"]),
        ("?group=khac", ["Nước mắm Phan Thiết"]),
        ("?province=75&year=2023", []),
        ("?level=nowhere&year=xx&province=7x&group=none&page=-4",
         ["Nước mắm Đồng Nai", "Nước mắm Phan Thiết", "Mật ong bị thu hồi"]),
        ("?round=unknown", []),
    ],
)  # fmt: skip
def test_results_answer_their_filters(client, recognised, asked, wanted):
    answer = client.get("/ket-qua" + asked)
    assert (answer.status_code, "Set-Cookie" in answer.headers, names(answer)) == (200, False, wanted)


def test_the_home_page_counts_results_by_year_and_level(client, recognised):
    html = client.get("/").get_data(as_text=True)
    links = re.findall(r'href="/ket-qua\?level=([a-z-]+)&amp;year=(\d+)">(\d+)<', html)
    assert sorted(links) == [("khu-vuc", "2023", "1"), ("tinh", "2026", "2")]


def test_a_source_shows_the_host_of_its_address(app):
    shown = source_text("Thông báo <b>: https://a.example.vn/x?y=1&z=2.")
    assert shown == (
        "Thông báo &lt;b&gt;: "
        '<a href="https://a.example.vn/x?y=1&amp;z=2" rel="nofollow noopener">a.example.vn</a>.'
    )


def test_an_old_result_keeps_the_province_of_its_day(client, recognised):
    page = client.get("/ket-qua?province=68").text
    assert "Bình Thuận" in page
    assert "nay thuộc Lâm Đồng" in page
    assert "today in Lam Dong" in client.get("/en/results?province=68").text


def test_a_revoked_certificate_says_so(client, recognised):
    assert "Bị thu hồi" in client.get("/ket-qua?province=01").text


def test_counts_of_facets_are_what_choosing_shows(client, recognised):
    page = client.get("/en/results").text
    assert page.count('href="/en/results?province=68"') == 3  # the facet, the tile, the list beside the map
    assert "3 recognitions" in page
    assert "1 recognition<" in client.get("/en/results?province=68").text


def test_a_corrected_certificate_counts_once(client, factory):
    from catalog.models import AwardCorrection

    product = factory.product(name_vi="Nước mắm sửa tên")
    old, new = factory.award(product, number="A-1"), factory.award(product, number="A-2")
    with transaction():
        db.session.add(
            AwardCorrection(
                old_id=old.id, new_id=new.id, reason="Sai tên", corrected_by=None, corrected_at=new.created_at
            )
        )
    page = client.get("/en/results").text
    assert ("A-1" in page, "A-2" in page, "1 recognition<" in page) == (False, True, True)


def test_csv_has_the_rows_of_the_page(client, recognised):
    answer = client.get("/ket-qua.csv?level=khu-vuc")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [
        (row["product"], row["province_then"], row["province_code"], row["certificate"]) for row in rows
    ] == [("Nước mắm Phan Thiết", "Bình Thuận", "68", "KV-1")]


def test_results_name_nothing_before_publication(client, factory):
    people = factory.provisional_round()
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    names = [product.name_vi for product in people.products]
    pages = [
        client.get(path).text
        for path in ("/ket-qua", f"/ket-qua?round={slug}", "/ket-qua.atom", "/ket-qua.json")
    ]
    assert [name for page in pages for name in names if name in page] == []
    assert [page for page in pages[2:] if slug in page] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_atom_feed_has_an_entry_a_decision(client, factory, lang):
    people = factory.published_round()
    round_ = db.session.get_one(SelectionRound, people.round_id)
    slug, title, recognised = round_.slug, round_.title_vi, [n.product.name_vi for n in round_.nominations]
    answer = client.get("/ket-qua.atom" if lang == "vi" else "/en/results.atom")
    root = ET.fromstring(answer.data)
    entry = root.find(f"{ATOM}entry")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert [root.findtext(ATOM + tag) is not None for tag in ("id", "title", "updated", "author")] == [
        True
    ] * 4
    assert entry is not None
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}updated") is not None) == (title, True)
    assert [
        slug in (entry.findtext(f"{ATOM}id") or ""),
        *(n in (entry.findtext(f"{ATOM}content") or "") for n in recognised),
    ] == [True] * 3
    assert (
        client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


def test_an_entry_has_the_same_id_in_both_feeds_and_languages(client, factory):
    factory.published_round()
    found = {client.get(path).json["items"][0]["id"] for path in ("/ket-qua.json", "/en/results.json")}
    atoms = {
        ET.fromstring(client.get(path).data).findtext(f"{ATOM}entry/{ATOM}id")
        for path in ("/ket-qua.atom", "/en/results.atom")
    }
    assert (found == atoms, len(found)) == (True, 1)


def test_an_empty_feed_is_valid_and_does_not_change(client):
    first, second = client.get("/ket-qua.atom").data, client.get("/ket-qua.atom").data
    assert (first == second, ET.fromstring(first).findall(f"{ATOM}entry")) == (True, [])


def test_results_of_a_round_show_entered_and_recognised(client, factory):
    people = factory.published_round()
    slug = db.session.get_one(SelectionRound, people.round_id).slug
    page = client.get(f"/en/results?round={slug}").text
    assert f'/en/rounds/{slug}"' in page
    assert "12/QĐ-SCT" in page
    assert f'value="{slug}"' not in page


def test_results_stand_in_the_sitemap(client):
    assert "/ket-qua</loc>" in client.get("/sitemap.xml").text


def test_two_facets_narrow_the_list_and_each_counts_without_itself(client, factory):
    """Four recognitions: two of Đồng Nai at province level, one of them a craft; one of Hà Nội; one of a region."""
    craft, food = ProductGroup.CRAFT, ProductGroup.FOOD
    here, there = factory.facility(), factory.facility(unit_code="01")
    of = date(2025, 3, 4)
    for home, group, level in (
        (here, craft, "tinh"), (here, food, "tinh"), (there, food, "tinh"), (here, food, "khu-vuc"),
    ):  # fmt: skip
        factory.award(factory.product(home, group=group), level=level, year=2025, issued_on=of)
    later = today() + timedelta(days=3)
    factory.award(factory.product(here, group=food), level="tinh", year=2025, issued_on=later)

    found = list_results(ResultQuestion(level="tinh", province="75"), today(), limit=24, offset=0)

    assert (found.total, len(found.rows)) == (2, 2)
    shown = {name: {key: n for key, n in counts.items() if n} for name, counts in found.counts.items()}
    assert shown["level"] == {"tinh": 2, "khu-vuc": 1}
    assert shown["province"] == {"75": 2, "01": 1}
    assert shown["group"] == {craft: 1, food: 1}
    assert (shown["year"], shown["round"]) == ({"2025": 2}, {})
    alone = list_results(
        ResultQuestion(level="tinh", year="2025", province="75", group=craft), today(), limit=24, offset=0
    )
    assert (alone.total, alone.counts["group"]) == (1, {craft: 1, food: 1})


@pytest.mark.parametrize(
    "asked", [{"round": "khong"}, {"province": "98"}, {"level": "tinh", "round": "khong"}]
)
def test_a_value_that_nothing_has_finds_nothing(client, factory, asked):
    factory.award(factory.product(), level="tinh")
    found = list_results(ResultQuestion(**asked), today(), limit=24, offset=0)
    assert (found.rows, found.total) == ([], 0)


def test_recognition_that_begins_later_is_not_counted_yet(factory):
    factory.award(issued_on=today() + timedelta(days=3))
    assert count_by_year_and_level(today()) == {}
    year = (today() + timedelta(days=3)).year
    assert count_by_year_and_level(today() + timedelta(days=3)) == {year: {"tinh": 1}}
