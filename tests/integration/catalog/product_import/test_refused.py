"""A file that the job refuses, a step pressed twice, a cell that says nothing: told in words."""

import html
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app.accounts.models import Membership
from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.jobs import run_pending
from catalog.enums import ImportState, ProductState
from catalog.models import Product
from catalog.product_import.services import cancel_import, order_entering
from catalog.product_import.tasks import clean
from tests.helpers import send
from tests.integration.catalog.product_import.test_import import act, book, names, start, the_import

HEAD = ["Tên sản phẩm", "Nhóm sản phẩm", "Mô tả ảnh"]
GOOD = ["Mắm nêm", "khac", ""]
PAGE = "/co-so-cua-toi/nhap-san-pham/"


def told():
    made = the_import()
    return made.state, made.report.get("refusal", "")


def test_a_table_without_a_column_that_is_needed_is_refused_by_the_name_of_the_column(facility):
    start(facility, book(["Mắm nêm"], head=["Tên sản phẩm"]))
    run_pending()
    state, refusal = told()
    assert state == ImportState.REFUSED
    assert "Nhóm sản phẩm" in refusal


def test_who_does_not_look_after_the_facility_any_more_enters_nothing(facility):
    start(facility, book(GOOD, head=HEAD))
    _leave()
    run_pending()
    assert told()[0] == ImportState.REFUSED
    import_id = start(facility, book(GOOD, head=HEAD))
    run_pending()
    act(order_entering, facility, import_id)
    _leave()
    run_pending()
    state, refusal = told()
    assert (state, names()) == (ImportState.REFUSED, [])
    assert refusal != ""


def _leave():
    """Whoever sent the latest file is no member any more."""
    with transaction() as session:
        session.delete(session.query(Membership).filter_by(user_id=the_import().user_id).one())


def test_a_step_pressed_twice_is_told_and_a_stranger_finds_nothing(factory, facility, member, login_as):
    import_id = start(facility, book(GOOD, head=HEAD))
    run_pending()
    page = f"{PAGE}{import_id}"
    assert send(member, f"{page}/enter", page=page).status_code == 303
    run_pending()
    own = f"/co-so-cua-toi/{facility.id}/nhap-san-pham"
    assert send(member, f"{page}/cancel", page=own).status_code == 303
    assert "Không còn thực hiện được" in member.get(page).text
    assert (the_import().state, names()) == (ImportState.ENTERED, ["Mắm nêm"])
    theirs = factory.facility()
    other = login_as(factory.user("facility", facility_id=theirs.id))
    for act_of in ("enter", "cancel"):
        answer = send(other, f"{page}/{act_of}", page=f"/co-so-cua-toi/{theirs.id}/nhap-san-pham")
        assert answer.status_code == 404


def test_products_sent_in_meanwhile_stay_and_the_page_says_so(facility, member):
    import_id = start(facility, book(GOOD, ["Mắm ruốc", "khac", ""], head=HEAD))
    run_pending()
    act(order_entering, facility, import_id)
    run_pending()
    page = f"{PAGE}{import_id}/hoan-tac"
    with transaction() as session:
        product = session.scalars(select(Product).where(Product.name_vi == "Mắm nêm")).one()
        product.state = ProductState.SUBMITTED
    answer = send(member, page)
    assert answer.status_code == 303
    assert "1 sản phẩm" in member.get(answer.location).text
    assert names() == ["Mắm nêm", "Mắm ruốc"]


def test_a_file_under_way_for_a_month_is_kept_and_one_without_a_job_is_dropped(facility):
    import_id = start(facility, book(GOOD, head=HEAD))
    file, begun = the_import().table_file, the_import().created_at
    with use_clock(FixedClock(begun + timedelta(days=31))):
        clean()
    assert (ports().files.exists(file), the_import().state) == (True, ImportState.CHECKING)
    run_pending()
    with transaction():
        the_import().job_id = None
    act(cancel_import, facility, import_id)
    assert the_import().state == ImportState.CANCELLED


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Mắm nêm", "khac", "x" * 301], "Mô tả ảnh: "),
        (["=A1&A2", "khac", ""], "Tên sản phẩm: "),
    ],
)
def test_what_a_cell_does_not_say_is_told_behind_its_row(facility, cells, said):
    head = [*HEAD, "Ảnh"]
    start(facility, book([*cells, "a.jpg"], head=head))
    run_pending()
    made = the_import()
    sheet = openpyxl.load_workbook(io.BytesIO(ports().files.get(made.errors_file))).active
    assert (made.good, made.wrong) == (0, 1)
    assert said in list(sheet.iter_rows(values_only=True))[1][-1]


def test_a_character_nobody_sees_is_named_behind_its_row(facility):
    start(facility, "Tên sản phẩm,Nhóm sản phẩm\nMắm\u200e nêm\x07,khac\n".encode())
    run_pending()
    made = the_import()
    assert (made.good, made.wrong) == (0, 1)
    assert "Tên sản phẩm: " in made.report["faults"][0][2][0]
    assert db.session.query(Product).count() == 0


def test_what_is_no_table_is_refused_by_the_job_in_words(facility, member):
    import_id = start(facility, b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
    run_pending()
    state, refusal = told()
    assert state == ImportState.REFUSED
    assert refusal in html.unescape(member.get(f"{PAGE}{import_id}").text)
