"""The acts a facility sets up for a product, and entries prefilled from the last one."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound, RuleBroken
from tests.helpers import send
from traceability.diary.services import InputUse
from traceability.diary_plan.services import StepData, set_plan
from traceability.enums import EventKind
from traceability.lots.plan import list_expected_kinds, list_steps
from traceability.models import Lot, LotInput


def plan(factory, product, *steps):
    actor, product_id = factory.member_actor(product.facility), product.id
    with transaction():
        set_plan(actor, product_id, steps)


def page_of(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_plan_is_kept_in_its_order_and_offered_first(factory, maker, product):
    lot_id = factory.lot(product).id
    path = f"/co-so-cua-toi/lo/mau-nhat-ky/{product.id}"
    assert 'id="steps-0-used"' in page_of(maker, path)
    rows = {"steps-0-kind": "pack", "steps-0-used": "y", "steps-0-position": "2", "steps-0-unit": "chai",
            "steps-1-kind": "make", "steps-1-used": "y", "steps-1-position": "1", "steps-1-is_expected": "y",
            "steps-1-place": "Nhà thùng số 2", "steps-2-kind": "ship"}  # fmt: skip
    assert send(maker, path, **rows).status_code == 303
    db.session.rollback()
    assert [(s.kind, s.position, s.is_expected, s.unit, s.place) for s in list_steps(product.id)] == [
        ("make", 1, True, "", "Nhà thùng số 2"),
        ("pack", 2, False, "chai", ""),
    ]
    assert list_expected_kinds(product.id) == ["make"]
    shown = page_of(maker, f"/co-so-cua-toi/lo/{lot_id}")
    places = [shown.index(f"/nhat-ky/{kind}") for kind in ("make", "pack", "receive")]
    assert places == sorted(places)
    assert shown.index("Bước khác") < places[2]
    entry = page_of(maker, f"/co-so-cua-toi/lo/{lot_id}/nhat-ky/make")
    assert 'value="Nhà thùng số 2"' in entry
    assert '<option selected value="chai">' in page_of(maker, f"/co-so-cua-toi/lo/{lot_id}/nhat-ky/pack")


def test_first_plan_begins_with_the_acts_of_the_newest_lot(factory, maker, product):
    factory.lot_with_events(product)
    shown = page_of(maker, f"/co-so-cua-toi/lo/mau-nhat-ky/{product.id}")
    kinds = [shown.index(f'value="{kind}"') for kind in ("make", "ferment", "check", "fill", "pack", "ship")]
    assert kinds == sorted(kinds)
    assert shown.count("checked") >= 6


def test_plan_of_another_facility_is_not_found(factory, maker):
    assert maker.get(f"/co-so-cua-toi/lo/mau-nhat-ky/{factory.product().id}").status_code == 404


def test_plan_refuses_what_it_cannot_keep(factory, product):
    actor, product_id = factory.member_actor(product.facility), product.id
    twice = (StepData(kind=EventKind.MAKE), StepData(kind=EventKind.MAKE))
    for steps, code in (
        (twice, "choice_unknown"),
        ((StepData(kind=EventKind.CORRECT),), "choice_unknown"),
        ((StepData(kind=EventKind.MAKE, unit="gang tay"),), "unit_unknown"),
        ((StepData(kind=EventKind.MAKE, place="x" * 201),), "too_long"),
    ):
        with pytest.raises(RuleBroken, match=code), transaction():
            set_plan(actor, product_id, steps)
    stranger = factory.member_actor(factory.product().facility)
    with pytest.raises(NotFound), transaction():
        set_plan(stranger, product_id, ())


def test_lot_keeps_what_was_expected_when_it_was_opened(factory, client, maker, product):
    plan(factory, product, StepData(kind=EventKind.MAKE), StepData(kind=EventKind.CHECK),
         StepData(kind=EventKind.PACK))  # fmt: skip
    lot = factory.lot(product)
    lot_id, code = lot.id, factory.lot_code(lot).code
    plan(factory, product)
    assert db.session.get_one(Lot, lot_id).snapshot["diary"] == ["make", "check", "pack"]
    factory.event(db.session.get_one(Lot, lot_id), EventKind.PACK)
    line = "Không có mục “Sản xuất” nào trước ngày"
    assert line in page_of(client, f"/truy-xuat/{code}")
    assert "No entry “Checked” before" in page_of(client, f"/en/trace/{code}")
    assert line in page_of(maker, f"/co-so-cua-toi/lo/{lot_id}")


def test_inputs_are_ticked_as_last_time_with_the_newest_lot_of_each(factory, maker, product):
    facility = product.facility
    fish, salt = factory.input_lot(facility, "Cá cơm"), factory.input_lot(facility, "Muối biển")
    first = factory.lot(product)
    used = (
        InputUse(lot_id=fish.id, quantity=Decimal(300), unit="kg"),
        InputUse(lot_id=salt.id, quantity=Decimal("100.5"), unit="kg"),
    )
    fish_id, salt_id, first_id = fish.id, salt.id, first.id
    factory.event(first, EventKind.MAKE, inputs=used, quantity=Decimal(280), unit="lít")
    send(maker, f"/co-so-cua-toi/lo/{fish_id}/trang-thai", page=f"/co-so-cua-toi/lo/{fish_id}", act="close")
    newer = factory.input_lot(facility, "cá  cơm").id
    second = factory.lot(product).id
    rows = page_of(maker, f"/co-so-cua-toi/lo/{second}/nhat-ky/make").split('class="input-use"')[1:]
    ticked = {}
    for row in (text.partition("</li>")[0] for text in rows):
        lot_id = int(row.partition('lot_id" type="hidden" value="')[2].partition('"')[0])
        if "checked" in row:
            ticked[lot_id] = row.partition('quantity" type="text" value="')[2].partition('"')[0]
    assert ticked == {newer: "300", salt_id: "100,5"}
    factory.recall(db.session.get_one(Lot, salt_id), kind="hold")
    again = page_of(maker, f"/co-so-cua-toi/lo/{second}/nhat-ky/make")
    assert again.count("checked") == 2  # the fish, and that the entry is public
    assert "Tạm giữ hoặc thu hồi" in again
    correction = page_of(maker, f"/co-so-cua-toi/nhat-ky/{event_of(first_id).id}/dinh-chinh")
    assert f'value="{fish_id}"' in correction
    assert correction.count('value="300"') == 1


def event_of(lot_id):
    return next(event for event in db.session.get_one(Lot, lot_id).events if event.kind == "make")


def test_correction_keeps_the_inputs_that_are_left_as_they_are(factory, maker, product):
    lot_id = factory.lot_with_events(product).id
    path = f"/co-so-cua-toi/nhat-ky/{event_of(lot_id).id}/dinh-chinh"
    before = {(edge.input_lot_id, edge.quantity) for edge in db.session.scalars(select(LotInput))}
    fields = {"reason": "Ghi nhầm sản lượng", "happened_on": today().isoformat(), "quantity": "270",
              "unit": "lít", "client_id": "sua-1"}  # fmt: skip
    for place, (input_id, amount) in enumerate(sorted(before)):
        fields |= {f"inputs-{place}-lot_id": input_id, f"inputs-{place}-used": "y",
                   f"inputs-{place}-quantity": str(amount)}  # fmt: skip
    assert send(maker, path, **fields).status_code == 303
    db.session.rollback()
    assert {(edge.input_lot_id, edge.quantity) for edge in db.session.scalars(select(LotInput))} == before
