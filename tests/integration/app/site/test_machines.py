"""What programs ask for beside the pages: security.txt, OpenSearch, feeds that honour their question."""

import io
import json
import re

from PIL import Image

from app.core.database.base import db
from app.site.routes import machines
from catalog.search.tasks import rebuild_index
from voting.models import SelectionRound


def test_security_txt_names_a_contact_and_an_end(client):
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert [line.partition(":")[0] for line in answer.text.splitlines()] == [
        "Contact", "Expires", "Preferred-Languages", "Canonical",
    ]  # fmt: skip


def test_the_picture_of_the_site_is_where_programs_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/x-icon")
    assert answer.data[:4] == b"\x00\x00\x01\x00"  # the mark of the format
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_opensearch_leads_to_the_catalogue_of_its_language(client):
    assert 'template="http://127.0.0.1:8000/san-pham?q={searchTerms}"' in client.get("/opensearch.xml").text
    assert (
        'template="http://127.0.0.1:8000/en/products?q={searchTerms}"'
        in client.get("/en/opensearch.xml").text
    )


def test_a_feed_holds_what_was_asked(client, factory):
    row = db.session.get_one(SelectionRound, factory.published_round().round_id)
    here = row.unit.present.code
    assert len(client.get(f"/ket-qua.json?province={here}").json["items"]) == 1
    elsewhere = client.get("/ket-qua.json?province=04")
    assert elsewhere.json["items"] == []
    assert elsewhere.json["feed_url"].endswith("/ket-qua.json?province=04")
    assert "<entry>" not in client.get("/ket-qua.atom?year=1999").text


def test_the_page_on_personal_data_says_what_a_scan_leaves(client):
    for path, told in (("/du-lieu-ca-nhan", "30 ngày"), ("/en/privacy", "30 days")):
        assert told in client.get(path).text


def test_the_trail_is_data_and_the_home_page_names_its_feed(client, factory):
    page = client.get(f"/san-pham/{factory.product().slug}").text
    assert page.count('itemtype="https://schema.org/BreadcrumbList"') == 1
    assert [f'content="{n}"></li>' in page for n in (1, 2, 3, 4)] == [True] * 4
    assert 'type="application/atom+xml"' in client.get("/").text
    assert 'href="/en/results.atom"' in client.get("/en/").text


def test_home_and_catalogue_show_the_map_of_34_provinces_with_both_archipelagos_and_its_list(client, factory):
    factory.product(factory.facility(unit_code="86"))
    rebuild_index()
    place = "/san-pham?province=86"
    for path, listed in (("/", '<option value="86">'), ("/san-pham", f'href="{place}"')):
        page = client.get(path).text
        svg = page.partition('<svg class="tile-map" viewBox="-2')[2].partition("</svg>")[0]
        assert len(re.findall(r'class="tile tile-[0-3]', svg)) == 34
        assert "Quần đảo Hoàng Sa" in svg
        assert "Quần đảo Trường Sa" in svg
        assert svg.count(f'href="{place}"') == 1
        assert page.replace(svg, "").count(listed) >= 1


def test_a_recognition_is_data_with_its_number_and_issuer(client, factory):
    product = factory.product(factory.facility(unit_code="75"))
    factory.award(product, number="CNNT-75-2026-0001")
    page = client.get(f"/san-pham/{product.slug}").text
    found = [
        json.loads(text)
        for text in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    ]
    [recognition] = next(each["hasCertification"] for each in found if "hasCertification" in each)
    assert (recognition["certificationIdentification"], recognition["issuedBy"]["name"]) == (
        "CNNT-75-2026-0001",
        "Ủy ban nhân dân tỉnh Đồng Nai",
    )


def test_the_page_of_a_lot_has_a_picture_to_share(client, factory):
    lot = factory.lot_with_events(factory.product(gtin="08938501234568"))
    address = client.get(f"/01/08938501234568/10/{lot.code}").headers["Location"]
    assert '<meta property="og:image" content="http://127.0.0.1:8000/tep/' in client.get(address).text


def test_map_of_the_site_names_programmes(client, factory):
    slug = factory.programme().slug
    assert f"/{slug}</loc>" in client.get("/sitemap.xml").text


def test_map_of_the_site_is_an_index_where_one_file_would_be_too_long(client, monkeypatch):
    monkeypatch.setattr(machines, "PLACES_A_FILE", 5)
    index = client.get("/sitemap.xml").text
    assert ("<sitemapindex" in index, "http://127.0.0.1:8000/sitemap-2.xml</loc>" in index) == (True, True)
    assert client.get("/sitemap-1.xml").text.count("<loc>") == 10  # each place in both languages
