"""The file of a programme: JSON and lines of a spreadsheet."""

import json
from datetime import date

import pytest

from app.core.errors import RuleBroken
from programme.targets.reading import read_json, read_lines

HEAD = [
    (1, ["Tên  chương trình", "Chương trình khuyến công tỉnh Đồng Nai giai đoạn 2021–2025"]),
    (2, ["Cấp", "Tỉnh"]),
    (3, ["Tỉnh, thành phố", "Đồng Nai"]),
    (4, ["Từ ngày", "01/01/2021"]),
    (5, ["Đến ngày", "31/12/2025"]),
    (6, []),
    (7, ["Mã", "Nhóm", "Chỉ tiêu", "Đơn vị tính", "Số giao", "Khoảng", "Tính từ"]),
]


def lines(*rows):
    return [*HEAD, *((8 + place, list(row)) for place, row in enumerate(rows))]


@pytest.mark.parametrize(
    ("typed", "number", "about"),
    [("340", 340, False), ("1.600", 1600, False), ("1,600", 1600, False), ("10 000", 10000, False), ("", None, False),
     ("khoảng 60", 60, True), ("about 500", 500, True)],
)  # fmt: skip
def test_numbers_as_programmes_write_them(typed, number, about):
    found = read_lines(lines(["1.1", "A", "Mô hình", "mô hình", typed, "", "model, transfer"]))
    (row,) = found.targets
    assert (row.number, row.is_approximate, row.counts) == (number, about, ("model", "transfer"))


def test_the_head_is_read_by_its_names():
    found = read_lines(lines(["1.1", "A", "Mô hình", "mô hình", "2", "x", ""]))
    assert (found.slug, found.level, found.unit) == (
        "chuong-trinh-khuyen-cong-tinh-dong-nai-giai-doan-2021-2025",
        "tinh",
        "Đồng Nai",
    )
    assert (found.begins, found.ends) == (date(2021, 1, 1), date(2025, 12, 31))
    assert found.targets[0].is_approximate


def test_every_fault_is_told_with_its_line():
    with pytest.raises(RuleBroken) as refusal:
        read_lines(
            lines(
                ["1.1", "A", "Mô hình", "mô hình", "hai", "", ""],
                ["", "A", "Máy", "máy", "2", "", ""],
                ["1.3", "A", "Máy", "máy", "-2", "", ""],
                ["1.4", "A", "Máy", "máy", "2,5", "", ""],
                ["1.5", "A", "Máy", "máy", "2", "", ""],
                ["1.5", "A", "Dây chuyền", "dây chuyền", "2", "", ""],
            )
        )
    faults = [refusal.value, *refusal.value.also]
    assert [(fault.code, fault.params["line"]) for fault in faults] == [
        ("row_number", 8), ("row_incomplete", 9), ("row_number", 10), ("row_number", 11), ("row_code_twice", 13),
    ]  # fmt: skip


def test_a_file_without_the_heading_names_what_is_missing():
    with pytest.raises(RuleBroken) as refusal:
        read_lines(HEAD[:6])
    assert refusal.value.code == "programme_columns"
    assert refusal.value.params["names"] == "Mã, Chỉ tiêu, Đơn vị tính, Số giao"


@pytest.mark.parametrize(
    "data", [b"[]", b"{", b'{"programme": 1}', b'{"programme": {}, "targets": 3}', b"\xff\xfe{", b"{}"]
)
def test_other_json_is_refused(data):
    with pytest.raises(RuleBroken, match="programme_json"):
        read_json(data)


def test_json_without_days_or_level_tells_all():
    with pytest.raises(RuleBroken) as refusal:
        read_json(json.dumps({"programme": {"title_vi": "A"}, "targets": []}).encode())
    assert [fault.code for fault in (refusal.value, *refusal.value.also)] == [
        "programme_level", "programme_day", "programme_day", "programme_without_targets",
    ]  # fmt: skip


NATIONAL = {
    "title_vi": "Chương trình quốc gia",
    "level": "national",
    "from": "01/01/2021",
    "until": "31/12/2025",
}
TARGET = {"code": 1, "wording_vi": "Mô hình", "measure": "mô hình", "number": "20"}


def written(programme=None, targets=None, **more):
    sent = {"programme": programme or NATIONAL, "targets": [TARGET] if targets is None else targets, **more}
    return json.dumps(sent).encode()


def codes(read):
    with pytest.raises(RuleBroken) as refusal:
        read()
    return [fault.code for fault in (refusal.value, *refusal.value.also)]


def test_json_gives_measures_kinds_and_targets():
    target = TARGET | {
        "approximate": True, "counts": ["model", "transfer"],
        "breakdown": " women: 12; ; poor communes: 8; none; x: y ", "wording_en": None,
    }  # fmt: skip
    found = read_json(
        written(
            NATIONAL | {"decision": "Số 1", "decision_day": "02/01/2021", "amended_by": "Số 2"},
            [target],
            measures=[{"code": "model", "name_vi": "mô hình"}, {"code": "", "name_vi": "không mã"}],
            kinds=[{"code": "pilot", "name_vi": "Thí điểm", "name_en": "Pilot", "measures": ["model"]}],
        )
    )
    assert (found.level, found.decision_day, found.amended) == (
        "quoc-gia", date(2021, 1, 2), {"amended_by": "Số 2"},
    )  # fmt: skip
    assert [(row.code, row.name_vi) for row in found.measures] == [("model", "mô hình")]
    assert [(row.code, row.name_en, row.measures) for row in found.kinds] == [("pilot", "Pilot", ("model",))]
    (row,) = found.targets
    assert (row.code, row.number, row.is_approximate, row.counts) == ("1", 20, True, ("model", "transfer"))
    assert (row.breakdown, row.wording_en) == ((("women", 12), ("poor communes", 8)), "")


def test_false_of_json_is_no_mark():
    assert read_json(written(targets=[TARGET | {"approximate": False}])).targets[0].is_approximate is False


def test_file_that_holds_facts_is_refused():
    assert codes(lambda: read_json(written(facts=[{"title": "Lớp học"}]))) == ["programme_with_facts"]


def test_programme_without_a_title_is_refused():
    untitled = {key: value for key, value in NATIONAL.items() if key != "title_vi"}
    assert codes(lambda: read_json(written(untitled))) == ["programme_without_title"]


def test_file_of_too_many_or_too_long_rows_is_refused():
    rows = [TARGET | {"code": number} for number in range(301)]
    assert codes(lambda: read_json(written(targets=rows))) == ["programme_too_long"]
    assert codes(lambda: read_json(written(targets=[TARGET | {"wording_en": "x" * 1001}]))) == [
        "row_too_long"
    ]
    assert read_json(written(targets=[TARGET | {"wording_en": "x" * 1000}])).targets[0].code == "1"


def test_lines_of_other_names_and_empty_rows_are_passed_over():
    head = [(0, ["Ghi chú", "của người soạn"]), *HEAD[:5], (6, ["Nguồn"]), HEAD[6]]
    found = read_lines([*head, (8, ["", "", ""]), (9, ["1.1", "A", "Mô hình", "mô hình", "2", "", ""])])
    assert (found.source, [row.line for row in found.targets]) == ("", [9])
