"""Lots of made-up products with what went in, their diaries, labels and one recall."""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.demo.products.catalogue import Made
from app.demo.stage import Stage, act
from catalog.models import Product
from catalog.review.products import accept_product_changes
from traceability.diary.services import DiaryEntry, InputUse, record_event
from traceability.diary_plan.services import StepData, set_plan
from traceability.enums import EventKind, RecallKind, RunKind, RunState
from traceability.labels.printing import print_run
from traceability.labels.services import LabelOrder, order_labels
from traceability.links.services import LinkData, add_link
from traceability.lots.services import LotData, open_input, open_lot, publish_lot
from traceability.models import LabelRun, Lot
from traceability.recalls.services import RecallData, recall_lot

FILE = Path(__file__).parents[1] / "data" / "lots.toml"
UNTIL_LABELS = 2
"""Days from the last step to the printing of labels."""
Recalled = tuple[str, int, dict[str, Any]]
"""Who recalls, which lot, and what is said."""


def load_lots(stage: Stage, made: Made) -> list[Recalled]:
    """Open the lots, write their diaries, order labels, add links. Drawing follows outside the transaction, and after
    it the recalls, which are returned: labels of a recalled lot are not drawn.
    """
    with FILE.open("rb") as handle:
        data = tomllib.load(handle)
    for facts in data["plan"]:
        _load_plan(stage, made, facts)
    opened = [(facts, _load_lot(stage, made, facts)) for facts in data["lot"]]
    for facts in data["link"]:
        _load_link(stage, made, facts)
    return [
        (made.member_of(facts["product"]), lot, dict(facts["recall"]))
        for facts, lot in opened
        if "recall" in facts
    ]


def load_recalls(stage: Stage, recalled: Iterable[Recalled]) -> None:
    for member, lot, facts in recalled:
        with stage.at(facts.pop("day"), 9):
            act(member, recall_lot, lot, RecallData(kind=RecallKind.RECALL, **facts))


def print_labels() -> int:
    """Draw the label runs of demonstration lots that wait; outside a transaction. Returns how many."""
    query = select(LabelRun.id).join(Lot).where(Lot.is_demo, LabelRun.state == RunState.QUEUED)
    waiting = list(db.session.scalars(query))
    for run in waiting:
        print_run(run)
    return len(waiting)


def _load_plan(stage: Stage, made: Made, facts: dict[str, Any]) -> None:
    """What the diary of a product goes through, set up before its first lot."""
    steps = [StepData(**step | {"kind": EventKind(step["kind"])}) for step in facts["steps"]]
    with stage.at(facts["day"], 9):
        act(made.member_of(facts["product"]), set_plan, made.products[facts["product"]], steps)


def _load_lot(stage: Stage, made: Made, facts: dict[str, Any]) -> int:
    """The id of the lot."""
    member, product = made.member_of(facts["product"]), made.products[facts["product"]]
    inputs = tuple(_open_input(stage, member, product, source) for source in facts["inputs"])
    with stage.at(facts["made"], 7):
        data = LotData(
            code=f"{facts['prefix']}-{today():%y%m%d}",
            made_on=today(),
            best_before=stage.day(facts["best_before"]) if "best_before" in facts else None,
            quantity=Decimal(facts["quantity"]),
            unit=facts["unit"],
        )
        lot = act(member, open_lot, product, data, is_demo=True)
    for number, event in enumerate(facts["events"]):
        with stage.at(max(event["day"], facts["made"]), 17, number):
            act(member, record_event, lot, _entry(stage, event, inputs, f"minh-hoa-{number}"))
    with stage.at(facts["events"][-1]["day"] + UNTIL_LABELS, 10):
        act(member, publish_lot, lot)
        for kind, quantity in ((RunKind.LOT, facts["labels"]), (RunKind.ITEM, facts["items"])):
            if quantity:
                act(member, order_labels, lot, LabelOrder(kind=kind, quantity=quantity, purpose="Minh họa"))
    return int(lot)


def _open_input(stage: Stage, member: str, product: int, source: dict[str, Any]) -> InputUse:
    """A lot of raw material, received on a day."""
    with stage.at(source["day"], 8):
        facility = db.session.get_one(Product, product).facility_id
        data = LotData(
            code=f"NL-{product}-{today():%y%m%d}-{len(source['name'])}",
            quantity=Decimal(source["quantity"]),
            unit=source["unit"],
        )
        lot = act(
            member, open_input, facility, source["name"], data, supplier=source["supplier"], is_demo=True
        )
        entry = DiaryEntry(
            kind=EventKind.RECEIVE,
            client_id="minh-hoa-nhap",
            happened_at=stage.moment(source["day"], 7),
            party=source["supplier"],
            quantity=data.quantity,
            unit=data.unit,
        )
        act(member, record_event, lot, entry)
    return InputUse(lot_id=lot, quantity=Decimal(source["used"]), unit=source["unit"])


def _entry(stage: Stage, event: dict[str, Any], inputs: tuple[InputUse, ...], client_id: str) -> DiaryEntry:
    kind = EventKind(event["kind"])
    return DiaryEntry(
        kind=kind,
        client_id=client_id,
        happened_at=stage.moment(event["day"], 16),
        since=stage.moment(event["since"], 8) if "since" in event else None,
        party=event.get("party", ""),
        quantity=Decimal(event["quantity"]) if "quantity" in event else None,
        unit=event.get("unit", ""),
        note=event.get("note", ""),
        inputs=inputs if kind is EventKind.MAKE else (),
        readings=event.get("readings", {}),
    )


def _load_link(stage: Stage, made: Made, facts: dict[str, Any]) -> None:
    """A page of the maker's own that the code of a product may lead to."""
    product = made.products[facts["product"]]
    with stage.at(-9, 14):
        site = db.session.get_one(Product, product).facility.website
        data = LinkData(
            link_type=facts["type"],
            url=site + facts["page"],
            title=facts["title"],
            hreflang=facts["language"],
        )
        act(made.member_of(facts["product"]), add_link, product, data)
    with stage.at(-8, 9):
        act("national", accept_product_changes, product)
