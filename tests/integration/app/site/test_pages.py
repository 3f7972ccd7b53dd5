"""Public pages: what they show, that they are the same for everyone, what they cost."""

import re
from datetime import date, timedelta

import pytest
from markupsafe import escape
from sqlalchemy import event

from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import reading
from app.site.certificates.tasks import make_paper
from catalog.search.tasks import catch_up_index, rebuild_index

PLAIN = [
    ("/", "/en/"), ("/san-pham", "/en/products"), ("/co-so", "/en/facilities"), ("/nhan-hieu", "/en/trademarks"),
    ("/ky-binh-chon", "/en/rounds"), ("/giay-chung-nhan", "/en/certificates"), ("/gioi-thieu", "/en/about"),
    ("/tro-giup", "/en/help"), ("/tro-giup/co-so-san-xuat", "/en/help/producers"),
    ("/tro-giup/can-bo", "/en/help/officers"), ("/du-lieu-mo", "/en/open-data"), ("/tro-nang", "/en/accessibility"),
    ("/du-lieu-ca-nhan", "/en/privacy"),
]  # fmt: skip


def text(response):
    return response.get_data(as_text=True)


@pytest.mark.parametrize(("vi", "en"), PLAIN)
def test_page_is_public_cookie_free_and_names_its_twin(client, vi, en):
    for path, twin, lang in ((vi, en, "vi"), (en, vi, "en")):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers
        assert f'<html lang="{lang}">' in text(answer)
        assert re.search(
            rf'rel="alternate" hreflang="(?!{lang})..?" href="http://127.0.0.1:8000{twin}"', text(answer)
        )
        assert re.search(rf'rel="canonical" href="http://127.0.0.1:8000{path}"', text(answer))
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_product_page_shows_its_facts_in_both_languages(client, factory):
    owner = factory.facility(name="Cơ sở Nước mắm Ba Làng")
    mark = factory.trademark(owner)
    product = factory.product(
        owner, name_vi="Nước mắm nhỉ", name_en="First-press fish sauce", trademark_id=mark.id, pictures=3
    )
    factory.certificate(owner, products=(product,), number="12/ATTP")
    award = factory.award(product)
    page = text(client.get(f"/san-pham/{product.slug}"))
    for shown in (
        "Nước mắm nhỉ",
        owner.name,
        mark.name,
        "12/ATTP",
        award.number,
        "srcset=",
        "application/ld+json",
    ):
        assert shown in page
    english = text(client.get(f"/en/products/{product.slug}"))
    assert "First-press fish sauce" in english
    assert '<div class="prose" lang="vi">' in english  # no English description: marked as Vietnamese
    assert '<dd lang="vi">Cá cơm, muối biển</dd>' in english


def test_product_page_costs_seven_statements(app, client, factory):
    product = factory.product(pictures=3)
    factory.award(product)
    path = f"/san-pham/{product.slug}"
    client.get(path)
    seen = []
    event.listen(db.engine, "checkout", lambda raw, *_: raw.set_trace_callback(seen.append))
    with reading() as source:
        source.set_trace_callback(seen.append)
    client.get(path, headers={"Authorization": "Bearer none"})
    statements = [line for line in seen if line.lstrip().upper().startswith("SELECT")]
    assert len(statements) == 7


def test_expired_and_revoked_awards_say_so(client, factory):
    product = factory.product()
    old = factory.award(product, issued_on=date(2018, 9, 1), valid_until=date(2021, 12, 31))
    gone = factory.award(product, revoked_on=today())
    assert "verdict-expired" in text(client.get(f"/giay-chung-nhan/{old.number}"))
    assert "verdict-revoked" in text(client.get(f"/giay-chung-nhan/{gone.number}"))
    soon = factory.award(product, valid_until=today() + timedelta(days=30))
    assert "verdict-expiring" in text(client.get(f"/giay-chung-nhan/{soon.number}"))


def test_unpublished_product_and_unverified_facility_have_no_page(client, factory):
    hidden = [
        factory.product(state="draft"), factory.product(state="withdrawn"),
        factory.product(factory.facility(state="pending")),
    ]  # fmt: skip
    for product in hidden:
        assert client.get(f"/san-pham/{product.slug}").status_code == 404
        assert client.get(f"/api/v1/products/{product.slug}").status_code == 404
    assert client.get(f"/co-so/{hidden[2].facility.slug}").status_code == 404


def test_search_finds_with_and_without_marks_and_keeps_the_question(client, factory):
    owner = factory.facility(unit_code="66", name="Cơ sở Đắk Lắk")
    product = factory.product(owner, name_vi="Cà phê Đắk Lắk")
    factory.product(name_vi="Nước mắm")
    rebuild_index()
    for words in ("dak lak", "Đắk Lắk", "ĐĂK LĂK", "cà phê"):
        page = text(client.get("/san-pham", query_string={"q": words}))
        assert f'href="/san-pham/{product.slug}"' in page
        assert "1 sản phẩm" in page
    page = text(client.get("/san-pham?q=ca+phe&province=66&group=khac"))
    assert "Không có sản phẩm phù hợp" in page
    assert 'href="/san-pham?q=ca+phe&amp;group=khac"' in page  # the chip that takes the province out


def test_strange_questions_give_a_page(client, factory):
    factory.product()
    rebuild_index()
    for query in (
        "q=%00%ff",
        "q=" + "x" * 5000,
        "page=-1",
        "page=99999999999",
        "page=x",
        "group=%27%22%3Cb%3E",
        "sort=zzz",
        "level=&level=",
    ):
        assert client.get(f"/san-pham?{query}").status_code == 200
    assert "<b>" not in text(client.get("/san-pham?q=%3Cb%3E"))


def test_certificate_number_is_found_however_typed(client, factory):
    award = factory.award(number="CNNT-75-2026-0009")
    for typed in ("cnnt-75-2026-0009", "CNNT 75 2026 0009", "cnnt7520260009"):
        assert client.get("/giay-chung-nhan", query_string={"q": typed}).location.endswith(award.number)
    assert client.get("/giay-chung-nhan/cnnt-75-2026-0009").location.endswith(award.number)
    unknown = client.get("/giay-chung-nhan/CNNT-00-0000-0000")
    assert unknown.status_code == 404
    assert "CNNT-00-0000-0000" in text(unknown)


def test_numbers_that_begin_as_typed_come_before_those_that_hold_it(client, factory):
    for number in ("TB-75-0001", "75-0002-TB", "A-01", "750003", "75"):
        factory.award(number=number)

    def found(typed):
        page = text(client.get("/giay-chung-nhan", query_string={"q": typed}))
        return re.findall(r'href="/giay-chung-nhan/([^"a-z?.]+)"', page.partition("<main")[2])

    assert found("75-0") == ["75-0002-TB", "750003", "TB-75-0001"]
    assert found("0001") == ["TB-75-0001"]
    assert client.get("/giay-chung-nhan?q=75").location.endswith("/75")


def test_a_certificate_is_found_by_its_decision_and_by_its_product(client, factory):
    decided = {"decision_number": "12/QĐ-SCT"}
    factory.award(factory.product(name_vi="Mắm cá cơm"), number="CNNT-75-2026-0001", **decided)
    factory.award(factory.product(name_vi="Bình gốm"), number="CNNT-75-2026-0002", **decided)
    factory.award(factory.product(name_vi="Nón lá"), number="CNNT-75-2026-0003", decision_number="112/QĐ-SCT")
    catch_up_index()

    def found(typed):
        page = text(client.get("/giay-chung-nhan", query_string={"q": typed}))
        return [n for n in (1, 2, 3) if f'href="/giay-chung-nhan/CNNT-75-2026-000{n}"' in page]

    assert [found(typed) for typed in ("12/QĐ-SCT", "12 qd-sct", "112/QĐ-SCT", "12/QĐ")] == [
        [1, 2],
        [1, 2],
        [3],
        [],
    ]
    assert [found(typed) for typed in ("mam ca com", "Bình gốm", "nón lả", "xyz")] == [[1], [2], [3], []]
    page = text(client.get("/en/certificates?q=mam+ca+com"))
    assert "1 certificate of this decision or product" in page


def test_certificate_pdf_is_for_awards_of_rounds_alone(client, factory):
    award = factory.award(signer="Nguyễn Văn Ký")
    make_paper(award.id)
    answer = client.get(f"/giay-chung-nhan/{award.number}.pdf")
    assert answer.data.startswith(b"%PDF-")
    notice = factory.award(source="published-notice", source_text="Báo tỉnh")
    assert client.get(f"/giay-chung-nhan/{notice.number}.pdf").status_code == 404


def test_registration_number_of_a_person_is_not_public(client, factory):
    person = factory.facility(kind="ho-kinh-doanh", registration_number="079123456789")
    for path in (
        f"/co-so/{person.slug}",
        f"/en/facilities/{person.slug}",
        f"/api/v1/facilities/{person.slug}",
    ):
        assert "079123456789" not in text(client.get(path))


def test_sitemap_names_every_public_page_in_both_languages(client, factory):
    product, award = factory.product(), factory.award()
    page = text(client.get("/sitemap.xml"))
    for path in (
        f"/san-pham/{product.slug}",
        f"/en/products/{product.slug}",
        f"/giay-chung-nhan/{award.number}",
        "/en/about",
    ):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in page
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text(client.get("/robots.txt"))


def test_health_answers(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {
        "status": "ok",
        "database": "ok",
        "search": "ok",
        "files": "ok",
        "disk": "ok",
        "keys": "ok",
        "mail": "ok",
        "feed": "ok",
    }


def test_csv_has_a_row_a_product_and_no_formula(client, factory):
    factory.product(name_vi="=1+1")
    rebuild_index()
    lines = text(client.get("/san-pham.csv")).splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]


def test_suggestions_are_links(client, factory):
    product = factory.product(name_vi="Mật ong rừng")
    rebuild_index()
    assert client.get("/goi-y?q=mat+o").json == {
        "suggestions": [{"text": "Mật ong rừng", "href": f"/san-pham/{product.slug}", "kind": "Sản phẩm"}]
    }


def test_paths_are_those_of_the_router(app):
    from flask import url_for

    from app.web.paths import comparison_from, history_of_product, path_of, path_to, with_question

    keys = {"product": "slug", "facility": "slug", "round": "slug", "certificate": "number"}
    with app.test_request_context("/"):
        for kind, key in keys.items():
            for lang in ("vi", "en"):
                assert path_to(kind, "a-1 é", lang) == url_for(f"site.{kind}", **{key: "a-1 é"}, lang=lang)
        for lang in ("vi", "en"):
            history = url_for("site.product_history", slug="a-1 é", lang=lang)
            assert history_of_product("a-1 é", lang) == history
            assert comparison_from("a-1", lang) == url_for("site.compare", sp="a-1", lang=lang)
            assert path_of("site.results", lang) == url_for("site.results", lang=lang)
            for asked in ({"q": "a-1", "page": 2}, {"q": "a&b=c é", "sort": ""}, {"q": None}):
                path = url_for("site.products", **asked, lang=lang)
                assert with_question(path_of("site.products", lang), asked) == path
        assert path_of("site.opensearch") == url_for("site.opensearch")


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/ket-qua?province=75&year=2026", "/en/results?province=75&year=2026"),
        ("/en/products?q=a%26b%3Dc", "/san-pham?q=a%26b%3Dc"),
        ("/san-pham/mat-ong?utm=1", "/en/products/mat-ong"),
        ("/giay-chung-nhan/CN-1", "/en/certificates/CN-1"),
    ],
)
def test_a_page_leads_to_its_twin(client, factory, path, twin):
    factory.award(factory.product(slug="mat-ong"), number="CN-1")
    found = client.get(path).get_data(as_text=True)
    assert f'<a class="site-link" href="{escape(twin)}" hreflang=' in found
