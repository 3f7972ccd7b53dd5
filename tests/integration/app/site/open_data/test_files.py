"""Open data: files that a job makes at night, sent as they are, never made for a request."""

import csv
import gzip
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.jobs import Job, run_pending
from app.site.open_data import reads, routes
from app.site.open_data.models import OpenDataFile
from app.site.open_data.tasks import order_files
from app.site.whole_files import queries as whole_files
from catalog.enums import ProductState
from catalog.models import Product
from catalog.products.services import withdraw_product
from catalog.search.tasks import rebuild_index
from tests.factories.catalog import member_actor
from tests.helpers.gateway import as_the_server_asks

FIRST, SECOND = datetime(2026, 11, 2, 19, tzinfo=UTC), datetime(2026, 11, 3, 19, tzinfo=UTC)
NAMES = ["SHA256SUMS.txt"] + [
    f"{table}{end}"
    for table in ("certificates", "facilities", "products", "results", "units")
    for end in ("-changes.csv", ".csv", ".jsonld", ".xlsx")
]


def night(at):
    with use_clock(FixedClock(at)):
        order_files()
        run_pending()


def table(client, name):
    return list(csv.DictReader(io.StringIO(client.get(f"/du-lieu-mo/{name}").data.decode("utf-8-sig"))))


@pytest.fixture
def made(factory):
    place = factory.facility(name="HTX Gốm Việt", unit_code="01")
    vase = factory.product(place, name_vi="Bình gốm =men", group="thu-cong-my-nghe")
    factory.award(vase, number="CNNT-01-2026-0001", issued_on=date(2026, 1, 5))
    factory.product(place, name_vi="Nháp", state=ProductState.DRAFT)
    slug = vase.slug
    night(FIRST)
    return slug


def test_a_night_leaves_every_table_in_every_form_once(client, made):
    assert sorted(row.name for row in db.session.query(OpenDataFile)) == sorted(NAMES)
    with use_clock(FixedClock(FIRST)):
        order_files()
    assert db.session.query(Job).filter_by(kind="site.open_data").count() == 1
    (product,) = table(client, "products.csv")
    assert (product["name_vi"], product["province_code"], product["certificate"]) == (
        "Bình gốm =men", "01", "CNNT-01-2026-0001",
    )  # fmt: skip
    assert product["url"] == f"http://127.0.0.1:8000/san-pham/{made}"
    units = table(client, "units.csv")
    assert sum(row["list"] == "2025" for row in units) == 34
    assert next(row["became"] for row in units if row["name_vi"] == "Bến Tre") == "Vĩnh Long"


def test_the_files_agree_with_their_checksums(client, made):
    sums = dict(line.split("  ")[::-1] for line in client.get("/du-lieu-mo/SHA256SUMS.txt").text.splitlines())
    assert sorted(sums) == sorted(name for name in NAMES if name != "SHA256SUMS.txt")
    for name, digest in sums.items():
        assert hashlib.sha256(client.get(f"/du-lieu-mo/{name}").data).hexdigest() == digest


def test_json_ld_spreadsheet_and_catalogue(client, made):
    data = json.loads(client.get("/du-lieu-mo/products.jsonld").data)
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [(row["@type"], row["name"]) for row in data["hasPart"]] == [("Product", "Bình gốm =men")]
    sheet = load_workbook(io.BytesIO(client.get("/du-lieu-mo/products.xlsx").data)).active
    assert [cell.value for cell in sheet[2]][:2] == [made, "Bình gốm =men"]
    found = json.loads(client.get("/du-lieu-mo/catalog.jsonld").data)
    (products,) = [row for row in found["dcat:dataset"] if row["dct:identifier"] == "products"]
    forms = {row["dct:title"]: row for row in products["dcat:distribution"]}
    assert set(forms) == {"products.csv", "products.jsonld", "products.xlsx", "products-changes.csv"}
    sent = client.get("/du-lieu-mo/products.csv").data
    assert forms["products.csv"]["dcat:byteSize"]["@value"] == str(len(sent))
    assert (
        forms["products.csv"]["spdx:checksum"]["spdx:checksumValue"]["@value"]
        == hashlib.sha256(sent).hexdigest()
    )


def test_sent_zipped_with_a_validator_and_in_parts(client, made):
    path = "/du-lieu-mo/products.csv"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(path, headers={"Range": "bytes=3-6", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.data) == (206, plain.data[3:7])
    assert part.headers["Content-Range"] == f"bytes 3-6/{len(plain.data)}"
    assert client.get(path, headers={"Range": "bytes=99999-"}).status_code == 416
    assert client.get("/du-lieu-mo/nothing.csv").status_code == 404


PUBLIC = [
    "/san-pham.csv", "/giay-chung-nhan.csv", "/du-lieu-mo/products.xlsx", "/en/open-data/units.jsonld",
    "/du-lieu-mo/SHA256SUMS.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_file_is_read_whole_after_its_request_has_ended(app, client, made, path):
    plain, packed = as_the_server_asks(app, path), as_the_server_asks(app, path, "gzip")
    assert (plain.status, packed.status) == (200, 200)
    assert gzip.decompress(packed.body) == plain.body == client.get(path).data != b""


def test_the_difference_names_what_was_added_changed_and_removed(client, factory):
    vase, gone = factory.product(name_vi="Bình gốm"), factory.product(name_vi="Sẽ rút")
    factory.product(name_vi="Không đổi")
    gone_id, vase_id = gone.id, vase.id
    night(FIRST)
    with transaction() as session:
        session.get_one(Product, gone_id).state = ProductState.WITHDRAWN
        session.get_one(Product, vase_id).name_en = "Vase"
    factory.product(name_vi="Mới thêm")
    night(SECOND)
    rows = [(row["change"], row["name_vi"], row["slug"]) for row in table(client, "products-changes.csv")]
    assert [row[:2] for row in rows] == [("changed", "Bình gốm"), ("added", "Mới thêm"), ("removed", "")]
    assert rows[2][2].startswith("se-rut")


def test_who_leaves_the_public_leaves_the_files_within_minutes(client, factory):
    with use_clock(FixedClock(FIRST - timedelta(hours=1))):
        gone = factory.product(name_vi="Sẽ rút")
        kept, gone_id, actor = factory.product(name_vi="Ở lại").slug, gone.id, member_actor(gone.facility)
    night(FIRST)
    with use_clock(FixedClock(FIRST + timedelta(minutes=10))), transaction():
        withdraw_product(actor, gone_id)
    night(FIRST + timedelta(minutes=12))
    assert [row["slug"] for row in table(client, "products.csv")] == [kept]
    order_again = db.session.query(Job).filter_by(kind="site.open_data").count()
    night(FIRST + timedelta(minutes=14))
    assert db.session.query(Job).filter_by(kind="site.open_data").count() == order_again == 2


def test_the_whole_list_is_the_file_of_the_night_and_a_narrowed_one_is_short(client, factory, made):
    factory.product(name_vi="Sau nửa đêm")
    whole = client.get("/san-pham.csv")
    assert whole.data == client.get("/du-lieu-mo/products.csv").data
    assert "Sau nửa đêm" not in whole.data.decode()
    for path in ("/co-so.csv", "/giay-chung-nhan.csv", "/ket-qua.csv"):
        assert "max-age=300" in client.get(path).headers["Cache-Control"]
    page = client.get("/du-lieu-mo").text
    assert "Tệp được tạo lại mỗi đêm" in page
    assert "/en/open-data/products.csv" in client.get("/en/open-data").text


def test_before_the_first_night_the_page_says_so_and_whole_lists_are_drawn_whole(
    client, factory, monkeypatch
):
    assert "trong vài phút" in client.get("/du-lieu-mo").text
    monkeypatch.setattr(reads, "BATCH", 2)
    for number in (1, 2, 3):
        factory.award(factory.product(name_vi=f"Gốm {number}"), number=f"CNNT-01-2026-000{number}")
    for path in ("/san-pham.csv", "/co-so.csv", "/giay-chung-nhan.csv", "/ket-qua.csv"):
        assert len(client.get(path).text.splitlines()) == 4, path


def test_no_request_draws_a_large_table_and_who_asks_before_the_first_night_hears_when_to_come_again(
    client, factory, monkeypatch
):
    monkeypatch.setattr(whole_files, "SMALL", 0)
    factory.product()
    for path in ("/san-pham.csv", "/co-so.csv", "/giay-chung-nhan.csv", "/ket-qua.csv"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120"), path
        assert "Tệp này đang được tạo" in answer.text, path
    night(FIRST)
    assert len(client.get("/san-pham.csv").text.splitlines()) == 2


def test_spreadsheet_of_a_narrowed_list_says_how_much_of_it_it_gives(client, factory, monkeypatch):
    monkeypatch.setattr(routes, "CSV_ROWS", 2)
    for number in (1, 2, 3):
        factory.product(name_vi=f"Gốm {number}", group="thu-cong-my-nghe")
    rebuild_index()
    assert "(CSV)" in client.get("/san-pham").text
    assert "(CSV, 2 dòng đầu)" in client.get("/san-pham?group=thu-cong-my-nghe").text
    assert "(CSV, the first 2)" in client.get("/en/products?group=thu-cong-my-nghe").text


def test_files_of_earlier_nights_go_unless_the_same_bytes_are_sent_today(client, factory, made):
    before = {row.name: row.file for row in db.session.query(OpenDataFile)}
    factory.product(name_vi="Sau nửa đêm")
    night(FIRST + timedelta(days=4))
    db.session.rollback()
    assert len({row.day for row in db.session.query(OpenDataFile)}) == 1
    kept = [ports().files.exists(before[name]) for name in ("products.csv", "units.csv")]
    assert kept == [False, True]


def test_files_that_are_ordered_already_are_not_ordered_again(app):
    for at in (FIRST, FIRST + timedelta(minutes=2)):
        with use_clock(FixedClock(at)):
            order_files()
    assert db.session.query(Job).filter_by(kind="site.open_data").count() == 1
