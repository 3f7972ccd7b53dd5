"""The brochure: ordered by an officer, drawn by a job with progress, downloaded by the person who ordered it."""

import io

import pypdf
import pytest
from PIL import Image

from app.core.clock import today
from app.core.database.base import db
from app.core.work.jobs import Job, run_pending
from catalog.brochure.drawing import BrochurePage, brochure_pdf
from catalog.units.table import LIST_2025
from tests.helpers import send

PAGE = "/en/officer/brochure"


@pytest.fixture
def products(factory):
    shown = factory.product(name_vi="Nước mắm được chọn")
    factory.award(shown)
    gone = factory.product(name_vi="Sản phẩm hết hạn")
    factory.award(gone, revoked_on=today(), revoked_reason="Vi phạm")
    factory.product(name_vi="Sản phẩm chưa công nhận")


def test_brochure_holds_a_page_for_each_recognised_product(factory, login_as, products):
    browser = login_as(factory.user("officer-national"))
    answer = send(browser, PAGE, title="Đồng Nai 2026", province="")
    run_pending()
    job = db.session.query(Job).filter_by(kind="catalog.brochure").one()
    assert (answer.status_code, job.error, job.state, job.done, job.total) == (303, "", "done", 1, 1)
    file = browser.get(f"{PAGE}/{job.id}.pdf")
    texts = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(file.data)).pages]
    assert ("Đồng Nai 2026" in texts[0], "Nước mắm được chọn" in texts[3], len(texts)) == (True, True, 4)
    assert [word for word in ("hết hạn", "chưa công nhận") if word in " ".join(texts)] == []


def test_brochure_is_for_whoever_ordered_it(factory, login_as, products):
    browser = login_as(factory.user("officer-national"))
    send(browser, PAGE, title="Bìa", province="")
    run_pending()
    job_id = db.session.query(Job).filter_by(kind="catalog.brochure").one().id
    other = login_as(factory.user("officer-national"))
    assert (other.get(f"{PAGE}/{job_id}.pdf").status_code, browser.get(f"{PAGE}/99999.pdf").status_code) == (
        404,
        404,
    )


def test_empty_brochure_is_refused(factory, login_as):
    browser = login_as(factory.user("officer-national"))
    answer = send(browser, PAGE, title="Bìa", province="")
    assert (answer.status_code, "valid certificate" in answer.text) == (422, True)


def page_of(**facts):
    values = {
        "province": "Đồng Nai", "name": "Nước mắm", "producer": "Cơ sở Hương Quê", "award": "Cấp tỉnh 2026",
        "description": "Ủ chượp mười hai tháng.", "facts": (), "code": "75",
    }  # fmt: skip
    return BrochurePage(**(values | facts))


def texts_of(data):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_map_names_every_province_and_whose_the_islands_are():
    names = {row[0]: row[1] for row in LIST_2025}
    text = texts_of(brochure_pdf("Bìa", "", [page_of()], names=names))[1]
    assert [name for name in names.values() if any(word not in text for word in name.split())] == []
    for needed in ("Quần đảo Hoàng Sa (Đà Nẵng)", "Quần đảo Trường Sa (Khánh Hòa)", "không theo tỷ lệ"):
        assert needed in text


def test_each_product_keeps_to_one_page_however_long_its_name_and_text():
    long = page_of(
        name="Bộ quà tặng đặc sản " * 12, description="Mô tả sản phẩm rất dài. " * 400, picture=png()
    )
    short = page_of(name="Không có hình")
    texts = texts_of(brochure_pdf("Bìa", "", [long, short]))
    assert (len(texts), "Chưa có hình ảnh" in texts[3], "Chưa có hình ảnh" in texts[2]) == (4, True, False)


def png():
    out = io.BytesIO()
    Image.new("RGB", (1200, 1600), "#88aa77").save(out, "PNG")
    return out.getvalue()
