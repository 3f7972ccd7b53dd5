"""What words of a row name nothing, or too much: told at the column."""

import pytest

from app.core.database.base import db
from app.core.documents.tables.tables import Table
from programme.activities.entry import RowState, judge_rows
from programme.activities.rows import Column
from programme.models import Activity
from tests.factories.accounts import actor, signed_in_client
from tests.helpers.voting.browser import Person

HEAD = ("Loại", "Tên hoạt động", "Từ ngày", "Số lượng", "Tỉnh, thành phố", "Chứng từ")
PLAIN = ("Hội thảo", "Hội thảo số 1", "5/6/2023", "1", "Đồng Nai", "BC 1")


@pytest.fixture
def officer(factory):
    factory.loaded_programme("quoc-gia")
    return factory.user("officer-province", unit_id=factory.unit("75").id)


def judged(officer, *more, row=PLAIN):
    """State and faults of one row. more: pairs of a heading and its cell."""
    head, cells = (*HEAD, *(name for name, _ in more)), (*row, *(text for _, text in more))
    (found,) = judge_rows(actor(officer), Table(head, ((2, cells),)), None)
    return found.state, [(fault.code, fault.field, fault.params.get("typed")) for fault in found.faults]


def test_a_name_that_several_facilities_have_or_none_is_told(factory, officer):
    for _ in range(2):
        factory.facility(name="Gốm Bàu")
    assert judged(officer, ("Cơ sở", "Gốm Bàu; Gốm Lạ")) == (
        RowState.WRONG,
        [
            ("beneficiary_several", Column.FACILITIES, "Gốm Bàu"),
            ("beneficiary_unknown", Column.FACILITIES, "Gốm Lạ"),
        ],
    )


def test_a_facility_is_helped_with_one_mark(factory, officer):
    maker = factory.facility(name="Gốm Bàu")
    for name in ("BÀU ĐỎ", "BÀU XANH"):
        factory.trademark(maker, name=name, state="filed")
    more = ("Cơ sở", "Gốm Bàu"), ("Nhãn hiệu", "bàu đỏ; bàu xanh")
    assert judged(officer, *more) == (RowState.WRONG, [("mark_twice", Column.TRADEMARKS, "bàu xanh")])


def test_other_numbers_are_in_measures_of_the_kind(officer):
    kinds = judged(officer, ("Số lượng khác", "học viên: 4"))
    assert kinds == (RowState.WRONG, [("measure_of_kind", Column.OTHER, "học viên")])
    assert judged(officer, ("Số lượng khác", "thứ lạ: 4"))[1][0][0] == "measure_of_kind"


def test_a_province_and_an_order_of_days_that_never_were_are_told(officer):
    away = (*PLAIN[:4], "Xứ Lạ", PLAIN[5])
    assert judged(officer, row=away) == (
        RowState.WRONG,
        [("province_unknown_then", Column.PROVINCE, "Xứ Lạ")],
    )
    assert judged(officer, ("Đến ngày", "4/6/2023")) == (
        RowState.WRONG,
        [("dates_out_of_order", "ends_on", None)],
    )
    assert judged(officer) == (RowState.NEW, [])


def test_a_province_that_came_from_several_is_told_at_the_field_of_the_page(app, factory, officer):
    person = Person(app, signed_in_client(app, officer), "en")
    typed = {"kind": "workshop", "title": "Hội thảo giữ", "starts_on": "5/6/2023", "number": "1",
             "province": str(factory.unit("75").id)}  # fmt: skip
    page = person.send("programme.new_activity", typed, expect=422)
    assert 'href="#province"' in page
    assert 'value="Hội thảo giữ"' in page
    typed["province"] = str(factory.unit("75", "2004").id)
    person.send("programme.new_activity", typed)
    assert db.session.query(Activity).one().unit.list_version == "2004"
