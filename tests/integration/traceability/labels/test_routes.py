"""A facility's labels: printed, changed by their codes, reported; the links behind them."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.runner import run_until_empty
from tests.helpers import only, send
from traceability.models import LabelRun, ProductLink, TraceCode


def test_large_run_is_a_job(app, factory, maker, product):
    lot = factory.lot(product)
    answer = send(
        maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", kind="item", quantity="201", sheet="a4-65", start="1"
    )
    assert "/cong-viec/" in answer.location
    assert db.session.query(TraceCode).filter_by(kind="item").count() == 201
    run_until_empty(app)
    assert only(LabelRun).state == "done"
    assert maker.get(f"/en/my-facility/lots/labels/{only(LabelRun).id}").status_code == 200


@pytest.mark.parametrize("start", ["99", "0", "-1"])
def test_label_form_reports_every_mistake_by_the_name_of_its_field(factory, maker, product, start):
    lot = factory.lot_with_events(product)
    wrong = {"kind": "item", "quantity": "0", "sheet": "a4-65", "start": start, "offset_x": "40"}
    page = send(maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", **wrong)
    summary = re.search(r'id="error-summary".*?</ul>', page.text, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)">([^<]+)</a>', summary) == [
        ("quantity", "Số tem: Mỗi lần in từ 1 đến 10.000 tem."),
        ("start", "Bắt đầu từ vị trí: Tờ tem này có vị trí từ 1 đến 65."),
        ("offset_x", "Dịch sang phải, mm: Chỉ dịch bản in tối đa 10 mm."),
    ]
    assert "<details open>" in page.text


def test_what_is_no_number_is_refused_at_its_field_of_the_label_form(factory, maker, product):
    path = f"/en/my-facility/lots/{factory.lot_with_events(product).id}/labels"
    wrong = {
        "quantity": "1e1", "start": "１", "offset_x": "NaN", "offset_y": "-Infinity", "columns": "1_0", "rows": "٣",
        "label_width": "9_0", "label_height": "sNaN", "margin_left": "1e1", "margin_top": "inf",
    }  # fmt: skip
    page = send(maker, path, kind="item", sheet="own", **wrong)
    assert page.status_code == 422
    summary = re.search(r'id="error-summary".*?</ul>', page.text, re.DOTALL)[0]
    assert set(re.findall(r'href="#(\w+)"', summary)) == set(wrong)
    assert 'value="sNaN"' in page.text


def test_report_of_a_label_says_what_to_choose(factory, client, product):
    lot = factory.lot(product)
    page = send(client, f"/truy-xuat/{factory.lot_code(lot).code}/bao", text="Nhãn mờ")
    assert page.status_code == 422
    assert "Hãy chọn tem có vấn đề gì." in page.text


def test_codes_are_changed_by_first_and_last(factory, maker, product):
    lot = factory.lot(product)
    codes = [code.code for code in factory.codes(factory.labels(lot, quantity=5))]
    answer = send(
        maker,
        f"/co-so-cua-toi/lo/{lot.id}/ma",
        act="void",
        first=codes[1],
        last=f"http://127.0.0.1:8000/t/{codes[3]}",
        reason="Tem hỏng",
    )
    assert answer.status_code == 303
    assert send(maker, f"/co-so-cua-toi/lo/{lot.id}/ma", act="activate", first="SAI").status_code == 422
    states = [
        row.state
        for row in db.session.scalars(
            select(TraceCode).where(TraceCode.kind == "item").order_by(TraceCode.id)
        )
    ]
    assert states == ["issued", "void", "void", "void", "issued"]


def test_links_are_kept_on_the_facilitys_own_host(factory, login_as):
    product = factory.product(factory.facility(website="https://www.huongque.vn"))
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    path = f"/co-so-cua-toi/san-pham/{product.id}/lien-ket"
    fields = {"link_type": "recipeInfo", "title": "Món ngon", "hreflang": "vi", "media_type": "text/html"}
    assert send(maker, path, url="https://huongque.vn/mon-ngon", **fields).status_code == 303
    for bad in (
        "https://evil.example/a",
        "http://huongque.vn/a",
        "javascript:alert(1)",
        "https://huongque.vn@evil.example/",
        "https://huongque.vn:8443/",
    ):
        assert send(maker, path, url=bad, **fields).status_code == 422
    link = only(ProductLink)
    assert send(maker, f"/co-so-cua-toi/lien-ket/{link.id}/bo", page=path).status_code == 303
    assert only(ProductLink).removed_at is not None


def test_link_may_be_for_one_lot_of_the_product(factory, login_as):
    product = factory.product(factory.facility(website="https://huongque.vn"), gtin="08938501234568")
    lot, foreign = factory.lot(product, code="L7"), factory.lot()
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    path = f"/en/my-facility/products/{product.id}/links"
    fields = {
        "link_type": "recallStatus", "title": "What to do", "hreflang": "en", "media_type": "text/html",
        "url": "https://huongque.vn/recall",
    }  # fmt: skip
    assert send(maker, path, lot_id=str(foreign.id), **fields).status_code == 422
    assert send(maker, path, lot_id=str(lot.id), **fields).status_code == 303
    assert only(ProductLink).lot_id == lot.id
    page = maker.get(path).get_data(as_text=True)
    assert f'<span class="cell-value">{lot.code}</span>' in page
    assert "http://127.0.0.1:8000/01/08938501234568?linkType=linkset" in page
    ask = "/01/08938501234568/10/L7?linkType=gs1:recallStatus"
    assert maker.get(ask).headers["Location"].startswith("https://huongque.vn/recall?")
    assert maker.get(ask.replace("/10/L7", "")).status_code == 404


def test_reprint_gives_the_same_codes(factory, maker, product):
    lot = factory.lot(product)
    run = factory.labels(lot, drawn=True)
    page = f"/co-so-cua-toi/lo/tem/{run.id}"
    assert send(maker, f"{page}/in-lai", page=page, sheet="a4-40", start="3").status_code == 303
    again = db.session.scalars(select(LabelRun).where(LabelRun.reprint_of_id == run.id)).one()
    assert [code.code for code in factory.codes(again)] == [code.code for code in factory.codes(run)]
    assert again.signed_list["codes"] == maker.get(f"{page}.json").get_json()["codes"]


def test_report_reaches_the_facility_and_is_closed(factory, client, maker, product):
    lot = factory.lot(product)
    code = factory.lot_code(lot).code
    assert (
        send(
            client, f"/truy-xuat/{code}/bao", reason="copied", text="Thấy ở ba hộp", contact="0901"
        ).status_code
        == 303
    )
    assert "Thấy ở ba hộp" in maker.get(f"/co-so-cua-toi/lo/{lot.id}").get_data(as_text=True)
    page = f"/co-so-cua-toi/lo/{lot.id}"
    assert send(maker, "/co-so-cua-toi/bao-cao/1/dong", page=page, answer="Đã đổi tem").status_code == 303
    assert "Thấy ở ba hộp" not in maker.get(page).get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:8000", "người mua không truy cập được"),
        ("http://truyxuat.vn", "không phải địa chỉ https"),
        ("https://truyxuat.vn", ""),
    ],
)
def test_address_that_buyers_cannot_reach_is_warned_of_before_a_run(
    app, factory, maker, product, address, said
):
    app.extensions["settings"] = replace(app.extensions["settings"], base_url=address)
    page = maker.get(f"/co-so-cua-toi/lo/{factory.lot(product).id}/in-tem").get_data(as_text=True)
    assert ("Chưa nên dán các tem này lên hàng hóa" in page) == bool(said)
    assert said in page


def test_label_of_food_without_a_date_warns(factory, login_as):
    product = factory.product(group="che-bien-nong-lam-thuy-san-thuc-pham")
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    said = "Thực phẩm này chưa có hạn sử dụng"
    dated, undated = factory.lot(product), factory.lot(product, best_before=None)
    found = [
        said in maker.get(f"/co-so-cua-toi/lo/{lot.id}/in-tem").get_data(as_text=True)
        for lot in (dated, undated)
    ]
    assert found == [False, True]


def test_labels_on_a_roll_are_made_at_the_level_that_lasts_and_given_as_zpl(factory, maker, product):
    lot = factory.lot(product)
    path = f"/co-so-cua-toi/lo/{lot.id}/in-tem"
    assert send(maker, path, kind="item", quantity="2", sheet="roll-50x30", level="").status_code == 303
    run = only(LabelRun)
    assert (run.level, run.state) == ("Q", "done")
    page = maker.get(f"/co-so-cua-toi/lo/tem/{run.id}").get_data(as_text=True)
    assert f"/co-so-cua-toi/lo/tem/{run.id}.zpl?dpi=203&amp;part=0" in page
    answer = maker.get(f"/co-so-cua-toi/lo/tem/{run.id}.zpl?dpi=203&part=0")
    assert (answer.status_code, answer.data.count(b"^XA")) == (200, 2)
    for wrong in ("?dpi=72", "?part=1", "?part=-1"):
        assert maker.get(f"/co-so-cua-toi/lo/tem/{run.id}.zpl{wrong}").status_code == 404


def test_level_is_medium_where_high_does_not_fit(factory, login_as):
    product = factory.product(gtin="08938501234568")
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    path = f"/co-so-cua-toi/lo/{factory.lot(product, code='NM-0001').id}/in-tem"
    small = {
        "columns": "1",
        "rows": "1",
        "label_width": "60",
        "label_height": "18,6",
    }  # 37 modules need 19.4 mm
    assert send(maker, path, kind="item", quantity="1", sheet="own", level="", **small).status_code == 303
    assert only(LabelRun).level == "M"


def test_page_to_try_the_printer_is_a_pdf_of_the_sheet(maker, product):
    answer = maker.get("/co-so-cua-toi/lo/to-in-thu/a4-65.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert maker.get("/co-so-cua-toi/lo/to-in-thu/a5.pdf").status_code == 404
