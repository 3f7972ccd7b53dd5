"""The page of a facility: the first of each list, all of it behind a line or on a page of its own."""

import re
from datetime import timedelta

from app.core.clock import today
from catalog.enums import ProductState


def names(page):
    return re.findall(r'class="card-title"><a[^>]*>(?:<span[^>]*>)?([^<]+)<', page.text)


def test_a_page_shows_the_first_products_what_is_recognised_today_in_front(factory, client):
    maker, day = factory.facility(slug="nha-may"), today()
    for number in range(9):
        factory.product(maker, name_vi=f"Gốm {number}")
    over = factory.product(maker, name_vi="Gốm hết hạn")
    factory.award(over, issued_on=day - timedelta(days=9), valid_until=day - timedelta(days=1))
    factory.award(factory.product(maker, name_vi="Gốm vinh danh"))
    factory.award(factory.product(maker, name_vi="Gốm thu hồi"), revoked_on=day)
    factory.product(maker, name_vi="Gốm nháp", state=ProductState.DRAFT, published_at=None)
    page = client.get("/co-so/nha-may")
    assert names(page) == ["Gốm vinh danh", *(f"Gốm {number}" for number in range(7))]
    assert 'href="/co-so/nha-may/san-pham">Tất cả 12 sản phẩm của cơ sở' in page.text
    whole = client.get("/co-so/nha-may/san-pham")
    assert names(whole)[0] == "Gốm vinh danh"
    assert sorted(names(whole)[1:]) == sorted(
        [*(f"Gốm {number}" for number in range(9)), "Gốm hết hạn", "Gốm thu hồi"]
    )
    assert "All 12 products of this facility" in client.get("/en/facilities/nha-may").text


def test_few_products_need_no_page_of_their_own(factory, client):
    maker = factory.facility(slug="nha-may")
    factory.product(maker)
    assert "/co-so/nha-may/san-pham" not in client.get("/co-so/nha-may").text
    assert len(names(client.get("/en/facilities/nha-may/products"))) == 1
    assert client.get("/co-so/khong-co/san-pham").status_code == 404


def test_a_page_beyond_the_last_is_the_last(factory, client, monkeypatch):
    monkeypatch.setattr("app.site.catalogue.facility_routes.PER_PAGE", 2)
    maker = factory.facility(slug="nha-may")
    for number in range(5):
        factory.product(maker, name_vi=f"Gốm {number}")
    assert names(client.get("/co-so/nha-may/san-pham?page=2")) == ["Gốm 2", "Gốm 3"]
    beyond = client.get("/co-so/nha-may/san-pham?page=99")
    assert (beyond.status_code, beyond.location) == (302, "/co-so/nha-may/san-pham?page=3")
    assert names(client.get(beyond.location)) == ["Gốm 4"]


def test_papers_stand_in_sight_up_to_four_and_a_row_of_contents_leads_to_them(factory, client):
    maker = factory.facility(slug="nha-may")
    mark = factory.trademark(maker, name="SEN VÀNG")
    for number in range(4):
        factory.certificate(maker, number=f"{number}/ATTP")
    page = client.get("/co-so/nha-may").text
    seen, _, folded = page.partition('<details class="rest">')
    assert [f"Số {number}/ATTP" in seen for number in range(4)] == [True, True, True, False]
    assert "3/ATTP" in folded
    assert mark.name in seen
    assert "Tất cả 5 nhãn hiệu và giấy chứng nhận" in folded
    contents = page.partition('<nav class="contents')[2].partition("</nav>")[0]
    assert re.findall(r'href="#(\w+)">', contents) == ["papers"]
    assert 'id="papers"' in page
