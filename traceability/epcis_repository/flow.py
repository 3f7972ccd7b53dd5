"""Captured events that move goods of this register: held or recalled ones need a reason, a shipment a receiver.

As the diary asks (`traceability.diary.entries.flow`). The reason is the extension `confirmed` of the diary's own words,
so it stays with the event.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sqlalchemy import func, select

from app.core.database.base import db
from app.web.addresses import base_url
from catalog.models import Product
from traceability.epcis import Issue
from traceability.epcis.lexical.vocabulary import BIZ_STEP
from traceability.epcis_repository.delivery import Prepared
from traceability.genealogy.queries import derived_ids_of, source_ids_with
from traceability.models import FormerGtin, Lot, Recall, TraceCode

HANDS_ON = frozenset(
    BIZ_STEP.base + step for step in ("shipping", "departing", "retail_selling", "dispensing")
)
SHIPS = BIZ_STEP.base + "shipping"
_SHIPS_TERM = "bizStep", SHIPS
_HANDS_ON_TERMS = frozenset(("bizStep", step) for step in HANDS_ON)
_OBJECTS, _INPUTS = frozenset({"epc", "epcClass"}), frozenset({"inputEPC", "inputEPCClass"})
_MOVED = _INPUTS | _OBJECTS
_GOODS = re.compile(
    r"https?://[^/]+/(?:01/([0-9]{14})/10/([^/?#]+)|(?:01/[0-9]{14}/21|t)/([BS][0-9A-Z]{19}))"
)
_KEYS = 500
Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Hold:
    """A lot that a hold or recall in force touches, and since when."""

    lot_code: str
    since: datetime


def judge_flow(events: Sequence[Prepared]) -> tuple[list[Prepared], list[Issue]]:
    """The events that may be kept, and why the others may not. Errors declared and acts before the hold are history."""
    if db.session.scalar(select(Recall.id).where(Recall.undone_at.is_(None)).limit(1)) is None:
        return list(events), []
    moved = [frozenset() if event.declaration else _moved(event) for event in events]
    names = frozenset().union(*moved)
    if not names:
        return list(events), []
    held = _held_among(names)
    issues = [_judged(event, held, of) for event, of in zip(events, moved, strict=True)]
    good = [event for event, issue in zip(events, issues, strict=True) if issue is None]
    return good, [issue for issue in issues if issue is not None]


def _held_among(names: Names) -> dict[str, list[Hold]]:
    """The names that are of held or recalled lots."""
    lots = _lots_of(names)
    held = _held({lot for found in lots.values() for lot in found})
    return {name: [held[lot] for lot in found if lot in held] for name, found in lots.items()}


def _judged(event: Prepared, held: Mapping[str, list[Hold]], moved: Names) -> Issue | None:
    holds = [hold for name in moved for hold in held.get(name, ()) if event.event_time >= hold.since]
    return _issue(event, holds[0]) if holds and not _is_confirmed(event) else None


def without_receiver(facility_id: int, events: Sequence[Prepared]) -> list[str]:
    """The eventIDs of shipments of the facility's own lots that name no destination: a recall has to find them."""
    shipped = {
        event.event_id: moved
        for event in events
        if _SHIPS_TERM in event.shared
        and not event.declaration
        and (moved := _sent_to_nobody(event)) is not None
    }
    names = {name for moved in shipped.values() for name in moved}
    own = _lots_of(names, facility_id) if names else {}
    if not own:
        return []
    return [event_id for event_id, moved in shipped.items() if any(name in own for name in moved)]


def _moved(event: Prepared) -> Names:
    """What an event passes on or uses up, as the index names it."""
    kinds = _INPUTS if _HANDS_ON_TERMS.isdisjoint(event.shared) else _MOVED
    return frozenset([value for name, value in event.terms if name in kinds])


def _sent_to_nobody(event: Prepared) -> Names | None:
    """What a shipment passes on; None where it names a destination."""
    names = []
    for name, value in event.terms:
        if name in _MOVED:
            names.append(value)
        elif name.startswith("destination_"):
            return None
    return frozenset(names)


def _is_confirmed(event: Prepared) -> bool:
    wanted = f"{{{base_url()}/ns/trace#}}confirmed"
    return any(name == wanted and value for name, value in event.terms)


def _issue(event: Prepared, hold: Hold) -> Issue:
    message = (
        f"Lot {hold.lot_code} is held or recalled since {hold.since.isoformat(timespec='seconds')}: its goods must not "
        f"leave or be used. If they do all the same, say why in the extension {base_url()}/ns/trace#confirmed."
    )
    return Issue(f"{event.path}.bizStep", "rule.recalled", message)


def _lots_of(names: Iterable[str], facility_id: int | None = None) -> dict[str, set[int]]:
    """Name -> the lots of this register that it is of, or is an item of. facility_id: of this facility alone."""
    by_lot: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    by_code: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        found = _GOODS.fullmatch(name)
        if found is None:
            continue
        gtin, lot, code = found.groups()
        if code is None:
            by_lot[gtin, unquote(lot).upper()].add(name)
        else:
            by_code[code].add(name)
    mine = (Lot.facility_id == facility_id,) if facility_id is not None else ()
    rows = [*_rows_of_lots(by_lot, mine), *_rows_of_codes(by_code, mine)]
    lots: defaultdict[str, set[int]] = defaultdict(set)
    for names_of, lot_id in rows:
        for name in names_of:
            lots[name].add(lot_id)
    return lots


def _rows_of_lots(
    by_lot: Mapping[tuple[str, str], set[str]], mine: Sequence[Any]
) -> Iterator[tuple[set[str], int]]:
    former = select(FormerGtin.gtin, FormerGtin.product_id)
    known = select(Product.gtin, Product.id).where(Product.gtin.is_not(None)).union_all(former).subquery()
    query = select(known.c[0], Lot.code, Lot.id).join(Lot, Lot.product_id == known.c[1])
    for some in _batches(sorted({code for _gtin, code in by_lot})):
        for gtin, code, lot_id in db.session.execute(query.where(Lot.code.in_(some), *mine)):
            yield by_lot.get((gtin, code), set()), lot_id


def _rows_of_codes(by_code: Mapping[str, set[str]], mine: Sequence[Any]) -> Iterator[tuple[set[str], int]]:
    query = select(TraceCode.code, TraceCode.lot_id).join(TraceCode.lot)
    for some in _batches(sorted(by_code)):
        for code, lot_id in db.session.execute(query.where(TraceCode.code.in_(some), *mine)):
            yield by_code[code], lot_id


def _held(lots: set[int]) -> dict[int, Hold]:
    """Of some lots those that a hold or recall in force touches."""
    in_force = select(Recall.lot_id.label("id")).where(Recall.undone_at.is_(None)).distinct()
    touched = lots.intersection(db.session.scalars(derived_ids_of(in_force))) if lots else set()
    found = {}
    for lot_id in touched:
        first = select(func.min(Recall.created_at)).where(
            Recall.lot_id.in_(source_ids_with(lot_id)), Recall.undone_at.is_(None)
        )
        since = db.session.scalar(first)
        if since is not None:
            found[lot_id] = Hold(db.session.get_one(Lot, lot_id).code, since)
    return found


def _batches(items: list[str]) -> list[list[str]]:
    return [items[n : n + _KEYS] for n in range(0, len(items), _KEYS)]
