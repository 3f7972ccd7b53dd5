"""Goods that must not leave, more out than there was, no receiver: a reason is required wherever they are
entered.
"""

import io
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from tests.helpers import send, wrong_fields
from traceability.diary.services import InputUse, record_event
from traceability.enums import EventKind
from traceability.models import TraceEvent


@pytest.fixture
def made(factory, product):
    """400 packs of a lot."""
    lot = factory.lot(product, code="CB-1", quantity=Decimal(400), unit="gói")
    return lot.id


def write(factory, member, lot_id, kind, **changes):
    with transaction():
        return record_event(member, lot_id, factory.entry(kind, **changes)).id


def refusal(factory, member, lot_id, kind, **changes):
    with pytest.raises(RuleBroken) as refused, transaction():
        record_event(member, lot_id, factory.entry(kind, **changes))
    return {error.code for error in (refused.value, *refused.value.also)}


def test_shipping_of_a_recalled_lot_needs_a_reason(factory, member, made):
    factory.recall(factory.get_lot(made))
    ship = {"kind": EventKind.SHIP, "party": "Cửa hàng A", "quantity": Decimal(5), "unit": "gói"}
    assert refusal(factory, member, made, **ship) == {"lot_recalled_flow"}
    assert refusal(factory, member, made, **ship | {"kind": EventKind.SELL}) == {"lot_recalled_flow"}
    write(factory, member, made, EventKind.TAKE_BACK, party="Cửa hàng A", quantity=Decimal(1), unit="gói")
    write(factory, member, made, **ship, confirmed="Trả về nhà máy để tiêu hủy")
    kept = db.session.scalars(select(TraceEvent).where(TraceEvent.kind == "ship")).one()
    assert {"kind": "confirmed", "value": "Trả về nhà máy để tiêu hủy"} in kept.readings
    assert "Trả về nhà máy để tiêu hủy" in str(kept.epcis)


def test_more_out_than_in_and_no_receiver_are_asked_about(factory, member, made):
    many = {"quantity": Decimal(99999), "unit": "gói"}
    assert refusal(factory, member, made, EventKind.SHIP, **many) == {"more_out_than_in", "receiver_missing"}
    write(factory, member, made, EventKind.SHIP, party="A", quantity=Decimal(390), unit="gói")
    over = {"quantity": Decimal(11), "unit": "gói"}
    assert refusal(factory, member, made, EventKind.SELL, **over) == {"more_out_than_in"}
    write(factory, member, made, EventKind.SELL, quantity=Decimal(10), unit="gói")


def test_held_input_and_more_than_the_input_had_are_asked_about(factory, member, product, made):
    salt = factory.input_lot(product.facility, "Muối", quantity=Decimal(100), unit="kg").id
    use = {"inputs": (InputUse(lot_id=salt, quantity=Decimal(101), unit="kg"),)}
    assert refusal(factory, member, made, EventKind.MAKE, **use) == {"more_out_than_in"}
    factory.recall(factory.get_lot(salt))
    use = {"inputs": (InputUse(lot_id=salt, quantity=Decimal(1), unit="kg"),)}
    assert refusal(factory, member, made, EventKind.MAKE, **use) == {"inputs_recalled"}


def test_form_and_phone_show_the_doubt_and_take_a_reason(factory, maker, made):
    factory.recall(factory.get_lot(made))
    path = f"/co-so-cua-toi/lo/{made}/nhat-ky/ship"
    typed = {"client_id": "f-1", "happened_on": "2026-11-01", "quantity": "99999", "unit": "gói", "party": ""}
    assert set(wrong_fields(send(maker, path, **typed))) == {"confirmed", "party", "quantity"}
    phone = send(maker, path, **typed)
    assert "99999" in phone.text
    assert send(maker, path, **typed, confirmed="Xuất nhầm, đang thu về").status_code == 303
    page = maker.get(f"/co-so-cua-toi/lo/{made}").get_data(as_text=True)
    assert "Lý do vẫn ghi: Xuất nhầm, đang thu về" in page


def test_table_counts_its_own_rows_together(maker, made):
    rows = "Mã lô,Việc,Ngày,Số lượng,Đơn vị,Bên giao hoặc bên nhận,Lý do vẫn ghi\n" + "\n".join(
        [f"CB-1,Xuất hàng,{day}/11/2026,150,gói,A," for day in (1, 2, 3)]
        + ["CB-1,Xuất hàng,4/11/2026,50,gói,,Khách vãng lai"]
    )
    page = send(maker, "/co-so-cua-toi/lo/nhap-bang", file=(io.BytesIO(rows.encode()), "a.csv")).get_data(
        as_text=True
    )
    assert page.count("Lượng xuất khỏi lô CB-1 nhiều hơn lượng đã có: 450 trên 400 gói") == 1
    assert page.count("Sẽ ghi") >= 3


@pytest.mark.parametrize("typed", ["1.500", "1,500", "NaN", "Infinity", "1e3", "1_000", "٣"])
def test_number_that_is_none_or_has_two_readings_is_refused_at_the_field(maker, made, typed):
    path = f"/co-so-cua-toi/lo/{made}/nhat-ky/sell"
    answer = send(maker, path, client_id="n-1", happened_on="2026-11-01", quantity=typed, unit="kg")
    assert wrong_fields(answer) == ["quantity"]
    assert typed in answer.text


def test_same_entry_of_the_same_day_is_asked_about(maker, made):
    path = f"/co-so-cua-toi/lo/{made}/nhat-ky/sell"
    typed = {"happened_on": "2026-11-01", "quantity": "2", "unit": "gói"}
    assert send(maker, path, **typed, client_id="s-1").status_code == 303
    assert send(maker, path, **typed, client_id="s-1").status_code == 303
    assert wrong_fields(send(maker, path, **typed, client_id="s-2")) == ["confirmed"]
    assert send(maker, path, **typed, client_id="s-2", confirmed="Bán thêm buổi chiều").status_code == 303
    assert send(maker, path, **typed | {"quantity": "3"}, client_id="s-3").status_code == 303


def test_one_reason_for_the_same_again_is_not_taken_for_other_doubts_unseen(factory, maker, made):
    path = f"/co-so-cua-toi/lo/{made}/nhat-ky/ship"
    typed = {"happened_on": "2026-11-01", "quantity": "300", "unit": "gói", "party": "Cửa hàng A"}
    assert send(maker, path, **typed, client_id="f-1").status_code == 303
    factory.recall(factory.get_lot(made))
    refused = send(maker, path, **typed, client_id="f-2")
    assert set(wrong_fields(refused)) == {"confirmed", "quantity"}
    assert refused.text.count('<a href="#confirmed">') == 2
    assert "Nhật ký đã có mục giống hệt trong ngày này" in refused.text
