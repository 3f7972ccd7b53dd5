"""The brochure: ordered by an officer, drawn by a job with progress, downloaded by whoever ordered it."""

import io

import pypdf
import pytest

from app.core.clock import today
from app.core.db import db
from app.core.jobs import Job, run_pending
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
    assert ("Đồng Nai 2026" in texts[0], "Nước mắm được chọn" in texts[2], len(texts)) == (True, True, 3)
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
    assert (answer.status_code, "certificate in force" in answer.text) == (422, True)
