"""A facility at work: lots, diary, labels, codes, recalls, links; an officer's recalls."""

import io
import re
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from app.core.clock import today
from app.core.db import db
from app.runner import run_until_empty
from traceability.models import LabelRun, Lot, ProductLink, Recall, TraceCode, TraceEvent
from traceability.queries.genealogy import list_source_ids


def token(client, path):
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))
    return found[1]


def send(client, path, **fields):
    return client.post(path, data={"csrf_token": token(client, path)} | fields)


@pytest.fixture
def product(factory):
    return factory.product(name_vi="Nước mắm Hương Quê", standard="TCVN 5107:2018")


@pytest.fixture
def maker(factory, login_as, product):
    return login_as(factory.user("facility", facility_id=product.facility_id))


def only(model):
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def test_lot_is_opened_written_printed_and_scanned(app, client, maker, product):
    raw = send(
        maker,
        "/co-so-cua-toi/lo/nguyen-lieu",
        facility_id=product.facility_id,
        name="Cá cơm",
        supplier="Tàu ĐN-1",
        code="CA-01",
        quantity="500",
        unit="kg",
    )
    assert raw.status_code == 303
    source = only(Lot)
    opened = send(
        maker,
        "/co-so-cua-toi/lo/moi",
        product_id=product.id,
        code="nm-01",
        made_on=today().isoformat(),
        quantity="120",
        unit="chai",
    )
    assert opened.status_code == 303
    lot = db.session.scalars(select(Lot).where(Lot.code == "NM-01")).one()
    made = send(
        maker,
        f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/make",
        client_id=str(uuid4()),
        happened_on=today().isoformat(),
        **{
            "inputs-0-lot_id": source.id,
            "inputs-0-used": "y",
            "inputs-0-quantity": "300,5",
            "quantity": "120",
            "unit": "chai",
        },
    )
    assert made.status_code == 303, made.get_data(as_text=True)
    printed = send(
        maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", kind="item", quantity="3", sheet="a4-24", start="2"
    )
    assert printed.status_code == 303
    run = only(LabelRun)
    assert run.state == "done"
    pdf = maker.get(f"/co-so-cua-toi/lo/tem/{run.id}.pdf")
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    page = pypdfium2.PdfDocument(io.BytesIO(pdf.data))[0]
    read = [found.text for found in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())]
    assert len(read) == 3
    for address in read:
        path = address.removeprefix("http://127.0.0.1:8000")
        answer = client.get(path)
        assert answer.status_code == 307
        assert client.get(answer.location.removeprefix("http://127.0.0.1:8000")).status_code == 200


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


def test_double_submit_of_an_entry_adds_nothing(factory, maker, product):
    lot = factory.lot(product)
    fields = {"client_id": "same", "happened_on": today().isoformat(), "conforms": "yes"}
    path = f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/check"
    assert [send(maker, path, **fields).status_code for _ in range(2)] == [303, 303]
    assert only(TraceEvent).client_id == "same"


def test_entry_is_filled_in_as_last_time(factory, maker, product):
    first, second = factory.lot(product), factory.lot(product)
    factory.event(first, "ship", party="Cửa hàng Biên Hòa")
    html = maker.get(f"/co-so-cua-toi/lo/{second.id}/nhat-ky/ship").get_data(as_text=True)
    assert "Cửa hàng Biên Hòa" in html


def test_bad_entry_keeps_what_was_typed(factory, maker, product):
    lot = factory.lot(product)
    answer = send(
        maker,
        f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/dry",
        client_id="a",
        happened_on="2999-01-01",
        note="Phơi ba nắng",
        temperature="nóng",
    )
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Phơi ba nắng" in html
    assert "nóng" in html


@pytest.mark.parametrize(
    "kind",
    ["receive", "make", "dry", "ferment", "check", "fill", "pack", "ship", "sell", "take-back", "destroy"],
)
def test_each_kind_has_its_form_in_both_languages(factory, maker, product, kind):
    lot = factory.lot(product)
    assert maker.get(f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/{kind}").status_code == 200
    assert maker.get(f"/en/my-facility/lots/{lot.id}/diary/{kind}").status_code == 200


def test_correction_by_form(factory, maker, product):
    lot = factory.lot(product)
    event = factory.event(lot, "ship", party="Sai tên")
    path = f"/co-so-cua-toi/nhat-ky/{event.id}/dinh-chinh"
    assert "Sai tên" in maker.get(path).get_data(as_text=True)
    answer = send(
        maker, path, client_id="c1", happened_on=today().isoformat(), party="Đúng tên", reason="Ghi nhầm"
    )
    assert answer.status_code == 303
    kinds = [row.kind for row in db.session.scalars(select(TraceEvent).order_by(TraceEvent.id))]
    assert kinds == ["ship", "ship", "correct"]


def test_lot_page_shows_everything_in_both_languages(factory, maker, product):
    lot = factory.lot_with_events(product)
    factory.labels(lot, drawn=True)
    for path in (f"/co-so-cua-toi/lo/{lot.id}", f"/en/my-facility/lots/{lot.id}"):
        html = maker.get(path).get_data(as_text=True)
        assert "Cá cơm" in html
        assert "NM" in html
    assert maker.get("/co-so-cua-toi/lo").status_code == 200
    assert maker.get("/en/my-facility/lots").status_code == 200
    assert maker.get("/tai-khoan").status_code == 200


def test_recall_by_the_facility_and_lifting(factory, client, maker, product):
    lot = factory.lot(product)
    path = f"/co-so-cua-toi/lo/{lot.id}/thu-hoi"
    assert (
        send(maker, path, kind="recall", reason_vi="Nhãn ghi sai khối lượng", step="confirm").status_code
        == 303
    )
    recall = only(Recall)
    assert recall.by_officer is False
    refused = send(maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", kind="lot", quantity="2", sheet="a4-65")
    assert refused.status_code == 422
    assert send(maker, f"/co-so-cua-toi/thu-hoi/{recall.id}/go-bo", reason="Đã sửa").status_code == 303
    assert only(Recall).undone_at is not None


def test_recall_is_shown_once_more_before_it_is_in_force(factory, maker, product):
    lot = factory.lot_with_events(product)
    source = db.session.get(Lot, list_source_ids(lot.id)[0])
    path, typed = (
        f"/co-so-cua-toi/lo/{source.id}/thu-hoi",
        {"kind": "hold", "reason_vi": "Muối nhiễm kim loại"},
    )
    check = send(maker, path, **typed)
    assert check.status_code == 200
    assert "Áp dụng cho 2 lô" in check.text
    assert "Muối nhiễm kim loại" in check.text
    again = send(maker, path, **typed, step="edit")
    assert "Muối nhiễm kim loại</textarea>" in again.text
    assert db.session.scalars(select(Recall)).all() == []
    assert send(maker, path, **typed, step="confirm").status_code == 303
    assert only(Recall).reason_vi == "Muối nhiễm kim loại"


@pytest.mark.parametrize("reason", ["Nữa", "aaaaaaaaaaaaaaa", "a b"])
def test_recall_wants_a_reason_a_buyer_understands(factory, maker, product, reason):
    lot = factory.lot(product)
    refused = send(maker, f"/co-so-cua-toi/lo/{lot.id}/thu-hoi", kind="recall", reason_vi=reason)
    assert refused.status_code == 422
    assert "ít nhất 10 ký tự" in refused.text


def test_officer_recalls_and_the_facility_cannot_lift(factory, login_as, maker, product):
    lot = factory.lot(product)
    officer = login_as(factory.user("officer-province", unit_id=product.facility.unit_id))
    assert officer.get(f"/can-bo/lo/{lot.id}").status_code == 200
    assert (
        send(
            officer, f"/can-bo/lo/{lot.id}/thu-hoi", kind="hold", reason_vi="Mẫu không đạt", step="confirm"
        ).status_code
        == 303
    )
    recall = only(Recall)
    assert recall.by_officer is True
    assert lot.code in officer.get("/can-bo/thu-hoi").get_data(as_text=True)
    assert maker.get(f"/co-so-cua-toi/thu-hoi/{recall.id}/go-bo").status_code == 403
    assert send(officer, f"/can-bo/thu-hoi/{recall.id}/go-bo", reason="Mẫu lại đạt").status_code == 303


def test_label_form_reports_every_mistake_by_the_name_of_its_field(factory, maker, product):
    lot = factory.lot_with_events(product)
    wrong = {"kind": "item", "quantity": "0", "sheet": "a4-65", "start": "99", "offset_x": "40"}
    page = send(maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", **wrong)
    summary = re.search(r'id="error-summary".*?</ul>', page.text, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)">([^<]+)</a>', summary) == [
        ("quantity", "Số tem: Mỗi lần in từ 1 đến 10000 tem."),
        ("start", "Bắt đầu từ vị trí: Tờ tem này có vị trí từ 1 đến 65."),
        ("offset_x", "Dịch sang phải, mm: Chỉ dịch bản in tối đa 10 mm."),
    ]
    assert "<details open>" in page.text


def test_diary_form_reports_every_mistake_at_once(factory, maker, product):
    lot = factory.lot(product)
    wrong = {
        "client_id": "a", "happened_on": "2999-01-01", "quantity": "-3", "unit": "kg", "temperature": "9999",
    }  # fmt: skip
    page = send(maker, f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/dry", **wrong)
    summary = re.search(r'id="error-summary".*?</ul>', page.text, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)"', summary) == ["happened_on", "quantity", "temperature"]


def test_report_of_a_label_says_what_to_choose(factory, client, product):
    lot = factory.lot(product)
    page = send(client, f"/truy-xuat/{factory.lot_code(lot).code}/bao", text="Nhãn mờ")
    assert page.status_code == 422
    assert "Hãy chọn nhãn có vấn đề gì." in page.text


def test_strangers_see_nothing_of_a_lot(factory, login_as, product):
    lot = factory.lot_with_events(product)
    run = factory.labels(lot, drawn=True)
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    officer = login_as(factory.user("officer-province", unit_id=factory.unit("01").id))
    paths = [
        f"/co-so-cua-toi/lo/{lot.id}", f"/co-so-cua-toi/lo/{lot.id}/sua", f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/check",
        f"/co-so-cua-toi/lo/{lot.id}/in-tem", f"/co-so-cua-toi/lo/{lot.id}/ma", f"/co-so-cua-toi/lo/{lot.id}/thu-hoi",
        f"/co-so-cua-toi/lo/tem/{run.id}", f"/co-so-cua-toi/lo/tem/{run.id}.pdf",
        f"/co-so-cua-toi/lo/{lot.id}/epcis.json",
        f"/co-so-cua-toi/nhat-ky/{lot.events[0].id}/dinh-chinh", f"/co-so-cua-toi/san-pham/{product.id}/lien-ket",
    ]  # fmt: skip
    assert {path: other.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    outside = [f"/can-bo/lo/{lot.id}", f"/can-bo/lo/{lot.id}/thu-hoi"]
    assert {path: officer.get(path).status_code for path in outside} == dict.fromkeys(outside, 404)


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
    assert send_to(maker, path, f"/co-so-cua-toi/lien-ket/{link.id}/bo").status_code == 303
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


def send_to(client, page, path, **fields):
    return client.post(path, data={"csrf_token": token(client, page)} | fields)


def test_reprint_gives_the_same_codes(factory, maker, product):
    lot = factory.lot(product)
    run = factory.labels(lot, drawn=True)
    page = f"/co-so-cua-toi/lo/tem/{run.id}"
    assert send_to(maker, page, f"{page}/in-lai", sheet="a4-40", start="3").status_code == 303
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
    assert (
        send_to(
            maker, f"/co-so-cua-toi/lo/{lot.id}", "/co-so-cua-toi/bao-cao/1/dong", answer="Đã đổi tem"
        ).status_code
        == 303
    )
    assert "Thấy ở ba hộp" not in maker.get(f"/co-so-cua-toi/lo/{lot.id}").get_data(as_text=True)


def test_lot_form_refuses_bad_input(factory, maker, product):
    factory.lot(product, code="A-1")
    bad = [
        {"code": "A-1"}, {"code": "có dấu"}, {"code": "X" * 21}, {"code": ""},
        {"code": "B-1", "quantity": "-1", "unit": "kg"},
        {"code": "B-1", "quantity": "5", "unit": "xe"}, {"code": "B-1", "made_on": "2999-01-01"},
        {"code": "B-1", "made_on": "2026-01-02", "best_before": "2026-01-01"},
    ]  # fmt: skip
    for fields in bad:
        assert send(maker, "/co-so-cua-toi/lo/moi", product_id=product.id, **fields).status_code == 422, (
            fields
        )


def test_editing_a_lot_from_an_old_tab_is_refused(factory, maker, product):
    lot = factory.lot(product, made_on=None, best_before=None)
    path = f"/co-so-cua-toi/lo/{lot.id}/sua"
    version = lot.version
    assert send(maker, path, version=version, code=lot.code, quantity="7", unit="kg").status_code == 303
    assert send(maker, path, version=version, code=lot.code, quantity="8", unit="kg").status_code == 422


def test_photo_of_an_entry_is_drawn_anew_and_shown(factory, client, maker, product):
    lot = factory.lot(product)
    photo = io.BytesIO()
    Image.new("RGB", (400, 300), (120, 60, 20)).save(photo, "JPEG")
    path = f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/pack"
    fields = {"client_id": "p1", "happened_on": today().isoformat(), "is_public": "y",
              "picture_shown": "y"}  # fmt: skip
    bad = send(maker, path, **fields, picture=(io.BytesIO(b"<svg/>"), "a.png"))
    assert bad.status_code == 422
    assert send(maker, path, **fields, picture=(io.BytesIO(photo.getvalue()), "a.jpg")).status_code == 303
    html = client.get(f"/truy-xuat/{factory.lot_code(lot).code}").get_data(as_text=True)
    address = re.search(r'step-photo"><img src="(/truy-xuat/anh/[^"]+)"', html)[1]
    assert client.get(address).content_type == "image/webp"
