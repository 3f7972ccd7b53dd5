"""Entries from a spreadsheet: checked first, written once, the file returned with its errors."""

import csv
import html
import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import func, select

from app.core.clock import VIETNAM, today
from app.core.database.base import db
from traceability.models import LotInput, TraceEvent

PAGE = "/co-so-cua-toi/lo/nhap-bang"
HEAD = ["Mã lô", "Việc", "Ngày", "Số lượng", "Đơn vị tính", "Nguyên liệu đã dùng", "Ghi chú"]


@pytest.fixture
def lots(factory, product):
    raw = factory.input_lot(product.facility, code="CA-01", by=None)
    return {"raw": raw.id, "made": factory.lot(product, code="NM-01").id}


def day(ago):
    return f"{today() - timedelta(days=ago):%d/%m/%Y}"


def rows_of(*, made="NM-01"):
    return [
        ["CA-01", "Nhận hàng", day(9), "500", "kg", "", ""],
        [made, "Sản xuất", day(8), "120", "chai", "CA-01: 300,5 kg", "Mẻ một"],
        ["nm-01", "ủ", day(2), "", "", "", ""],
    ]


def as_csv(rows, head=HEAD, *, mark="\ufeff", comma=";"):
    out = io.StringIO()
    csv.writer(out, delimiter=comma).writerows([head, *rows])
    return (mark + out.getvalue()).encode()


def token(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def check(maker, data, path=PAGE, name="so.csv"):
    page = maker.get(path).get_data(as_text=True)
    return maker.post(path, data={"csrf_token": token(page), "file": (io.BytesIO(data), name)})


def hidden(answer):
    page = answer.get_data(as_text=True)
    table = html.unescape(re.search(r'name="table" value="([^"]*)"', page)[1])
    return {"csrf_token": token(page), "table": table}


def count_events():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(TraceEvent))


def test_table_is_shown_first_and_written_once(maker, lots):
    shown = check(maker, as_csv(rows_of()))
    assert (shown.status_code, count_events()) == (200, 0)
    assert "Ghi 3 dòng" in shown.get_data(as_text=True)
    assert maker.post(f"{PAGE}/ghi", data=hidden(shown)).status_code == 303
    assert count_events() == 3
    made = db.session.scalars(select(TraceEvent).where(TraceEvent.kind == "make")).one()
    assert (made.lot_id, made.quantity, made.unit, made.note) == (
        lots["made"],
        Decimal(120),
        "chai",
        "Mẻ một",
    )
    assert made.happened_at == datetime.combine(today() - timedelta(days=8), time(12), VIETNAM)
    used = db.session.scalars(select(LotInput)).one()
    assert (used.input_lot_id, used.quantity, used.unit) == (lots["raw"], Decimal("300.5"), "kg")

    again = check(maker, as_csv(rows_of(), comma=","))
    assert "Đã ghi từ trước: 3" in again.get_data(as_text=True)
    assert maker.post(f"{PAGE}/ghi", data=hidden(again)).status_code == 303
    assert count_events() == 3


def test_rows_with_errors_stay_out_and_come_back_with_what_is_wrong(maker, lots):
    bad = [
        ["KHAC-9", "Nhận hàng", "hôm qua", "1.500", "kg", "", ""],
        ["NM-01", "Bán", "1/1/2999", "2", "", "", "=1+1"],
    ]
    shown = check(maker, as_csv([*rows_of(), *bad]))
    page = shown.get_data(as_text=True)
    assert shown.status_code == 200
    for text in (
        "Mã lô: Cơ sở không có lô mang mã này.",
        "Ngày: Hãy viết ngày dạng 22/11/2026.",
        "Số lượng: Số này có thể hiểu theo hai cách. Hãy viết 1500 hoặc 1,5",
        "Đơn vị tính: Hãy chọn đơn vị",
    ):
        assert text in html.unescape(page), text
    back = maker.post(f"{PAGE}/tep", data=hidden(shown) | {"format": "xlsx"})
    cells = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(back.data)).active.iter_rows()
    ]
    assert cells[0] == [*HEAD, "Lỗi"]
    assert [bool(row[-1]) for row in cells[1:]] == [False, False, False, True, True]
    assert cells[5][6] == "=1+1"
    text = maker.post(f"{PAGE}/tep", data=hidden(shown) | {"format": "csv"}).data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[5][6] == "'=1+1"
    assert maker.post(f"{PAGE}/ghi", data=hidden(shown)).status_code == 303
    assert count_events() == 3

    lines[4][:4] = ["CA-01", "Nhận hàng", day(1), "1500"]
    lines[5][2:5] = [day(1), "2", "chai"]
    fixed = check(maker, as_csv(lines[1:], head=lines[0]))
    assert "Ghi 2 dòng" in fixed.get_data(as_text=True)
    maker.post(f"{PAGE}/ghi", data=hidden(fixed))
    db.session.rollback()
    assert db.session.scalars(select(TraceEvent.note).where(TraceEvent.kind == "sell")).one() == "=1+1"


def test_workbook_is_read_with_its_days_and_numbers(maker, lots):
    book = openpyxl.Workbook()
    book.active.append(["Sổ của xưởng"])
    book.active.append(["Lot code", "What was done", "Day", "Time", "Temperature, °C"])
    book.active.append(["NM-01", "Ferment", date(2026, 1, 5), time(7, 30), 31.5])
    out = io.BytesIO()
    book.save(out)
    path = "/en/my-facility/lots/import"
    shown = check(maker, out.getvalue(), path, "book.xlsx")
    assert maker.post(f"{path}/enter", data=hidden(shown)).status_code == 303
    row = db.session.scalars(select(TraceEvent)).one()
    assert row.happened_at == datetime(2026, 1, 5, 7, 30, tzinfo=VIETNAM)
    assert (row.happened_precision, row.readings) == ("minute", [{"kind": "Temperature", "value": "31.5"}])


def test_model_file_can_be_filled_in_and_entered(maker, lots):
    for path, suffix in ((PAGE, "mau"), ("/en/my-facility/lots/import", "model")):
        book = openpyxl.load_workbook(io.BytesIO(maker.get(f"{path}/{suffix}.xlsx").data))
        words = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2, max_row=12)]
        for number, kind in enumerate(words):
            inputs = "CA-01" if number == 1 else None
            cells = {1: "NM-01", 3: kind, 4: "1/2/2026", 8: inputs, 9: "Cửa hàng A"}
            for column, value in cells.items():
                book.worksheets[0].cell(number + 2, column, value)
        out = io.BytesIO()
        book.save(out)
        answer = check(maker, out.getvalue(), path, "x.xlsx")
        assert 'class="row-wrong"' not in answer.get_data(as_text=True)
        assert maker.get(f"{path}/{suffix}.csv").status_code == 200
    assert maker.get(f"{PAGE}/mau.pdf").status_code == 404


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 31_000_000)
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "Tệp không có nội dung"),
        (b"PK\x03\x04 no workbook", "Tệp bị thiếu phần cuối"),
        (b"\x89PNG\r\n\x1a\n\0", "Đây là tệp PNG, không phải bảng tính"),
        (b"a\0b;c", "Không đọc được tệp này"),
        (b"\xff\xfeM\x00\x00\xd8", "Không đọc được bộ chữ"),
        (b"x;y\n1;2", "Tệp thiếu các cột: Mã lô, Việc, Ngày"),
        (as_csv([]), "Không có dòng nào"),
        (as_csv([["a" * 1000] * 7] * 60), "Tệp quá nhiều nội dung"),
        (b'"' + b"a" * 200_000, "Không đọc được tệp này"),
    ],
)
def test_file_that_is_no_table_is_refused(maker, lots, data, text):
    answer = check(maker, data)
    assert answer.status_code == 422
    assert text in html.unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("make", "text"), [(bomb, "Tệp quá nhiều nội dung"), (with_entities, "Không đọc được")]
)
def test_workbook_that_is_a_trap_is_refused(maker, lots, make, text):
    answer = check(maker, make(), name="a.xlsx")
    assert (answer.status_code, text in answer.get_data(as_text=True)) == (422, True)


def test_no_file_is_asked_for(maker, lots):
    page = maker.get(PAGE).get_data(as_text=True)
    assert maker.post(PAGE, data={"csrf_token": token(page)}).status_code == 422


@pytest.mark.parametrize(
    "table", ["", "[]", "{", '{"headings": [], "rows": []}', '{"headings": ["a"], "rows": [[1, [2]]]}',
              '{"headings": ["a"], "rows": [["x", ["b"]]]}', "[" * 5000],
)  # fmt: skip
def test_table_that_no_page_sent_leads_nowhere(maker, lots, table):
    data = {"csrf_token": token(maker.get(PAGE).get_data(as_text=True)), "table": table}
    assert [maker.post(f"{PAGE}/{act}", data=data).status_code for act in ("ghi", "tep")] == [404, 404]


def test_table_of_wrong_rows_alone_writes_nothing(maker, lots):
    shown = check(maker, as_csv([["KHAC", "Bán", day(1), "", "", "", ""]]))
    assert "Ghi 1 dòng" not in shown.get_data(as_text=True)
    assert maker.post(f"{PAGE}/ghi", data=hidden(shown)).status_code == 422
    assert count_events() == 0


def test_lot_of_another_facility_or_of_two_products_is_not_taken(factory, maker, product, lots):
    factory.lot(factory.product(), code="LA-01")
    other = factory.product(name_vi="Mắm nêm", facility=product.facility)
    factory.lot(other, code="NM-01")
    rows = [["LA-01", "Bán", day(1)], ["NM-01", "Bán", day(1)]]
    page = html.unescape(check(maker, as_csv(rows, HEAD[:3])).get_data(as_text=True))
    assert "Cơ sở không có lô mang mã này" in page
    assert "Có nhiều lô mang mã này" in page
    named = [["NM-01", "Bán", day(1), "mam nem"]]
    assert "Ghi 1 dòng" in check(maker, as_csv(named, [*HEAD[:3], "Sản phẩm"])).get_data(as_text=True)
