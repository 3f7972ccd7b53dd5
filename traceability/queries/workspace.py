"""What a facility reads of its lots, diary, codes and links."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import User
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from catalog.enums import FacilityState, ProductState
from catalog.models import Facility, Product
from traceability.enums import LotState, RunKind, RunState
from traceability.models import CodeReport, LabelRun, Lot, ProductLink, TraceCode, TraceEvent
from traceability.photos import is_shown
from traceability.queries.recalls import in_scope


def get_lot(lot_id: int) -> Lot:
    """With its facility; the caller judges who asks. Raises NotFound."""
    query = (
        select(Lot)
        .where(Lot.id == lot_id)
        .options(joinedload(Lot.facility).joinedload(Facility.unit), joinedload(Lot.product))
    )
    lot = db.session.scalar(query)
    if lot is None:
        raise NotFound("not_found")
    return lot


def list_lots_of(facilities: Iterable[int]) -> list[Lot]:
    """Lots of some facilities, the newest first, with events and recalls."""
    query = select(Lot).where(Lot.facility_id.in_(list(facilities)))
    loaded = query.options(selectinload(Lot.events), selectinload(Lot.recalls))
    return list(db.session.scalars(loaded.order_by(Lot.id.desc())))


def list_input_choices(lot: Lot, also: Iterable[int] = ()) -> list[Lot]:
    """Open lots of the same facility that may go into a lot, raw material first. also: ids of further ones."""
    query = select(Lot).where(
        Lot.facility_id == lot.facility_id,
        Lot.id != lot.id,
        (Lot.state == LotState.OPEN) | Lot.id.in_(list(also)),
    )
    return list(db.session.scalars(query.order_by(Lot.product_id.is_not(None), Lot.id.desc())))


def list_lot_products(actor: Actor) -> list[Product]:
    """Products of the person's facilities of which lots may be opened."""
    query = (
        select(Product)
        .join(Product.facility)
        .where(
            Facility.id.in_(actor.facilities),
            Facility.state == FacilityState.VERIFIED,
            Product.state == ProductState.PUBLISHED,
        )
    )
    return list(db.session.scalars(query.order_by(Product.sort_key)))


def suggest_lot_code(facility_id: int, day: date) -> str:
    """`L261122-1`: the day, and a number that no lot of the facility has yet."""
    stem = f"L{day:%y%m%d}-"
    query = select(Lot.code).where(Lot.facility_id == facility_id, Lot.code.startswith(stem))
    taken = set(db.session.scalars(query))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}{number}") not in taken)


def find_last_event(lot: Lot, kind: str) -> TraceEvent | None:
    """The newest entry of a kind in any lot of the same product (or of the facility's raw material)."""
    same = Lot.product_id == lot.product_id if lot.product_id is not None else Lot.product_id.is_(None)
    query = (
        select(TraceEvent)
        .join(TraceEvent.lot)
        .where(Lot.facility_id == lot.facility_id, same, TraceEvent.kind == kind)
        .order_by(TraceEvent.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def get_event(event_id: int) -> TraceEvent:
    """Raises NotFound."""
    event = db.session.get(TraceEvent, event_id)
    if event is None:
        raise NotFound("not_found")
    return event


def find_shown_photo(event_id: int) -> TraceEvent | None:
    """An entry whose photo everybody may see: public like its lot, ticked, and not declared wrong since."""
    correction = aliased(TraceEvent)
    query = (
        select(TraceEvent)
        .join(TraceEvent.lot)
        .where(
            TraceEvent.id == event_id,
            TraceEvent.is_public,
            Lot.is_public,
            ~select(correction.id).where(correction.corrects_id == TraceEvent.id).exists(),
        )
    )
    event = db.session.scalar(query)
    return event if event is not None and is_shown(event.picture) else None


def get_run(run_id: int) -> LabelRun:
    """Raises NotFound."""
    run = db.session.get(LabelRun, run_id)
    if run is None:
        raise NotFound("not_found")
    return run


def get_name(user_id: int | None) -> str:
    """Of a person; empty where there is none."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) or "" if user_id else ""


def list_asked_runs(actor: Actor) -> list[LabelRun]:
    """Runs beyond the quota that wait for an officer of the place, the oldest first."""
    query = select(LabelRun).join(LabelRun.lot).join(Lot.facility).join(Facility.unit)
    waiting = query.where(LabelRun.state == RunState.ASKED, in_scope(actor)).order_by(LabelRun.id)
    return list(db.session.scalars(waiting.options(joinedload(LabelRun.lot).joinedload(Lot.facility))))


def list_runs(lot: Lot) -> list[LabelRun]:
    return list(
        db.session.scalars(select(LabelRun).where(LabelRun.lot_id == lot.id).order_by(LabelRun.id.desc()))
    )


def count_codes(lot: Lot) -> dict[str, int]:
    """Items of a lot by state."""
    query = (
        select(TraceCode.state, func.count())
        .where(TraceCode.lot_id == lot.id, TraceCode.kind == RunKind.ITEM)
        .group_by(TraceCode.state)
    )
    return {state: count for state, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def list_links(product_id: int) -> list[ProductLink]:
    """The links in force that a facility added to a product and its lots."""
    query = select(ProductLink).where(ProductLink.product_id == product_id, ProductLink.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(ProductLink.id)))


def list_lots_of_product(product_id: int) -> list[Lot]:
    """The newest first."""
    return list(db.session.scalars(select(Lot).where(Lot.product_id == product_id).order_by(Lot.id.desc())))


def list_open_reports(lot: Lot) -> list[CodeReport]:
    """What people who scanned the lot's codes told and nobody has answered."""
    query = (
        select(CodeReport)
        .join(CodeReport.code)
        .where(TraceCode.lot_id == lot.id, CodeReport.closed_at.is_(None))
    )
    return list(db.session.scalars(query.options(joinedload(CodeReport.code)).order_by(CodeReport.id)))


def get_lot_of_report(report_id: int) -> Lot:
    """The lot whose code was reported. Raises NotFound."""
    report = db.session.get(CodeReport, report_id)
    if report is None:
        raise NotFound("not_found")
    return get_lot(report.code.lot_id)


def count_open_reports(facilities: Iterable[int]) -> int:
    query = (
        select(func.count())
        .select_from(CodeReport)
        .join(CodeReport.code)
        .join(TraceCode.lot)
        .where(Lot.facility_id.in_(list(facilities)), CodeReport.closed_at.is_(None))
    )
    return db.session.scalar(query) or 0


def count_lots_without_diary(facilities: Iterable[int]) -> int:
    """Open product lots in whose diary nothing stands yet."""
    written = select(TraceEvent.lot_id)
    query = select(func.count()).where(
        Lot.facility_id.in_(list(facilities)),
        Lot.product_id.is_not(None),
        Lot.state == LotState.OPEN,
        Lot.id.not_in(written),
    )
    return db.session.scalar(query) or 0
