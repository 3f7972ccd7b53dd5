"""Makers of lots with diaries, codes and recalls; they go through the use cases."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.transaction import transaction
from catalog.models import Facility, Product
from tests.factories.catalog import member_actor, product
from traceability.diary.services import DiaryEntry, InputUse, record_event
from traceability.enums import EventKind, RecallKind, RunKind
from traceability.labels.printing import print_run
from traceability.labels.services import LabelOrder, codes_of, order_labels
from traceability.lot_pages import get_lot  # tests ask for it by the factory
from traceability.lots.services import LotData, lot_code_row, open_input, open_lot, publish_lot
from traceability.models import LabelRun, Lot, Recall, TraceCode, TraceEvent
from traceability.recalls.services import RecallData, recall_lot

GTIN = "08938501234568"
_number = count(1)


def lot_data(**changes: Any) -> LotData:
    values: dict[str, Any] = {
        "code": f"NM-{next(_number)}",
        "made_on": today() - timedelta(days=30),
        "best_before": today() + timedelta(days=700),
        "quantity": Decimal(120),
        "unit": "chai",
    }
    return LotData(**(values | changes))


def lot(of: Product | None = None, *, by: Actor | None = None, public: bool = True, **changes: Any) -> Lot:
    """A public lot of a published product, without a diary."""
    owner = of or product()
    product_id, actor = owner.id, by or member_actor(owner.facility)
    with transaction():
        row = open_lot(actor, product_id, lot_data(**changes))
        if public:
            publish_lot(actor, row.id)
        lot_id = row.id
    return get_lot(lot_id)


def input_lot(
    of: Facility,
    name: str = "Cá cơm",
    *,
    by: Actor | None = None,
    supplier: str = "Tàu cá ĐN-90123",
    **changes: Any,
) -> Lot:
    """A lot of raw material of a facility."""
    facility_id, actor = of.id, by or member_actor(of)
    values = {"made_on": None, "best_before": None, "quantity": Decimal(500), "unit": "kg"} | changes
    with transaction():
        lot_id = open_input(actor, facility_id, name, lot_data(**values), supplier=supplier).id
    return get_lot(lot_id)


def entry(kind: EventKind, **changes: Any) -> DiaryEntry:
    """A diary entry of yesterday noon (UTC)."""
    number = next(_number)
    values: dict[str, Any] = {"client_id": f"client-{number}", "happened_at": utc_now() - timedelta(days=1)}
    return DiaryEntry(kind=kind, **(values | changes))


def event(of: Lot, kind: EventKind, *, by: Actor | None = None, **changes: Any) -> TraceEvent:
    """One entry in the diary of a lot."""
    lot_id, actor = of.id, by or member_actor(of.facility)
    with transaction():
        return record_event(actor, lot_id, entry(kind, **changes))


def lot_with_events(of: Product | None = None, *, by: Actor | None = None, **changes: Any) -> Lot:
    """A public lot made from two raw materials, with the diary of a fish-sauce maker."""
    owner = of or product()
    product_id, facility = owner.id, owner.facility
    actor = by or member_actor(facility)
    fish = input_lot(facility, "Cá cơm", by=actor)
    salt = input_lot(facility, "Muối biển", by=actor, supplier="Hợp tác xã Diêm Điền", quantity=Decimal(200))
    fish_id, salt_id = fish.id, salt.id
    for source_id, party in ((fish_id, "Tàu cá ĐN-90123"), (salt_id, "Hợp tác xã Diêm Điền")):
        with transaction():
            record_event(
                actor, source_id,
                entry(EventKind.RECEIVE, party=party, quantity=Decimal(200), unit="kg",
                      happened_at=utc_now() - timedelta(days=400)),
            )  # fmt: skip
    with transaction():
        row = open_lot(actor, product_id, lot_data(**changes))
        publish_lot(actor, row.id)
        lot_id = row.id
    inputs = (
        InputUse(lot_id=fish_id, quantity=Decimal(300), unit="kg"),
        InputUse(lot_id=salt_id, quantity=Decimal(100), unit="kg"),
    )
    steps: list[tuple[EventKind, int, dict[str, Any]]] = [
        (EventKind.MAKE, 390, {"inputs": inputs, "quantity": Decimal(280), "unit": "lít"}),
        (
            EventKind.FERMENT,
            60,
            {"readings": {"Temperature": "31.5"}, "since": utc_now() - timedelta(days=389)},
        ),
        (EventKind.CHECK, 35, {"note": "Độ đạm 30 °N", "conforms": True}),
        (EventKind.FILL, 30, {"quantity": Decimal(120), "unit": "chai"}),
        (EventKind.PACK, 29, {"quantity": Decimal(120), "unit": "chai"}),
        (EventKind.SHIP, 5, {"party": "Cửa hàng Đặc sản Biên Hòa", "quantity": Decimal(60), "unit": "chai"}),
    ]
    for kind, days, more in steps:
        with transaction():
            record_event(actor, lot_id, entry(kind, happened_at=utc_now() - timedelta(days=days), **more))
    return get_lot(lot_id)


def labels(
    of: Lot,
    *,
    kind: RunKind = RunKind.ITEM,
    quantity: int = 3,
    by: Actor | None = None,
    drawn: bool = False,
    **changes: Any,
) -> LabelRun:
    """A label run of a lot, with its codes; drawn when asked."""
    lot_id, actor = of.id, by or member_actor(of.facility)
    with transaction():
        run = order_labels(actor, lot_id, LabelOrder(kind=kind, quantity=quantity, **changes))
        run_id = run.id
    if drawn:
        print_run(run_id)
    return run


def codes(of: LabelRun) -> list[TraceCode]:
    return codes_of(of)


def lot_code(of: Lot) -> TraceCode:
    return lot_code_row(of)


def recall(
    of: Lot, *, kind: RecallKind = RecallKind.RECALL, by: Actor | None = None, **changes: Any
) -> Recall:
    """A recall of a lot by its facility."""
    lot_id, actor = of.id, by or member_actor(of.facility)
    values = {"reason_vi": "Nhãn ghi sai hạn dùng", "advice_vi": "Ngừng dùng, trả lại nơi mua"} | changes
    with transaction():
        return recall_lot(actor, lot_id, RecallData(kind=kind, **values))
