"""The facts of a recall report, read in a few statements for any number of lots."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from app.core.database.base import db
from app.core.errors import NotFound
from app.core.text import fold_line
from traceability.enums import EventKind, RunKind
from traceability.genealogy.balances.quantities import quantity_of
from traceability.genealogy.balances.queries import LEAVES, balance_sheet
from traceability.genealogy.balances.rules import Balance
from traceability.genealogy.queries import derived_ids_of
from traceability.models import (
    Lot,
    Recall,
    RecallAnswer,
    RecallContact,
    RecallDrill,
    TraceCode,
    TraceEvent,
)
from traceability.recall_reports.report import Contact, Delivery, ReachedLot, Report, report_of


def party_key(name: str) -> str:
    """Under which a recipient is known, however it was typed."""
    return fold_line(name)


def get_report(
    lot: Lot, *, drill_id: int | None = None, recall_id: int | None = None, whole: bool = True
) -> Report:
    """Of a lot and of all made from it; with the answers of a drill or of a recall.

    whole: False for the eyes of the lot's facility: whom other facilities supply is theirs to know.
    """
    reached = derived_ids_of(select(literal(lot.id).label("id")))
    if not whole:
        reached = select(Lot.id).where(Lot.id.in_(reached), Lot.facility_id == lot.facility_id)
    answered = _answers(drill_id, recall_id)
    contacts = _contacts(lot.facility_id)
    return report_of(_lots(lot.id, reached), _deliveries(reached), _balances(reached), contacts, answered)


def get_drill(drill_id: int) -> RecallDrill:
    """Raises NotFound."""
    query = select(RecallDrill).where(RecallDrill.id == drill_id)
    drill = db.session.scalar(query.options(joinedload(RecallDrill.lot).joinedload(Lot.facility)))
    if drill is None:
        raise NotFound("not_found")
    return drill


def list_drills(lot_id: int) -> list[RecallDrill]:
    """Of a lot, the newest first."""
    query = select(RecallDrill).where(RecallDrill.lot_id == lot_id)
    return list(db.session.scalars(query.order_by(RecallDrill.id.desc())))


def list_own_recalls(lot_id: int) -> list[Recall]:
    """Holds and recalls ordered for this lot itself, including ended ones, the newest first."""
    return list(db.session.scalars(select(Recall).where(Recall.lot_id == lot_id).order_by(Recall.id.desc())))


def _lots(first: int, reached: Select[int]) -> list[ReachedLot]:
    """The lot itself first."""
    items = (
        select(TraceCode.lot_id, func.count().label("number"))
        .where(TraceCode.kind == RunKind.ITEM, TraceCode.lot_id.in_(reached))
        .group_by(TraceCode.lot_id)
        .subquery()
    )
    query = (
        select(Lot.id, Lot.code, Lot.snapshot, Lot.product_id, Lot.quantity, Lot.unit, items.c.number)
        .outerjoin(items, items.c.lot_id == Lot.id)
        .where(Lot.id.in_(reached))
        .order_by(Lot.id != first, Lot.id)
    )
    return [
        ReachedLot(row.id, row.code, row.snapshot["name_vi"], row.product_id is None,
                   quantity_of(row.quantity, row.unit), row.number or 0)
        for row in db.session.execute(query)
    ]  # fmt: skip


def _deliveries(reached: Select[int]) -> list[Delivery]:
    """From valid entries; what was declared wrong does not count."""
    correction = aliased(TraceEvent)
    query = select(
        TraceEvent.lot_id, TraceEvent.kind, TraceEvent.party, TraceEvent.happened_at, TraceEvent.quantity,
        TraceEvent.unit,
    ).where(
        TraceEvent.lot_id.in_(reached),
        TraceEvent.kind.in_([*LEAVES, EventKind.TAKE_BACK]),
        ~select(correction.id).where(correction.corrects_id == TraceEvent.id).exists(),
    )  # fmt: skip
    return [
        Delivery(row.lot_id, row.kind, party_key(row.party), row.party, row.happened_at,
                 quantity_of(row.quantity, row.unit))
        for row in db.session.execute(query)
    ]  # fmt: skip


def _balances(reached: Select[int]) -> list[Balance]:
    return balance_sheet(db.session.scalars(reached), every=True).balances


def _contacts(facility_id: int) -> dict[str, Contact]:
    query = select(RecallContact).where(RecallContact.facility_id == facility_id)
    return {row.key: Contact(row.phone, row.address) for row in db.session.scalars(query)}


def _answers(drill_id: int | None, recall_id: int | None) -> Mapping[str, tuple[datetime, str]]:
    if drill_id is None and recall_id is None:
        return {}
    asked = RecallAnswer.drill_id == drill_id if drill_id is not None else RecallAnswer.recall_id == recall_id
    return {
        row.key: (row.reached_at, row.note) for row in db.session.scalars(select(RecallAnswer).where(asked))
    }
