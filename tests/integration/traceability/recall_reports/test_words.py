"""A report says what nobody is named for, how long a drill took and which lots the paper has no room for."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pypdf
import pytest

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.transaction import transaction
from traceability.enums import EventKind
from traceability.genealogy.queries import list_source_ids
from traceability.recall_reports import pdf
from traceability.recall_reports.drills import finish_drill, start_drill


@pytest.fixture
def lot(factory, product):
    return factory.lot(product, quantity=Decimal(100), unit="chai")


def drilled(member, lot_id, *, lasts=timedelta(minutes=1)):
    """A drill that is over; its id."""
    with use_clock(FixedClock(utc_now())) as clock:
        with transaction():
            drill_id = start_drill(member, lot_id, "Mẫu muối không đạt").id
        clock.advance(lasts)
        with transaction():
            finish_drill(member, drill_id, "Còn 60 chai ở kho")
    return drill_id


def paper(maker, drill_id):
    pages = pypdf.PdfReader(io.BytesIO(maker.get(f"/co-so-cua-toi/dien-tap/{drill_id}.pdf").data)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_goods_without_a_named_receiver_are_counted_apart(factory, maker, member, lot):
    ship, sell = (
        {"quantity": Decimal(40), "unit": "chai", "confirmed": "Khách lấy tại kho"},
        {"quantity": Decimal(7), "unit": "chai"},
    )
    factory.event(lot, EventKind.SHIP, **ship)
    factory.event(lot, EventKind.SELL, **sell)
    factory.event(lot, EventKind.SHIP, party="Cửa hàng A")
    drill_id = drilled(member, lot.id)
    said = paper(maker, drill_id)
    assert "Đã xuất nhưng không ghi bên nhận: 40 chai. Cần xác định ai đang giữ hàng." in said
    assert "Bán không ghi tên người mua: 7 chai." in said
    assert "1 lần giao không ghi số lượng" in said
    assert "Kết quả: Còn 60 chai ở kho" in said
    table = maker.get(f"/en/my-facility/drills/{drill_id}.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(table)))
    assert [(row[0], row[6]) for row in rows[1:4]] == [
        ("Cửa hàng A", "1 delivery without a quantity"),
        ("Shipped without a named receiver", "40 bottles"),
        ("Sold without a name", "7 bottles"),
    ]


@pytest.mark.parametrize(
    ("lasts", "words"),
    [
        (timedelta(seconds=42), "42 giây"),
        (timedelta(minutes=5, seconds=9), "5 phút 9 giây"),
        (timedelta(hours=3, minutes=20, seconds=50), "3 giờ 20 phút"),
    ],
)
def test_a_drill_says_how_long_it_took(maker, member, lot, lasts, words):
    assert f"Thời gian: {words}." in paper(maker, drilled(member, lot.id, lasts=lasts))


def test_a_paper_without_room_for_all_lots_names_the_file_that_has_them(
    factory, maker, member, product, monkeypatch
):
    monkeypatch.setattr(pdf, "MOST_LOTS", 1)
    made = factory.lot_with_events(product)
    salt = list_source_ids(made.id)[1]
    assert "Còn 1 lô nữa: xem tệp CSV kèm theo." in paper(maker, drilled(member, salt))
