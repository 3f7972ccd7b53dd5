"""What the pages of a diary fill in and name: units, hours, inputs that are gone, steps that are missing."""

from datetime import timedelta
from decimal import Decimal

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers import send
from traceability.diary.services import InputUse, correct_event
from traceability.diary_plan.services import StepData, set_plan
from traceability.enums import EventKind
from traceability.models import Lot, TraceEvent


def plan(factory, product, *steps):
    actor, product_id = factory.member_actor(product.facility), product.id
    with transaction():
        set_plan(actor, product_id, steps)


def page(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def test_an_amount_of_last_time_in_another_unit_than_planned_is_left_out(factory, maker, product):
    lot = factory.lot(product)
    lot_id = lot.id
    factory.event(lot, EventKind.PACK, quantity=Decimal(7), unit="thùng")
    entry = f"/co-so-cua-toi/lo/{lot_id}/nhat-ky/pack"
    assert 'value="7"' in page(maker, entry)
    plan(factory, product, StepData(kind=EventKind.PACK, unit="chai"))
    shown = page(maker, entry)
    assert ('value="7"' in shown, '<option selected value="chai">' in shown) == (False, True)


def test_a_correction_begins_with_the_hour_of_the_entry_and_is_of_no_correction(factory, maker, lot):
    at = utc_now().replace(hour=3, minute=25, second=0, microsecond=0) - timedelta(days=1)
    event = factory.event(lot, EventKind.CHECK, happened_at=at, precision="minute").id
    path = f"/co-so-cua-toi/nhat-ky/{event}/dinh-chinh"
    assert 'value="10:25"' in page(maker, path)
    actor = factory.member_actor(lot.facility)
    with transaction():
        wrong = correct_event(actor, event, reason="Ghi nhầm", client_id="sua-1").id
    assert maker.get(f"/co-so-cua-toi/nhat-ky/{wrong}/dinh-chinh").status_code == 404
    assert db.session.query(TraceEvent).count() == 2


def test_an_input_that_is_closed_and_has_no_newer_lot_is_not_ticked(factory, maker, product):
    fish = factory.input_lot(product.facility, "Cá cơm")
    fish_id = fish.id
    used = (InputUse(lot_id=fish_id, quantity=Decimal(300), unit="kg"),)
    factory.event(factory.lot(product), EventKind.MAKE, inputs=used)
    send(maker, f"/co-so-cua-toi/lo/{fish_id}/trang-thai", page=f"/co-so-cua-toi/lo/{fish_id}", act="close")
    salt = factory.input_lot(product.facility, "Muối biển").id
    shown = page(maker, f"/co-so-cua-toi/lo/{factory.lot(product).id}/nhat-ky/make")
    row = shown.split('class="input-use"')[1].partition("</li>")[0]
    assert f'value="{salt}"' in row
    assert ("checked" in row, "300" in row) == (False, False)


def test_a_step_missing_between_two_others_is_named_with_both_days(factory, client, product):
    plan(factory, product, StepData(kind=EventKind.CHECK), StepData(kind=EventKind.FILL),
         StepData(kind=EventKind.PACK))  # fmt: skip
    lot = factory.lot(product)
    code, days = factory.lot_code(lot).code, {}
    for kind, ago in ((EventKind.CHECK, 9), (EventKind.PACK, 2)):
        days[kind] = today() - timedelta(days=ago)
        factory.event(lot, kind, happened_at=utc_now() - timedelta(days=ago))
    shown = client.get(f"/truy-xuat/{code}").text
    checked, packed = (f"{days[kind]:%d/%m/%Y}" for kind in (EventKind.CHECK, EventKind.PACK))
    (told,) = [line for line in shown.splitlines() if "Không có mục" in line]
    assert [text in told for text in (checked, packed)] == [True, True]


def test_a_lot_is_published_by_its_page(factory, maker, product):
    lot = factory.lot(product, public=False).id
    path = f"/co-so-cua-toi/lo/{lot}"
    assert send(maker, f"{path}/trang-thai", page=path, act="publish").status_code == 303
    assert db.session.get_one(Lot, lot, populate_existing=True).is_public
    assert send(maker, f"{path}/trang-thai", page=path, act="burn").status_code == 404
