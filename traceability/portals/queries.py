"""The facts of lots as the portals' files want them: what is public, nothing more."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.clock import VIETNAM
from app.core.database.base import db
from catalog.listings.public import shown_papers
from catalog.models import Facility, Product
from traceability.codes.identity import file_url, lot_uri, place_uri
from traceability.enums import EventKind, RunKind
from traceability.models import Lot, TraceCode, TraceEvent
from traceability.portals.files import Facts
from traceability.recalls.queries import list_recalled_lot_ids

MOST = 5_000


def list_portal_lots(facilities: Iterable[int]) -> list[Lot]:
    """Public lots of some facilities, the newest first, with all that a file says of them."""
    return _loaded(Lot.facility_id.in_(list(facilities)))


def list_portal_facts(lots: list[Lot]) -> list[Facts]:
    """One row a lot; steps that are not public or were declared wrong are left out."""
    ids = [lot.id for lot in lots]
    query = select(TraceCode).where(TraceCode.lot_id.in_(ids), TraceCode.kind == RunKind.LOT)
    codes = {code.lot_id: code.code for code in db.session.scalars(query)}
    recalled = list_recalled_lot_ids(ids)
    return [_facts(lot, codes[lot.id], is_recalled=lot.id in recalled) for lot in lots]


def _loaded(*conditions: object) -> list[Lot]:
    query = select(Lot).where(Lot.is_public, Lot.product_id.is_not(None), *conditions)  # type: ignore[arg-type]  # column expressions
    loaded = query.options(
        joinedload(Lot.product).selectinload(Product.certificates),
        joinedload(Lot.facility).joinedload(Facility.unit),
        selectinload(Lot.events).defer(TraceEvent.epcis),
    )
    return list(db.session.scalars(loaded.order_by(Lot.id.desc()).limit(MOST)))


def _facts(lot: Lot, code: str, *, is_recalled: bool) -> Facts:
    snapshot, maker = lot.snapshot, lot.snapshot["facility"]
    picture = snapshot.get("picture")
    uri = lot_uri(lot, code)
    papers = shown_papers(lot.product.certificates) if lot.product is not None else []
    return {
        "name": snapshot["name_vi"],
        "picture": file_url(picture["files"]["share"]) if picture else "",
        "maker": maker["name"],
        "address": ", ".join(part for part in (maker["address"], maker["unit_vi"]) if part),
        "maker_number": maker["registration_number"],
        "gln": maker["gln"],
        "steps": "; ".join(_steps(lot.events)),
        "product_code": uri,
        "place_code": place_uri(lot.facility),
        "made_on": lot.made_on,
        "trace_code": code,
        "uri": uri,
        "gtin": (lot.product.gtin if lot.product is not None else None) or "",
        "lot": lot.code,
        "trademark": snapshot.get("trademark", ""),
        "best_before": lot.best_before,
        "shelf_life": snapshot.get("shelf_life", ""),
        "standard": snapshot.get("standard", ""),
        "origin": maker["unit_vi"],
        "certificates": "; ".join(f"{paper.title or paper.kind} {paper.number}".strip() for paper in papers),
        "safety_note": snapshot.get("safety_note", ""),
        "recalled": "yes" if is_recalled else "no",
    }


def _steps(events: list[TraceEvent]) -> list[str]:
    wrong = {event.corrects_id for event in events}
    return [
        f"{event.kind} {event.happened_at.astimezone(VIETNAM):%Y-%m-%dT%H:%M%z}"
        for event in events
        if event.is_public and event.kind != EventKind.CORRECT and event.id not in wrong
    ]
