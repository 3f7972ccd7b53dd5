"""A page behind the last of a list leads to the last one, in every list."""

import pytest
from werkzeug.exceptions import HTTPException

from app.web.addresses import absolute_url
from app.web.pagination import count_pages, same_question
from app.web.paths import twin_url
from app.web.requests.double_submit import _page_above


@pytest.mark.parametrize(
    "path",
    [
        "/ket-qua", "/en/results", "/ky-binh-chon", "/nhan-hieu", "/giay-chung-nhan", "/su-kien", "/tin-tuc",
        "/van-ban",
    ],
)  # fmt: skip
def test_page_behind_the_last_leads_to_the_last(client, factory, path):
    factory.published_round()
    answer = client.get(f"{path}?page=99&level=tinh")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}?level=tinh")
    assert client.get(f"{path}?page=1&level=tinh").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/can-bo/san-pham", "/can-bo/co-so", "/can-bo/giay-to", "/can-bo/hoat-dong"],
)
def test_page_behind_the_last_of_a_queue_leads_to_the_last(factory, login_as, path):
    officer = login_as(factory.user("officer-province", unit_id=factory.facility().unit_id))
    answer = officer.get(f"{path}?page=99")
    assert (answer.status_code, answer.headers["Location"]) == (302, path)


def test_last_page_is_the_one_led_to(app):
    with app.test_request_context("/ket-qua?page=9&year=2026"):
        assert [count_pages(total, 1) for total in (0, 1, 24, 25, 48, 49)] == [1, 1, 1, 2, 2, 3]
        assert count_pages(49, 3) == 3
        with pytest.raises(HTTPException) as led:
            count_pages(49, 4)
        assert led.value.response.headers["Location"] == "/ket-qua?year=2026&page=3"
    with app.test_request_context("/ket-qua?page=9", method="POST"):
        assert count_pages(49, 9) == 3


def test_address_of_no_page_leads_nowhere(app):
    with app.test_request_context("/khong-co?page=9"):
        assert count_pages(1, 9) == 1


def test_form_sent_again_that_stands_on_no_page_leads_to_the_first_page(app):
    with app.test_request_context("/dang-xuat", method="POST"):
        assert _page_above() == "/"
    with app.test_request_context("/tai-khoan/bao-mat/khong-co", method="POST"):
        assert _page_above() == "/tai-khoan/bao-mat"


def test_address_of_what_has_one_language_names_none(app):
    assert absolute_url("site.sitemap") == "http://127.0.0.1:8000/sitemap.xml"
    assert absolute_url("site.products", locale="en") == "http://127.0.0.1:8000/en/products"


NAMES_OF_THE_ROUTER = (
    "endpoint=x&_external=1&_scheme=javascript&_anchor=a&_method=POST&format=x&self=y&a%0D%0Ab=c"
)


@pytest.mark.parametrize("path", ["/van-ban", "/nhan-hieu", "/tin-tuc", "/su-kien", "/ky-binh-chon"])
def test_question_with_a_name_of_the_router_is_only_a_question(client, path):
    answer = client.get(f"{path}?page=99&{NAMES_OF_THE_ROUTER}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}?{NAMES_OF_THE_ROUTER}")


def test_question_named_as_a_part_of_the_path_does_not_replace_it(app):
    with app.test_request_context("/co-so/gom-do/san-pham?slug=may-tre&page=9"):
        assert same_question(page="2") == "/co-so/gom-do/san-pham?slug=may-tre&page=2"
        assert twin_url() == "/en/facilities/gom-do/products?slug=may-tre&page=9"
    with app.test_request_context("/giay-chung-nhan/CN-01.2026?number=CN-02.2026"):
        assert twin_url() == "/en/certificates/CN-01.2026?number=CN-02.2026"
    with app.test_request_context("/co-so-cua-toi/san-pham/7/sua?product_id=x&product_id=8&lang=vi"):
        assert twin_url() == "/en/my-facility/products/7/edit?product_id=x&product_id=8&lang=vi"


def test_register_of_acts_gives_its_file_with_any_question(factory, login_as):
    admin = login_as(factory.user("admin"))
    for question in ("?format=xlsx", f"?{NAMES_OF_THE_ROUTER}"):
        page = admin.get(f"/quan-tri/nhat-ky{question}&actor=an&page=1")
        assert page.status_code == 200
        assert "/quan-tri/nhat-ky?" in page.text
        assert "actor=an&amp;format=csv" in page.text
