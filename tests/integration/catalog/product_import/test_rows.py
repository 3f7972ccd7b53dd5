"""What is wrong with a row is said behind it: names and numbers twice, papers that are not there, too many pictures."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import Conflict
from app.core.ports import ports
from app.core.work.jobs import run_pending
from catalog.models import ProductImport
from catalog.product_import.services import cancel_import, order_entering
from tests.integration.catalog.product_import.test_import import act, book, names, start

HEAD = ["Product name", "Product group", "GTIN", "Trademark", "Certificates", "Pictures", "Is a set"]
GROUP = "Chế biến nông, lâm, thủy sản và thực phẩm"


def row(name, *, gtin="", mark="", papers="", pictures="", is_set=""):
    return [name, GROUP, gtin, mark, papers, pictures, is_set]


@pytest.fixture
def faults(facility):
    """What a file says behind each of its rows; the state of the import."""

    def read(*rows):
        start(facility, book(*rows, head=HEAD))
        run_pending()
        db.session.expire_all()
        made = db.session.scalars(select(ProductImport)).one()
        if not made.errors_file:
            return made, []
        sheet = openpyxl.load_workbook(io.BytesIO(ports().files.get(made.errors_file))).active
        return made, [line[-1] for line in list(sheet.iter_rows(values_only=True))[1:]]

    return read


def test_what_stands_twice_or_belongs_to_another_is_said_behind_the_row(factory, facility, faults):
    factory.product(gtin="08938505974194")
    made, said = faults(
        row("Mắm nêm"),
        row("mắm  NÊM"),
        row("Mắm ruốc", gtin="8938505974194"),
        row("Mắm tôm", gtin="8934563138165"),
        row("Mắm cáy", gtin="8934563138165"),
    )
    assert [text or "" for text in said] == [
        "",
        "Tên sản phẩm: Một dòng phía trên đã có tên này.",
        "Mã GTIN: Mã GTIN này đã thuộc một sản phẩm khác.",
        "",
        "Mã GTIN: Mã GTIN này đã thuộc một sản phẩm khác.",
    ]
    assert (made.good, made.wrong, made.there) == (2, 3, 0)


def test_papers_are_found_by_one_name_each(factory, facility, faults):
    for _ in range(2):
        factory.trademark(facility, name="Bà Tám")
    factory.certificate(facility, number="12/2025")
    made, said = faults(
        row("Mắm nêm", papers="12/2025"),
        row("Mắm ruốc", papers="99/2025"),
        row("Mắm tôm", mark="bà  tám"),
        row("Mắm cáy", mark="Bà Chín"),
    )
    assert (made.good, made.wrong) == (1, 3)
    assert ["99/2025" in said[1], "bà  tám" in said[2], "Bà Chín" in said[3]] == [True] * 3
    act(order_entering, facility, made.id)
    run_pending()
    assert names() == ["Mắm nêm"]


def test_cells_that_say_too_much_or_nothing_known_are_refused(faults):
    made, said = faults(
        row("Mắm nêm", pictures="; ".join(f"{number}.jpg" for number in range(40))),
        row("Mắm ruốc", is_set="có lẽ"),
        row("M" * 400),
    )
    assert (made.good, made.wrong) == (0, 3)
    assert ["Ảnh: " in said[0], "Là bộ sản phẩm: " in said[1], "Tên sản phẩm: " in said[2]] == [True] * 3
    with pytest.raises(Conflict, match="wrong_state"):
        act(order_entering, made.facility, made.id)


def test_a_file_is_dropped_once(facility, faults):
    made, _said = faults(row("Mắm nêm"))
    act(cancel_import, facility, made.id)
    with pytest.raises(Conflict, match="wrong_state"):
        act(cancel_import, facility, made.id)
    assert names() == []
