"""Which lot an input of a row is: told where there is none of that code, or several."""

from tests.integration.traceability.diary_import.test_routes import as_csv, check, day


def told(maker, cell, lot="NM-01"):
    shown = check(maker, as_csv([[lot, "Sản xuất", day(8), "120", "chai", cell, ""]]))
    assert shown.status_code == 200
    return shown.text


def test_an_input_that_is_no_lot_or_several_is_told_at_its_column(factory, maker, product):
    factory.lot(product, code="NM-01")
    other = factory.product(product.facility)
    for each in (product, other):
        factory.lot(each, code="DAM-1")
    assert "Nguyên liệu đã dùng: Cơ sở không có lô mang mã này." in told(maker, "CA-99: 3 kg")
    assert "Nguyên liệu đã dùng: " in told(maker, "DAM-1: 3 lít")
    factory.input_lot(product.facility, "Đạm", code="DAM-1")
    assert "Nguyên liệu đã dùng: " not in told(maker, "DAM-1: 3 kg")


def test_a_row_without_a_lot_is_told_once(factory, maker, product):
    factory.lot(product, code="NM-01")
    factory.input_lot(product.facility, "Cá cơm", code="CA-01")
    shown = told(maker, "CA-01: 3 kg", lot="")
    assert shown.count("Mã lô: ") == 1
