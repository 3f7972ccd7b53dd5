"""The page a scan ends on."""

import gzip
import re
from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Product
from traceability.codes.services import change_codes
from traceability.diary.services import correct_event
from traceability.enums import CodeAct, EventKind, RecallKind
from traceability.lots.queries import list_lots_of
from traceability.recalls.services import undo_recall


def visible_text(html: str) -> str:
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def lot(factory):
    product = factory.product(name_vi="Nước mắm Hương Quê", standard="TCVN 5107:2018")
    factory.certificate(product.facility, products=(product,))
    factory.award(product)
    return factory.lot_with_events(product)


def test_scan_page_says_first_what_a_buyer_asks(factory, client, lot):
    html = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)
    text = visible_text(html)
    asked = [
        "Nước mắm Hương Quê", lot.facility.name, "Đồng Nai", "Ngày sản xuất",
        "Hạn sử dụng", "Làm từ", "Cá cơm", "Giấy chứng nhận còn hiệu lực",
        "Thông tin đã được cơ quan quản lý xác minh", "Nhà sản xuất tự khai", "Những điều mã QR không chứng minh",
    ]  # fmt: skip
    places = [text.find(words) for words in asked]
    assert -1 not in places
    assert places == sorted(places)


def test_scan_page_is_small_and_needs_no_cookie_or_script(factory, client, lot):
    response = client.get(f"/truy-xuat/{factory.lot_code(lot).code}")
    assert response.status_code == 200
    assert len(gzip.compress(response.data)) < 20_000
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    styles = re.findall(r'href="(/static/css/[^"]+)"', response.get_data(as_text=True))
    whole = gzip.compress(response.data) + b"".join(gzip.compress(client.get(path).data) for path in styles)
    assert len(whole) < 60_000
    assert "geolocation=()" in response.headers["Permissions-Policy"]


def test_scan_page_never_says_genuine(factory, client, lot):
    for path in (f"/truy-xuat/{factory.lot_code(lot).code}", f"/en/trace/{factory.lot_code(lot).code}"):
        text = client.get(path).get_data(as_text=True).lower()
        assert [word for word in ("chính hãng", "hàng thật", "genuine", "authentic") if word in text] == []


def test_scan_page_marks_what_is_not_english(factory, client, lot):
    html = client.get(f"/en/trace/{factory.lot_code(lot).code}").get_data(as_text=True)
    assert '<h1><span lang="vi">Nước mắm Hương Quê</span></h1>' in html
    assert "What this code cannot prove" in html
    assert 'hreflang="vi"' in html


def test_recall_stands_before_everything_else_and_lifts(factory, client, lot):
    code = factory.lot_code(lot).code
    recall_id = factory.recall(lot).id
    text = visible_text(client.get(f"/truy-xuat/{code}").get_data(as_text=True))
    assert 0 < text.find("THU HỒI") < text.find("Thông tin đã được cơ quan quản lý xác minh")
    assert text.find("Nhãn ghi sai hạn dùng") < text.find("Ngày sản xuất")
    actor = factory.member_actor(lot.facility)
    with transaction():
        undo_recall(actor, recall_id, "Đã kiểm lại")
    text = visible_text(client.get(f"/truy-xuat/{code}").get_data(as_text=True))
    assert "THU HỒI:" not in text
    assert "nay đã kết thúc" in text


def test_recall_of_raw_material_shows_on_the_product_lot(factory, client, lot):
    source = next(item for item in list_lots_of([lot.facility_id]) if item.name == "Cá cơm")
    item = factory.codes(factory.labels(lot))[0].code
    source_code = source.code
    factory.recall(source, kind=RecallKind.HOLD, reason_vi="Nhiễm kim loại nặng")
    for code in (factory.lot_code(lot).code, item):
        text = visible_text(client.get(f"/truy-xuat/{code}").get_data(as_text=True))
        assert "TẠM GIỮ" in text
        assert "Nhiễm kim loại nặng" in text
        assert source_code in text


def test_codes_in_other_states_get_other_answers(factory, client, lot):
    actor = factory.member_actor(lot.facility)
    first, second, third = [code.code for code in factory.codes(factory.labels(lot, by=actor))]
    with transaction():
        change_codes(actor, lot.id, CodeAct.SELL, first)
        change_codes(actor, lot.id, CodeAct.VOID, second, reason="Tem in hỏng")
    sold = client.get(f"/truy-xuat/{first}").get_data(as_text=True)
    void = client.get(f"/truy-xuat/{second}").get_data(as_text=True)
    issued = client.get(f"/truy-xuat/{third}").get_data(as_text=True)
    assert "đã đánh dấu món hàng này là đã bán" in sold
    assert "Mã này đã bị hủy" in void
    assert "Nhà sản xuất tự khai" not in void
    assert "đã bán" not in issued


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("B0000000000000000000", "Mã này chưa được cấp trên hệ thống"),
        ("S" + "1" * 19, "Mã này chưa được cấp trên hệ thống"),
        ("BQ7K-2M4X-9TRA", "Mã chưa đầy đủ"),
        ("L-77", "Đây không phải mã truy xuất"),
        ("XX", "Đây không phải mã truy xuất"),
        ("%00", "Mã này không thuộc hệ thống"),
        ("B" * 300, "Mã này không thuộc hệ thống"),
    ],
)
def test_code_that_leads_nowhere_gets_the_answer_of_its_case(client, code, answer):
    response = client.get(f"/truy-xuat/{code}")
    assert response.status_code == 404
    text = response.get_data(as_text=True)
    assert answer in text
    assert ("Không nên căn cứ vào mã này" in text) == ("chưa được cấp" in answer)


GTIN = "08938501234568"


@pytest.fixture
def barcoded(factory):
    return factory.lot(factory.product(name_vi="Nước mắm Hương Quê", gtin=GTIN), code="L-77")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("8938501234568", f"/01/{GTIN}"),
        ("8 938501 234568", f"/01/{GTIN}"),
        (f"(01){GTIN}(10)L-77", f"/01/{GTIN}/10/L-77"),
        (f"]d201{GTIN}10L-77", f"/01/{GTIN}/10/L-77"),
        (f"]Q1https://vi.du/01/{GTIN}/10/L-77", f"/01/{GTIN}/10/L-77"),
        (f"id.gs1.org/01/{GTIN}/10/L-77", f"/01/{GTIN}/10/L-77"),
    ],
)
def test_typed_element_strings_and_barcodes_are_resolved(client, barcoded, typed, path):
    response = client.get("/truy-xuat", query_string={"code": typed})
    assert (response.status_code, response.headers["Location"]) == (303, path)
    assert client.get(path).status_code == 307


def test_form_sent_without_a_code_asks_for_it(client):
    assert client.get("/truy-xuat").text.count('href="#code"') == 0
    for path, words in (("/truy-xuat?code=+", "Vui lòng nhập mã in trên tem."),
                        ("/en/trace?code=", "Enter the code that is printed on the label.")):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, f'<a href="#code">{words}</a>' in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("BQ7K-2M4X-9TRA-HC6D-5NWX", "BQ7K2M4X9TRAHC6D5NWX"), ("bq7k-2m4x", "bq7k-2m4x"),
        ('mắm "Bà Tám"', "mắm &#34;Bà Tám&#34;"),
        ("(00) 008938505974000014", "(00) 008938505974000014"), ("8938505974019", "08938505974019"),
    ],
)  # fmt: skip
def test_a_code_that_is_not_found_is_still_in_its_field(client, typed, kept):
    response = client.get("/truy-xuat", query_string={"code": typed}, follow_redirects=True)
    assert response.status_code == 404
    assert re.search(r'name="code"[^>]*value="([^"]*)"', response.get_data(as_text=True))[1] == kept


def test_typed_lot_code_is_answered_as_one(factory, client, barcoded):
    response = client.get("/truy-xuat?code=l-77")
    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert f"/truy-xuat/{factory.lot_code(barcoded).code}" in text
    assert "Không nên căn cứ vào mã này" not in text


def test_barcode_of_goods_that_are_not_listed_is_no_alarm(client, barcoded):
    for path in ("/truy-xuat?code=8938501234575", "/01/08938501234575"):
        response = client.get(path, follow_redirects=True)
        text = response.get_data(as_text=True)
        assert response.status_code == 404
        assert "Sản phẩm này không có trên hệ thống" in text
        assert "Không nên căn cứ vào mã này" not in text


@pytest.mark.parametrize(
    "text", ["(00)106141412345678908", "https://id.gs1.org/8004/9506000134352", "]d200106141412345678908"]
)
def test_key_of_a_pallet_or_an_asset_is_told_to_be_of_another_system(client, text):
    response = client.get("/truy-xuat", query_string={"code": text})
    assert response.status_code == 404
    assert "Mã này không thuộc hệ thống" in response.text
    assert "Không nên căn cứ vào mã này" not in response.text


def test_code_not_in_use_says_so_once_others_of_its_run_are(factory, client, lot):
    actor = factory.member_actor(lot.facility)
    first, second, _third = [code.code for code in factory.codes(factory.labels(lot, by=actor))]
    waiting = "Nhà sản xuất chưa đưa mã này vào sử dụng"
    assert waiting not in client.get(f"/truy-xuat/{second}").get_data(as_text=True)
    with transaction():
        change_codes(actor, lot.id, CodeAct.ACTIVATE, first)
    assert waiting not in client.get(f"/truy-xuat/{first}").get_data(as_text=True)
    assert waiting in client.get(f"/truy-xuat/{second}").get_data(as_text=True)


def test_short_text_is_called_a_lot_code_only_where_a_public_lot_has_it(client, barcoded):
    known = client.get("/truy-xuat?code=L-77").get_data(as_text=True)
    other = client.get("/truy-xuat?code=XX").get_data(as_text=True)
    assert ("Mã lô của nhà sản xuất" in known, "Mã lô của nhà sản xuất" in other) == (True, False)
    assert "không có lô công khai nào trên hệ thống mang số này" in other


def test_thousand_unknown_serials_of_one_line_are_slowed_and_real_codes_are_not(factory, client, monkeypatch):
    monkeypatch.setattr("app.web.requests.buckets.monotonic", lambda: 7.0)
    lot = factory.lot(factory.product(gtin=GTIN), code="L-9")
    page = f"/truy-xuat/{factory.lot_code(lot).code}"
    unknown = [f"/01/{GTIN}/21/S{number:019d}" for number in range(1000)]
    found = [client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"}) for path in unknown]
    assert [answer.status_code for answer in found] == [404] * 100 + [429] * 900
    assert found[-1].headers["Retry-After"] == "1"
    assert client.get(page, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    assert client.get(unknown[0], environ_base={"REMOTE_ADDR": "203.0.113.10"}).status_code == 404


def test_code_that_the_maker_has_not_reported_in_use_says_so(factory, client, lot):
    said = "Nhà sản xuất chưa báo với hệ thống là mã này đang được sử dụng"
    plain, used = factory.labels(lot, drawn=True), factory.labels(lot, drawn=True, activates=True)
    first = factory.codes(plain)[0].code
    assert said in client.get(f"/truy-xuat/{first}").get_data(as_text=True)
    assert said not in client.get(f"/truy-xuat/{factory.codes(used)[0].code}").get_data(as_text=True)


def test_first_visitor_of_an_item_is_told(factory, client, lot):
    item = factory.codes(factory.labels(lot))[0].code
    first = "Chưa có ai mở mã này trước đây"
    assert first in client.get(f"/truy-xuat/{item}").get_data(as_text=True)
    assert first not in client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)


def test_paper_that_no_officer_checked_stands_under_what_the_maker_says(factory, client, product):
    factory.certificate(product.facility, products=(product,), number="CHUA-KIEM-1", check_state="unchecked")
    lot = factory.lot(product)
    text = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)
    register, claims = text.split('aria-labelledby="maker"')
    assert "CHUA-KIEM-1" not in register
    assert "CHUA-KIEM-1" in claims


def test_unpublished_lot_is_not_in_the_register(factory, client):
    lot = factory.lot(public=False)
    assert client.get(f"/truy-xuat/{factory.lot_code(lot).code}").status_code == 404


def test_code_as_people_type_it_leads_to_its_page(factory, client, lot):
    code = factory.lot_code(lot).code
    typed = client.get("/truy-xuat", query_string={"code": code.lower()})
    assert (typed.status_code, typed.location) == (303, f"/truy-xuat/{code}")
    assert client.get(f"/truy-xuat/{code.lower()}").location == f"/truy-xuat/{code}"
    assert client.get("/truy-xuat?code=xyz").status_code == 404


def test_correction_stays_beside_the_entry_it_declares_wrong(factory, client, lot):
    actor = factory.member_actor(lot.facility)
    wrong = next(event for event in lot.events if event.kind == EventKind.CHECK)
    with transaction():
        right = factory.entry(EventKind.CHECK, note="Độ đạm 28 °N")
        correct_event(actor, wrong.id, reason="Ghi nhầm độ đạm", client_id="fix-1", replacement=right)
    text = visible_text(client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True))
    assert "Độ đạm 30 °N" in text
    assert "Ghi nhầm độ đạm" in text
    assert "Độ đạm 28 °N" in text


def test_late_entry_says_so(factory, client, lot):
    text = visible_text(client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True))
    assert "Ghi sau 29 ngày" in text


def test_page_keeps_what_it_stated_when_the_product_is_edited(factory, client, lot):
    with transaction():
        db.session.get_one(Product, lot.product_id).name_vi = "Tên khác"
    html = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)
    assert "Nước mắm Hương Quê" in html
    assert "Tên khác" not in html


def test_person_who_took_consent_back_is_not_named(factory, client):
    facility = factory.facility(kind="ho-kinh-doanh", name="Hộ bà Sáu", consent_at=None)
    lot = factory.lot(factory.product(facility))
    html = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)
    assert "Hộ bà Sáu" not in html
    assert "Ấp 3" not in html


def test_certificates_are_as_of_today(factory, client):
    product = factory.product()
    factory.certificate(product.facility, products=(product,), valid_until=today() - timedelta(days=1))
    factory.certificate(
        product.facility, products=(product,), check_state="unchecked", title="VietGAP chưa kiểm"
    )
    lot = factory.lot(product)
    text = visible_text(client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True))
    assert "Chưa có giấy chứng nhận đã xác minh" in text
    assert "Hết hạn" in text
    assert text.count("Chưa xác minh") == 1


def test_a_renewed_paper_is_history_of_the_new_one(factory, client):
    product = factory.product()
    old = factory.certificate(product.facility, products=(product,), number="1/ATTP")
    factory.certificate(product.facility, products=(product,), number="2/ATTP", replaces_id=old.id)
    lot = factory.lot(product)
    text = visible_text(client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True))
    assert text.index("2/ATTP") < text.index("Các giấy trước đây") < text.index("1/ATTP")
    assert text.count("1/ATTP") == 1


def test_public_recalls_are_listed(factory, client, lot):
    assert "Không có thông báo thu hồi" in client.get("/thu-hoi").get_data(as_text=True)
    factory.recall(lot)
    html = client.get("/thu-hoi").get_data(as_text=True)
    assert "Nhãn ghi sai hạn dùng" in html
    assert f'/truy-xuat/{lot.codes[0].code}"' in html
