import re
from datetime import timedelta

from app.core.clock import today
from catalog.enums import CheckState, ProductGroup, ProductState
from catalog.search.tasks import catch_up_index


def cells(page):
    """Name of the fact -> values, from the table."""
    found = {}
    for row in re.findall(r"<tr role=\"row\"[^>]*>\s*<th scope=\"row\".*?</tr>", page.text, re.DOTALL):
        name = re.search(r'role="rowheader">([^<]+)<', row)[1]
        values = re.findall(r'<td role="cell">(.*?)</td>', row, re.DOTALL)
        found[name] = [re.sub(r"<[^>]+>", "", value).strip() for value in values]
    return found


def heads(page):
    return re.findall(r'class="compare-name" href="[^"]+">(?:<span[^>]*>)?([^<]+)<', page.text)


def test_products_stand_side_by_side_in_the_order_of_the_address(factory, client):
    one = factory.product(name_vi="Mắm cá cơm", slug="mam", net_content="500 ml", shelf_life="")
    two = factory.product(
        name_vi="Bình gốm", slug="gom", net_content="1 cái", group=ProductGroup.CRAFT, shelf_life=""
    )
    factory.award(one)
    factory.certificate(one.facility, products=(one,))
    factory.certificate(two.facility, products=(two,), check_state=CheckState.UNCHECKED)
    page = client.get("/so-sanh?sp=gom&sp=mam")
    assert heads(page) == ["Bình gốm", "Mắm cá cơm"]
    facts = cells(page)
    assert facts["Khối lượng tịnh, thể tích thực"] == ["1 cái", "500 ml"]
    assert facts["Nhóm sản phẩm"][0] == "Thủ công mỹ nghệ"
    assert facts["Giấy chứng nhận đã xác minh"][0] == "—"
    assert facts["Giấy chứng nhận đã xác minh"][1] != "—"
    assert "Hạn sử dụng" not in facts
    assert page.text.count("Chưa từng được công nhận") == 1
    assert heads(client.get("/en/compare?sp=gom&sp=mam")) == ["Bình gốm", "Mắm cá cơm"]


def test_at_most_four_and_what_is_not_public_is_told(factory, client):
    maker = factory.facility()
    for number in range(5):
        factory.product(maker, name_vi=f"Thứ {number}", slug=f"thu-{number}")
    factory.product(maker, slug="nhap", state=ProductState.DRAFT)
    many = client.get("/so-sanh?" + "&".join(f"sp=thu-{number}" for number in range(5)))
    assert heads(many) == ["Thứ 0", "Thứ 1", "Thứ 2", "Thứ 3"]
    assert "Chỉ so sánh 4" in many.text
    assert 'id="add"' not in many.text
    hidden = client.get("/so-sanh?sp=thu-0&sp=nhap&sp=%00x&sp=thu-0")
    assert heads(hidden) == ["Thứ 0"]
    assert "không còn công khai" in hidden.text
    assert client.get("/so-sanh").status_code == 200


def test_more_is_found_by_words_and_added_by_an_address(factory, client):
    factory.product(name_vi="Trà sen", slug="tra-sen")
    factory.product(name_vi="Trà ướp nhài", slug="tra-nhai")
    catch_up_index()
    page = client.get("/so-sanh?sp=tra-sen&q=tra")
    assert "/so-sanh?sp=tra-sen&amp;sp=tra-nhai" in page.text
    assert page.text.count('sp=tra-nhai" rel="nofollow"') == 1
    assert "noindex" in page.text
    assert "Không có sản phẩm" in client.get("/so-sanh?sp=tra-sen&q=khongcogi").text


def test_the_catalogue_sends_what_was_ticked(factory, client):
    factory.product(name_vi="Trà sen", slug="tra-sen")
    catch_up_index()
    page = client.get("/san-pham")
    assert re.search(r'<input type="checkbox" name="sp" value="tra-sen"', page.text)
    assert 'action="/so-sanh"' in page.text
    assert 'action="/en/compare"' in client.get("/en/products").text
    assert 'href="/so-sanh?sp=tra-sen"' in client.get("/san-pham/tra-sen").text


def test_a_paper_that_has_ended_is_no_certificate_of_today(factory, client):
    product = factory.product(slug="mam")
    factory.certificate(
        product.facility, products=(product,), issued_on=today() - timedelta(days=9),
        valid_until=today() - timedelta(days=1),
    )  # fmt: skip
    assert "Giấy chứng nhận đã xác minh" not in cells(client.get("/so-sanh?sp=mam"))


def test_what_no_name_can_hold_is_left_out_of_the_choice(factory, client):
    factory.product(name_vi="Mắm cá cơm", slug="mam")
    page = client.get("/so-sanh?sp=mam%00&sp=%00&sp=mam")
    assert page.status_code == 200
    assert heads(page) == ["Mắm cá cơm"]
    assert "\x00" not in page.text
