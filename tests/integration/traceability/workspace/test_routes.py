"""A facility at work: lots and their diary."""

import io
import re
from datetime import date
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from tests.helpers import only, send
from traceability.models import LabelRun, Lot, TraceEvent


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


def test_diary_form_reports_every_mistake_at_once(factory, maker, product):
    lot = factory.lot(product)
    wrong = {
        "client_id": "a", "happened_on": "2999-01-01", "quantity": "-3", "unit": "kg", "temperature": "9999",
    }  # fmt: skip
    page = send(maker, f"/co-so-cua-toi/lo/{lot.id}/nhat-ky/dry", **wrong)
    summary = re.search(r'id="error-summary".*?</ul>', page.text, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)"', summary) == ["happened_on", "temperature", "quantity"]


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


def test_recalled_lot_leads_to_its_report_and_prints_nothing(factory, maker, product):
    lot = factory.lot(product)
    recall = factory.recall(lot)
    page = maker.get(f"/co-so-cua-toi/lo/{lot.id}").get_data(as_text=True).split("<main")[1]
    report = f'href="/co-so-cua-toi/thu-hoi/{recall.id}"'
    first = page.index("Bị thu hồi"), page.index(report), page.index("Báo cáo thu hồi: các nơi cần liên hệ")
    assert first == tuple(sorted(first))
    assert page.index("<form") > first[-1]
    assert "Lô đang mở" not in page
    assert "In tem" not in page


def test_no_best_before_is_made_of_a_day_that_has_not_come(factory, login_as):
    product = factory.product(shelf_life="18 tháng")
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    typed = {"product_id": str(product.id), "code": "L-1", "made_on": "9999-12-31", "unit": "chai"}
    refused = send(maker, "/co-so-cua-toi/lo/moi", **typed)
    assert refused.status_code == 422
    assert 'value="9999-12-31"' in refused.text


def test_best_before_is_offered_once_from_the_shelf_life_and_may_be_emptied(factory, login_as):
    product = factory.product(shelf_life="18 tháng kể từ ngày sản xuất")
    maker = login_as(factory.user("facility", facility_id=product.facility_id))
    path = "/co-so-cua-toi/lo/moi"
    typed = {"product_id": str(product.id), "made_on": "2026-01-31", "unit": "chai"}
    offered = send(maker, path, code="L-1", **typed)
    assert offered.status_code == 422
    assert 'value="2027-07-31"' in offered.text
    assert "Đã điền theo ngày sản xuất và “18 tháng kể từ ngày sản xuất”" in offered.text
    assert send(maker, path, code="L-1", best_before="2027-07-31", date_asked="1", **typed).status_code == 303
    assert send(maker, path, code="L-2", best_before="", date_asked="1", **typed).status_code == 303
    assert send(maker, path, code="L-3", best_before="2027-01-01", **typed).status_code == 303
    found = {
        lot.code: lot.best_before
        for lot in db.session.scalars(select(Lot).where(Lot.product_id == product.id))
    }
    assert found == {"L-1": date(2027, 7, 31), "L-2": None, "L-3": date(2027, 1, 1)}
