"""Products from a spreadsheet: looked at, entered as a whole, cancelled, undone, and the same table out again."""

import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken
from app.core.ports import ports
from app.core.storage import StorageDown
from app.core.work.jobs import Job, JobState, run_pending
from catalog.acts import free_slugs
from catalog.enums import ImportState, ProductState
from catalog.models import ImportedProduct, ListingChange, Product, ProductImport, ProductPicture
from catalog.product_import.services import (
    ImportFiles,
    cancel_import,
    order_entering,
    start_import,
    undo_import,
)
from catalog.product_import.tasks import clean
from tests.factories import zips
from tests.factories.catalog import member_actor
from tests.helpers import wrong_fields
from tests.integration.catalog.conftest import jpeg

HEAD = ["Tên sản phẩm", "Nhóm sản phẩm", "Khối lượng tịnh", "Mã GTIN", "Ảnh", "Mô tả ảnh"]
GOOD = ["Mắm nêm Bà Tám", "Chế biến nông, lâm, thủy sản và thực phẩm", "500 ml", 8938505974194, "truoc.jpg; SAU.JPG",
        "Mặt trước; Mặt sau"]  # fmt: skip
WRONG = ["Mắm ruốc", "Mắm", "500", "8938505974195", "khong-co.jpg", ""]


def book(*rows, head=HEAD):
    made = openpyxl.Workbook()
    made.active.append(head)
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def address(facility, rest=""):
    return f"/co-so-cua-toi/{facility.id}/nhap-san-pham{rest}"


@pytest.fixture
def chosen(facility, member, post):
    """Choose files as a browser does; returns the answer."""

    def choose(table, pictures=None):
        files = {"file": (io.BytesIO(table), "san-pham.xlsx")}
        if pictures is not None:
            files["pictures"] = (io.BytesIO(pictures), "anh.zip")
        return post(member, address(facility), page=address(facility), **files)

    return choose


def the_import():
    db.session.expire_all()
    return db.session.scalars(select(ProductImport).order_by(ProductImport.id.desc())).first()


def names():
    db.session.expire_all()
    return sorted(db.session.scalars(select(Product.name_vi)))


def act(verb, facility, *args):
    actor = member_actor(facility)
    with transaction():
        return verb(actor, *args)


def start(facility, table, pictures=""):
    files = ImportFiles("bang.xlsx", ports().files.put(table, ".table"), pictures)
    actor = member_actor(facility)
    with transaction():
        return start_import(actor, facility.id, files, locale="vi").id


def test_a_file_is_looked_at_then_entered_then_undone(factory, facility, member, chosen, post):
    factory.product(facility, name_vi="Nước mắm cũ", pictures=0)
    photos = packed(anh__truoc_jpg=jpeg("#a33"), anh__sau_jpg=jpeg("#3a3"), __MACOSX__x_jpg=b"")
    there = ["nuoc mam CŨ", "Các sản phẩm khác", "1 kg", "", "", ""]
    page = chosen(book(GOOD, WRONG, there), photos).headers["Location"]
    assert "http-equiv" in member.get(page).text  # it comes anew while the job runs
    run_pending()
    made = the_import()
    assert (made.state, made.rows, made.good, made.there, made.wrong) == ("checked", 3, 1, 1, 1)
    assert names() == ["Nước mắm cũ"]
    shown = member.get(page).text
    assert [text in shown for text in ("Nhập 1 sản phẩm", "Mã GTIN: ", "khong-co.jpg")] == [True] * 3

    post(member, f"{page}/enter", page=page)
    run_pending()
    product = db.session.scalars(select(Product).where(Product.name_vi == "Mắm nêm Bà Tám")).one()
    assert (product.state, product.gtin, product.slug) == (
        ProductState.DRAFT,
        "08938505974194",
        "mam-nem-ba-tam",
    )
    assert [(picture.position, picture.alt_vi) for picture in product.pictures] == [
        (0, "Mặt trước"),
        (1, "Mặt sau"),
    ]
    assert "Mắm nêm Bà Tám" in member.get("/co-so-cua-toi").text
    assert "Đã nhập 1 sản phẩm" in member.get(page).text

    post(member, f"{page}/hoan-tac", page=f"{page}/hoan-tac")
    assert names() == ["Nước mắm cũ"]
    assert [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (ImportedProduct, ProductPicture)
    ] == [0, 0]
    assert the_import().state == ImportState.UNDONE


def test_the_same_file_comes_back_with_what_is_wrong(facility, member, chosen):
    page = chosen(book(GOOD, WRONG)).headers["Location"]
    run_pending()
    sheet = openpyxl.load_workbook(io.BytesIO(member.get(f"{page}/loi.xlsx").data)).active
    lists = {str(rule.sqref)[:1]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {"B": "'Từ dùng được'!$A$2:$A$5"}  # the groups, as in the template
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEAD, "Lỗi")
    assert rows[1][:2] == ("Mắm nêm Bà Tám", "Chế biến nông, lâm, thủy sản và thực phẩm")
    assert [
        part in rows[2][-1] for part in ("Nhóm sản phẩm: ", "Khối lượng tịnh: ", "Mã GTIN: ", "Ảnh: ")
    ] == [True] * 4
    back = openpyxl.Workbook()
    for row in rows:  # mended in the file itself: the column of errors is known and left out
        back.active.append([*row[:4], "", "", row[-1]])
    out = io.BytesIO()
    back.save(out)
    chosen(out.getvalue())
    run_pending()
    assert (the_import().good, the_import().wrong, the_import().report["unknown"]) == (1, 1, ["Lỗi"])


def test_a_job_that_is_cancelled_leaves_nothing(facility, monkeypatch):
    import_id = start(
        facility, book(*([f"Sản phẩm {n}", "Các sản phẩm khác", "", "", "", ""] for n in range(30)))
    )
    run_pending()
    act(order_entering, facility, import_id)
    job_id = the_import().job_id

    def cancelled_meanwhile(rows):
        act(cancel_import, facility, import_id)
        return {row.line: "" for row in rows}

    monkeypatch.setattr("catalog.product_import.tasks.order_keys", cancelled_meanwhile)
    run_pending()
    assert (names(), the_import().state) == ([], ImportState.CANCELLED)
    assert db.session.get(Job, job_id).state == JobState.CANCELLED


def test_a_cancelled_job_leaves_nothing_whoever_cancelled_it(facility, member):
    import_id = start(facility, book(GOOD[:4], head=HEAD[:4]))
    run_pending()
    act(order_entering, facility, import_id)
    with transaction() as session:
        session.get(Job, the_import().job_id).state = JobState.CANCELLED
    run_pending()
    assert names() == []
    assert (
        "Chưa sản phẩm nào của tệp này được nhập."
        in member.get(f"/co-so-cua-toi/nhap-san-pham/{import_id}").text
    )


def test_an_import_is_undone_as_a_whole_or_not_at_all(factory, facility):
    import_id = start(facility, book(["Một", "khac", "", "", "", ""], ["Hai", "khac", "", "", "", ""]))
    run_pending()
    act(order_entering, facility, import_id)
    run_pending()
    one = db.session.scalars(select(Product).where(Product.name_vi == "Một")).one()
    with transaction() as session:
        session.get(Product, one.id).state = ProductState.SUBMITTED
    with pytest.raises(Conflict, match="import_submitted"):
        act(undo_import, facility, import_id)
    assert names() == ["Hai", "Một"]
    with transaction() as session:
        session.get(Product, one.id).state = ProductState.DRAFT
    with transaction() as session:
        session.add(ListingChange(product_id=one.id, act="changed", at=utc_now()))
    with pytest.raises(Conflict, match="import_in_use"):
        act(undo_import, facility, import_id)
    assert names() == ["Hai", "Một"]


def test_what_is_no_table_is_refused_at_once(facility, chosen, member):
    assert wrong_fields(chosen(b"\x89PNG\r\n", b"PNG")) == ["file", "pictures"]
    assert wrong_fields(chosen(book(["x"], head=["Ghi chú"]))) == ["file"]
    assert wrong_fields(chosen(b"")) == ["file"]
    assert the_import() is None


def test_one_file_at_a_time(facility, chosen):
    chosen(book(GOOD))
    assert wrong_fields(chosen(book(GOOD))) == ["file"]


def test_broken_files_are_refused_at_their_boxes(facility, chosen):
    table = zips.garbled(book(GOOD), "xl/workbook.xml")
    assert wrong_fields(chosen(table, zips.cut_off(packed(a_jpg=jpeg())))) == ["file", "pictures"]


def test_a_file_is_not_entered_while_another_is_under_way(facility):
    first = start(facility, book(GOOD[:4], head=HEAD[:4]))
    run_pending()
    second = start(facility, book(["Mắm ruốc", "khac"], head=HEAD[:2]))
    with pytest.raises(Conflict, match="import_under_way"):
        act(order_entering, facility, first)
    run_pending()
    act(order_entering, facility, first)
    with pytest.raises(Conflict, match="import_under_way"):
        act(order_entering, facility, second)
    run_pending()
    act(order_entering, facility, second)
    run_pending()
    assert names() == ["Mắm nêm Bà Tám", "Mắm ruốc"]


def test_a_storage_that_is_down_refuses_no_file(facility, monkeypatch):
    import_id = start(facility, book(GOOD[:4], head=HEAD[:4]))

    def down(_name):
        raise StorageDown

    with monkeypatch.context() as at_fault:
        at_fault.setattr(ports().files, "get", down)
        run_pending(limit=1)
    made = the_import()
    assert (made.state, db.session.get(Job, made.job_id).state) == (ImportState.CHECKING, JobState.QUEUED)
    with transaction() as session:
        session.get(Job, the_import().job_id).run_after = utc_now()
    run_pending()
    assert db.session.get_one(ProductImport, import_id).state == ImportState.CHECKED


def test_a_picture_refused_at_entering_is_told_by_its_name(facility, monkeypatch):
    pictures = ports().files.put(packed(truoc_jpg=jpeg(), sau_jpg=jpeg("#3a3")), ".zip")
    import_id = start(facility, book(GOOD), pictures)
    run_pending()
    act(order_entering, facility, import_id)

    def refuse(_data):
        raise RuleBroken("letters_missing", letters="☃", name="x", why="y")

    monkeypatch.setattr("catalog.product_import.tasks.clean_picture", refuse)
    run_pending()
    made = the_import()
    assert (made.state, made.made) == (ImportState.ENTERED, 1)
    assert [re.search("“.*?”", note)[0] for note in made.report["notes"]] == ["“truoc.jpg”", "“SAU.JPG”"]


def test_the_template_has_drop_downs_and_can_be_chosen_again(factory, facility, member):
    factory.trademark(facility, name="Bà Tám")
    data = member.get(address(facility, "/mau.xlsx")).data
    made = openpyxl.load_workbook(io.BytesIO(data))
    lists = {str(rule.sqref)[:1]: rule.formula1 for rule in made.active.data_validations.dataValidation}
    assert [cell.value for cell in made.active[1]][:3] == ["Tên sản phẩm", "Tên tiếng Anh", "Nhóm sản phẩm"]
    assert lists == {
        "C": "'Từ dùng được'!$A$2:$A$5",
        "D": "'Từ dùng được'!$B$2:$B$3",
        "O": "'Từ dùng được'!$C$2:$C$2",
    }


def test_what_is_exported_is_imported_by_another_facility(factory, facility, member, chosen, post, photo):
    product = factory.product(facility, pictures=0, name_vi="Gốm Bàu", gtin=None, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    post(member, f"{page}/anh", page=page, pictures=[photo("a.jpg")], alt_vi="Cái bình")
    answer = post(member, f"/co-so-cua-toi/{facility.id}/xuat-san-pham", page=address(facility))
    run_pending()
    job = db.session.scalars(select(Job).where(Job.kind == "catalog.export")).one()
    assert answer.headers["Location"].endswith(f"/{job.id}")
    data = member.get(f"/co-so-cua-toi/xuat-san-pham/{job.id}.zip").data
    with transaction() as session:
        session.get(Product, product.id).name_vi = "Tên khác"
    chosen(data)
    run_pending()
    made = the_import()
    assert (made.good, made.wrong, made.report["pictures"]) == (1, 0, 1)
    act(order_entering, facility, made.id)
    run_pending()
    again = db.session.scalars(select(Product).where(Product.name_vi == "Gốm Bàu")).one()
    assert (again.description_vi, again.materials, again.net_content) == (
        product.description_vi, "Cá cơm, muối biển", "500 ml",
    )  # fmt: skip
    assert [picture.alt_vi for picture in again.pictures] == ["Cái bình"]


def test_texts_stay_at_their_pictures_out_and_in_again(
    factory, facility, member, chosen, post, photo, monkeypatch
):
    product = factory.product(facility, pictures=0, name_vi="Gốm Bàu", gtin=None, state=ProductState.DRAFT)
    page = f"/co-so-cua-toi/san-pham/{product.id}"
    texts = ["Bị mất", "", "Men xanh; miệng loe", "Lưng \\; đáy"]
    for number, text in enumerate(texts):
        picture = photo(f"{number}.jpg", colour=f"#{number}3{number}")
        post(member, f"{page}/anh", page=page, pictures=[picture], alt_vi=text)
    db.session.expire_all()
    rows = db.session.get(Product, product.id).pictures
    assert [row.alt_vi for row in rows] == texts
    for name in set(rows[0].files.values()):
        ports().files.delete(name)
    post(member, f"/co-so-cua-toi/{facility.id}/xuat-san-pham", page=address(facility))
    run_pending()
    job = db.session.scalars(select(Job).where(Job.kind == "catalog.export")).one()
    data = member.get(f"/co-so-cua-toi/xuat-san-pham/{job.id}.zip").data
    with transaction() as session:
        session.get(Product, product.id).name_vi = "Tên khác"
    chosen(data)
    run_pending()
    act(order_entering, facility, the_import().id)
    run_pending()
    again = db.session.scalars(select(Product).where(Product.name_vi == "Gốm Bàu")).one()
    assert [picture.alt_vi for picture in again.pictures] == texts[1:]


def test_a_place_left_empty_moves_no_text(facility, chosen):
    photos = packed(a_jpg=jpeg(), b_jpg=jpeg("#3a3"), c_jpg=jpeg("#33a"))
    chosen(book([*GOOD[:4], "a.jpg;; b.jpg;\nc.jpg", "Một; Hai; ; Bốn"]), photos)
    run_pending()
    act(order_entering, facility, the_import().id)
    run_pending()
    product = db.session.scalars(select(Product)).one()
    assert [picture.alt_vi for picture in product.pictures] == ["Một", "", "Bốn"]


def test_slugs_are_numbered_past_those_there(factory, facility):
    for slug in ("gom-bau", "gom-bau-2", "gom-bau-4", "gom-bau-5", "gom-bau-6"):
        factory.product(factory.facility(), slug=slug, pictures=0)
    names_in = ["Gốm Bàu", "Gốm, Bàu", "Gốm Bàu 8", "Gốm Bàu!", "Mắm", "☃"]
    assert free_slugs(Product, names_in, "san-pham") == [
        "gom-bau-3", "gom-bau-7", "gom-bau-8", "gom-bau-9", "mam", "san-pham",
    ]  # fmt: skip


def test_files_are_deleted_after_a_month(factory, facility, member, post):
    stored = ports().files.exists
    pictures = ports().files.put(packed(truoc_jpg=jpeg(), sau_jpg=jpeg("#3a3")), ".zip")
    import_id = start(facility, book(GOOD, WRONG), pictures)
    run_pending()
    post(member, f"/co-so-cua-toi/{facility.id}/xuat-san-pham", page=address(facility))
    run_pending()
    made = the_import()
    files = (made.table_file, made.pictures_file, made.errors_file)
    job = db.session.scalars(select(Job).where(Job.kind == "catalog.export")).one()
    exported, job_id, begun = job.result["file"], job.id, made.created_at
    with use_clock(FixedClock(begun + timedelta(days=29))):
        clean()
        assert [stored(name) for name in (*files, exported)] == [True] * 4
        later = start(facility, book(GOOD, WRONG), pictures)
    with use_clock(FixedClock(begun + timedelta(days=31))):
        clean()
    assert [stored(name) for name in (*files, exported)] == [False, True, False, False]
    made = db.session.get_one(ProductImport, import_id)
    assert (made.state, made.table_file, made.pictures_file) == (ImportState.CANCELLED, "", "")
    assert db.session.get_one(ProductImport, later).pictures_file == pictures
    assert member.get(f"/co-so-cua-toi/xuat-san-pham/{job_id}.zip").status_code == 404
    assert member.get(f"/co-so-cua-toi/nhap-san-pham/{import_id}/loi.xlsx").status_code == 404


def test_strangers_see_no_import(factory, chosen, login_as):
    page = chosen(book(GOOD)).headers["Location"]
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert [other.get(page).status_code, other.get(f"{page}/loi.xlsx").status_code] == [404, 404]
