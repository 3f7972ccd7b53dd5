"""Rows of printed copies that look counted already are asked about, and entered once they say what they are."""

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest

from app.core.database.base import db
from app.core.documents.tables.tables import xlsx_of
from catalog.brochure.prints import PrintData, note_print
from programme.facts.tasks import follow_own_facts
from programme.models import Activity, Fact
from tests.helpers import send
from tests.helpers.voting.acts import act

PAGE, MANY = "/can-bo/hoat-dong/nhap-bang", "/can-bo/hoat-dong/nhap-nhieu"
HEAD = ("Loại hoạt động", "Tên hoạt động", "Từ ngày", "Số lượng", "Tỉnh, thành phố", "Chứng từ", "Đợt in")
COUNTED = "Sản phẩm tiêu biểu (1500; 10/05/2024; Hóa đơn 12)"


@pytest.fixture
def office(login_as, factory):
    """An officer's browser; 1,500 copies were noted as printed on 10 May 2024 by invoice 12."""
    factory.loaded_programme("dong-nai")
    person = factory.user("officer-province", unit_id=factory.unit("75").id)
    data = PrintData("Sản phẩm tiêu biểu", 1_500, date(2024, 5, 10), "Hóa đơn 12", factory.unit("75", "2004"))
    act(person, note_print, data)
    follow_own_facts()
    return login_as(person)


def row(
    title="Tập gấp", day="5/6/2024", copies="1500", document="Báo cáo 7", run="", kind="Ấn phẩm giới thiệu"
):
    return [kind, title, day, copies, "Đồng Nai", document, run]


def checked(office, *rows):
    """The page of the check and its text."""
    page = send(office, PAGE, file=(io.BytesIO(xlsx_of("Hoạt động", HEAD, list(rows))), "in.xlsx"))
    return page, re.sub(r"<[^>]+>", "", unescape(page.text))


def entered(office, *rows):
    page, _text = checked(office, *rows)
    table = unescape(re.search(r'name="table" value="([^"]*)"', page.text)[1])
    answer = send(office, f"{PAGE}/ghi", page=PAGE, table=table)
    follow_own_facts()
    db.session.expire_all()
    return answer.status_code


def copies_counted():
    return sum(fact.number for fact in db.session.query(Fact).filter(Fact.withdrawn_at.is_(None)))


def test_a_row_like_copies_counted_is_asked_about_and_not_entered(office):
    page, text = checked(office, row())
    assert ("Đã tính chưa? 1" in text, COUNTED in text, "Sẽ ghi: 0" in text) == (True, True, True)
    assert entered(office, row()) == 422
    assert (db.session.query(Activity).count(), copies_counted()) == (0, 1_500)
    table = unescape(re.search(r'name="table" value="([^"]*)"', page.text)[1])
    book = openpyxl.load_workbook(io.BytesIO(send(office, f"{PAGE}/tep", page=PAGE, table=table).data))
    assert COUNTED in [cell.value for cell in book.active[2]][-1]


@pytest.mark.parametrize(
    ("said", "total", "is_linked"),
    [
        ("Hóa đơn 12", 1_500, True),
        ("sản phẩm TIÊU BIỂU", 1_500, True),
        ("khác", 3_000, False),
        ("Other", 3_000, False),
    ],
)
def test_a_row_that_says_which_run_it_is_counts_as_said(office, said, total, is_linked):
    assert entered(office, row(run=said)) == 303
    assert copies_counted() == total
    assert (db.session.query(Activity).one().brochure_id is not None) is is_linked


def test_a_run_that_nobody_knows_is_an_error(office):
    _page, text = checked(office, row(run="Hóa đơn 99"))
    assert ("Lỗi: 1" in text, "Không có bản in nào quanh ngày này được tính với “Hóa đơn 99”" in text) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    "values",
    [
        {"copies": "1499"},
        {"day": "11/6/2024"},
        {"document": "hóa đơn 12"},
        {"kind": "Bản tin"},
    ],
)
def test_other_numbers_days_kinds_and_the_same_paper_are_not_asked_about(office, values):
    _page, text = checked(office, row(**values))
    assert "Sẽ ghi: 1" in text


def test_what_an_activity_counts_is_there_and_rows_of_one_file_see_each_other(office):
    assert entered(office, row("Tập gấp một", run="Hóa đơn 12")) == 303
    _page, text = checked(office, row("Tập gấp hai", run="Tập gấp một"), row("Tập gấp ba", run="Hóa đơn 12"))
    assert "Đã ghi từ trước: 2" in text
    _page, text = checked(
        office, row("Sách một", copies="700", day="1/9/2024"), row("Sách hai", copies="700", day="2/9/2024")
    )
    assert ("Sẽ ghi: 1" in text, "Sách một (700; 01/09/2024; Báo cáo 7)" in text) == (True, True)


def test_the_page_for_fifteen_asks_too(office):
    typed = dict(
        zip(("kind", "title", "starts_on", "number", "unit", "document"), row(kind="brochure"), strict=False)
    )
    form = {f"r0-{name}": value for name, value in typed.items()}
    page = send(office, MANY, page=MANY, **form)
    assert page.status_code == 422
    assert ('href="#r0-print_run"' in page.text, COUNTED in unescape(page.text)) == (True, True)
    assert send(office, MANY, page=MANY, **form, **{"r0-print_run": "khác"}).status_code == 303


def test_the_form_of_one_activity_asks_before_it_is_saved(office, factory):
    one = "/can-bo/hoat-dong/moi"
    assert 'id="print_run"' not in office.get(one).text
    form = {
        "kind": "brochure", "title": "Tập gấp", "starts_on": "5/6/2024", "number": "1500", "document": "Báo cáo 7",
        "province": str(factory.unit("75", "2004").id), "then": "held",
    }  # fmt: skip
    page = send(office, one, **form)
    asked = (
        COUNTED in unescape(page.text),
        'href="#print_run"' in page.text,
        'value="Báo cáo 7"' in page.text,
    )
    assert (page.status_code, asked, db.session.query(Activity).count()) == (422, (True, True, True), 0)
    assert send(office, one, **form, print_run="Hóa đơn 12").status_code == 303
    follow_own_facts()
    assert (copies_counted(), db.session.query(Activity).one().brochure_id is not None) == (1_500, True)
    page = send(office, one, **form | {"title": "Tập gấp, lần nữa"}, print_run="Hóa đơn 12")
    assert (page.status_code, "Các bản in này đã được ghi" in page.text) == (422, True)
    kept = send(
        office, f"/can-bo/hoat-dong/{db.session.query(Activity).one().id}/sua", **form | {"title": "Khác"}
    )
    assert kept.status_code == 303
