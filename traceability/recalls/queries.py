"""Holds and recalls: which affect a lot, and the lists for officers and the public."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.orm import Session, joinedload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.database.reading import Prepared, Source
from app.core.errors import NotFound
from catalog.models import AdministrativeUnit, Facility
from catalog.names import skeleton
from catalog.search.recalled import recalled_source
from traceability.enums import CodeState, RecallKind, RunKind
from traceability.genealogy.queries import derived_ids_of, source_ids_with
from traceability.models import Lot, Recall, TraceCode

MOST_SHOWN = 500


def list_recalls_on(lot_id: int) -> list[Recall]:
    """Recalls and holds in force on a lot or on anything it was made from, recalls first, newest first."""
    query = select(Recall).where(Recall.lot_id.in_(source_ids_with(lot_id)), Recall.undone_at.is_(None))
    return list(
        db.session.scalars(
            query.options(joinedload(Recall.lot)).order_by(Recall.kind.desc(), Recall.id.desc())
        )
    )


_IN_FORCE = select(Recall.lot_id.label("id")).where(Recall.undone_at.is_(None)).distinct()
_AFFECTED = Prepared(derived_ids_of(_IN_FORCE))


def list_recalled_lot_ids(among: Iterable[int]) -> frozenset[int]:
    """Which of some lots are affected by a hold or recall in force."""
    return frozenset(db.session.scalars(derived_ids_of(_IN_FORCE))).intersection(among)


def read_recalled_lot_ids(source: Source, among: Iterable[int]) -> frozenset[int]:
    """The same for public pages. source: what `reading()` gives."""
    return frozenset(row.id for row in _AFFECTED.all(source)).intersection(among)


@recalled_source
def list_recalled_products(session: Session, ids: Iterable[int]) -> frozenset[int]:
    """Which of some products have a public lot that a recall in force touches; a hold does not count."""
    in_force = select(Recall.lot_id.label("id")).where(
        Recall.undone_at.is_(None), Recall.kind == RecallKind.RECALL
    )
    query = select(Lot.product_id).where(
        Lot.product_id.in_(list(ids)), Lot.is_public, Lot.id.in_(derived_ids_of(in_force.distinct()))
    )
    return frozenset(key for key in session.scalars(query) if key is not None)


def get_recall(recall_id: int) -> Recall:
    """In force or ended. Raises NotFound."""
    recall = db.session.get(Recall, recall_id)
    if recall is None:
        raise NotFound("not_found")
    return recall


def list_recalls_in_scope(actor: Actor) -> list[Recall]:
    """Recalls of the places an officer serves, those in force first."""
    query = select(Recall).join(Recall.lot).join(Lot.facility).join(Facility.unit).where(in_scope(actor))
    return _listed(query)


def list_public_recalls(limit: int = 200) -> list[Recall]:
    """Recalls and holds in force on public lots, newest first."""
    query = (
        select(Recall)
        .join(Recall.lot)
        .where(Recall.undone_at.is_(None), Lot.is_public)
        .options(joinedload(Recall.lot))
        .order_by(Recall.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


def get_lot_codes(lot_ids: Iterable[int]) -> dict[int, str]:
    """Lot id -> the trace code that stands for the whole lot; lots without one are left out."""
    query = select(TraceCode.lot_id, TraceCode.code).where(
        TraceCode.lot_id.in_(list(lot_ids)), TraceCode.kind == RunKind.LOT, TraceCode.state != CodeState.VOID
    )
    return {lot_id: code for lot_id, code in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def list_lots_in_scope(actor: Actor, text: str = "", limit: int = 50) -> list[Lot]:
    """Lots of an officer's places, newest first; text: part of a lot code or, marks aside, of a facility's name."""
    query = select(Lot).join(Lot.facility).join(Facility.unit).where(in_scope(actor))
    if text:
        words = skeleton(text)
        is_maker = Facility.skeleton.contains(words, autoescape=True) if words else false()
        query = query.where(Lot.code.contains(text.upper(), autoescape=True) | is_maker)
    return list(
        db.session.scalars(query.options(joinedload(Lot.facility)).order_by(Lot.id.desc()).limit(limit))
    )


def _listed(query: Select[Recall]) -> list[Recall]:
    loaded = query.options(joinedload(Recall.lot).joinedload(Lot.facility))
    ordered = loaded.order_by(Recall.undone_at.is_not(None), Recall.id.desc())
    return list(db.session.scalars(ordered.limit(MOST_SHOWN)))


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """By today's units; a unit of the earlier list counts through its successor."""
    if actor.has(Role.OFFICER_NATIONAL):
        return true()
    provinces = actor.provinces if actor.has(Role.OFFICER_PROVINCE) else frozenset[int]()
    regions = actor.regions if actor.has(Role.OFFICER_REGION) else frozenset[str]()
    own = AdministrativeUnit.id.in_(provinces) | AdministrativeUnit.successor_id.in_(provinces)
    return own | AdministrativeUnit.region.in_(regions)
