"""Many activities at once: fifteen rows of a page, a thousand rows of a file."""

import io
import re
from html import unescape

import openpyxl

from app.core.database.base import db
from app.core.documents.tables.tables import xlsx_of
from programme.models import Activity, Fact
from tests.helpers import send
from tests.helpers.statements import statements

PAGE, MANY = "/can-bo/hoat-dong/nhap-bang", "/can-bo/hoat-dong/nhap-nhieu"
HEAD = ("Loại  hoạt động", "Tên hoạt động", "Từ ngày", "Số lượng", "Tỉnh, thành phố", "Chứng từ")


def officer(login_as, factory):
    factory.loaded_programme("quoc-gia")
    factory.loaded_programme("dong-nai")
    return login_as(factory.user("officer-province", unit_id=factory.unit("75").id))


def upload(client, rows):
    data = xlsx_of("Hoạt động", HEAD, rows)
    return send(client, PAGE, file=(io.BytesIO(data), "hoat-dong.xlsx"))


def sent_table(page):
    return unescape(re.search(r'name="table" value="([^"]*)"', page.text)[1])


def test_a_thousand_rows_with_their_errors(login_as, factory):
    client = officer(login_as, factory)
    rows = [["Hội thảo", f"Hội thảo số {n}", "5/6/2023", "1", "Đồng Nai", "BC 1"] for n in range(1000)]
    rows[10][2] = "35/6/2023"
    rows[20][0] = "Múa rối"
    rows[30][4] = "Hà Nội"
    rows[40][4] = "Sài Gòn"
    rows[50][3] = "nhiều"
    rows[60] = list(rows[59])
    rows[70][0] = " Hội  thảo"
    page = upload(client, rows)
    assert page.status_code == 200
    assert db.session.query(Activity).count() == 0, "nothing is written before it is confirmed"
    text = unescape(page.text)
    for words in ("Sẽ ghi: 994", "Lỗi: 5"):
        assert words in re.sub(r"<[^>]+>", "", text)
    entered = send(client, f"{PAGE}/ghi", page=PAGE, table=sent_table(page))
    assert entered.status_code == 303
    assert db.session.query(Activity).count() == 994
    assert db.session.query(Fact).filter_by(source_kind="workshop").count() == 994
    again = upload(client, rows)
    assert "Đã ghi từ trước: 995" in re.sub(r"<[^>]+>", "", unescape(again.text))
    errors = send(client, f"{PAGE}/tep", page=PAGE, table=sent_table(page))
    sheet = openpyxl.load_workbook(io.BytesIO(errors.data)).active
    told = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(told) == 5
    assert told[1] == "Loại hoạt động: Không có loại hoạt động này. Dùng tên trong tệp mẫu."


def test_fifteen_rows_of_a_page_keep_what_was_typed(login_as, factory):
    client = officer(login_as, factory)
    good = {
        "r0-kind": "workshop",
        "r0-title": "Hội thảo một",
        "r0-starts_on": "5/6/2023",
        "r0-number": "1",
        "r0-unit": "Đồng Nai",
    }
    wrong = {
        "r1-kind": "workshop",
        "r1-title": "Hội thảo hai",
        "r1-starts_on": "hôm qua",
        "r1-number": "1",
        "r1-unit": "Đồng Nai",
    }
    page = send(client, MANY, page=MANY, **good, **wrong)
    assert page.status_code == 422
    assert "hôm qua" in page.text
    assert 'href="#r1-starts_on"' in page.text
    assert db.session.query(Activity).count() == 0
    page = send(client, MANY, page=MANY, **good, **wrong | {"r1-starts_on": "6/6/2023"})
    assert page.status_code == 303
    assert [row.title for row in db.session.query(Activity).order_by(Activity.id)] == [
        "Hội thảo một",
        "Hội thảo hai",
    ]
    assert send(client, MANY, page=MANY).status_code == 422


def test_the_model_file_names_every_column(login_as, factory):
    client = officer(login_as, factory)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}/mau.xlsx").data))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[:3] == ["Loại hoạt động", "Tên hoạt động", "Từ ngày"]
    assert len(heads) == 23
    assert book.worksheets[1]["A2"].value == "Mô hình trình diễn kỹ thuật"
    assert client.get(f"{PAGE}/mau.pdf").status_code == 404


def test_a_broken_table_of_the_check_is_no_page(login_as, factory):
    client = officer(login_as, factory)
    for table in ("", "{", '{"headings": [], "rows": []}', '{"headings": ["Tên"], "rows": [["x"]]}'):
        assert send(client, f"{PAGE}/ghi", page=PAGE, table=table).status_code == 404


def test_targets_facilities_and_provinces_are_read_once_for_a_file_and_not_for_each_row(login_as, factory):
    client = officer(login_as, factory)
    for number in range(3):
        factory.facility(name=f"Cơ sở {number}")
    head = (*HEAD, "Cơ sở")
    rows = [
        ["Hội thảo", f"Hội thảo số {n}", "5/6/2023", "1", "Đồng Nai", "BC 1", f"Cơ sở {n % 3}"]
        for n in range(9)
    ]
    page = send(client, PAGE, file=(io.BytesIO(xlsx_of("Hoạt động", head, rows)), "hoat-dong.xlsx"))
    with statements() as said:
        assert send(client, f"{PAGE}/ghi", page=PAGE, table=sent_table(page)).status_code == 303
    seen = [" ".join(statement.split()) for statement, _values in said]
    assert db.session.query(Activity).count() == 9
    assert sum("FROM programme_target LEFT OUTER JOIN programme " in one for one in seen) == 1
    assert sum("FROM facility LEFT OUTER JOIN administrative_unit" in one for one in seen) == 1
    assert sum("FROM administrative_unit WHERE administrative_unit.valid_from" in one for one in seen) == 1
