"""Merges that wait, that took effect, and where what went is found now."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.enums import FacilityState
from catalog.facilities.consent import may_be_named
from catalog.listings.workspace import in_scope
from catalog.models import Facility, Merge, Product
from catalog.names import number_key, skeleton

MOST_STEPS, MOST_SHOWN = 8, 50
MOST_NAMED = 12
BATCH = 5_000
"""Names asked for in one statement: engines take no more than some ten thousand."""
Entry = Facility | Product
KINDS: dict[str, Any] = {"facility": Facility, "product": Product}


def get_merge(merge_id: int) -> Merge:
    """Raises NotFound."""
    row = db.session.get(Merge, merge_id)
    if row is None:
        raise NotFound("not_found")
    return row


def list_open_merges(actor: Actor) -> list[Merge]:
    """What waits for the second person in the officer's area, to take effect or to be undone, the oldest first."""
    waits = Merge.confirmed_at.is_(None) & Merge.dropped_at.is_(None)
    undone = Merge.undo_at.is_not(None) & Merge.undone_at.is_(None)
    return list(db.session.scalars(select(Merge).where(_of_area(actor), waits | undone).order_by(Merge.id)))


def list_done_merges(actor: Actor) -> list[Merge]:
    """The last that took effect in the officer's area, the newest first."""
    query = select(Merge).where(_of_area(actor), Merge.confirmed_at.is_not(None))
    return list(
        db.session.scalars(query.order_by(Merge.confirmed_at.desc(), Merge.id.desc()).limit(MOST_SHOWN))
    )


def _of_area(actor: Actor) -> ColumnElement[bool]:
    facilities = select(Facility.id).join(Facility.unit).where(in_scope(actor))
    products = select(Product.id).where(Product.facility_id.in_(facilities))
    return ((Merge.kind == "facility") & Merge.into_id.in_(facilities)) | (
        (Merge.kind == "product") & Merge.into_id.in_(products)
    )


def find_open_merge(kind: str, from_id: int) -> Merge | None:
    """The merge of this entry that waits."""
    query = select(Merge).where(Merge.kind == kind, Merge.from_id == from_id)
    return db.session.scalars(query.where(Merge.confirmed_at.is_(None), Merge.dropped_at.is_(None))).first()


def find_by_id(kind: str, key: int) -> Entry | None:
    found: Entry | None = db.session.get(KINDS[kind], key)
    return found


def entries_of(merge: Merge) -> tuple[Entry, Entry]:
    """What goes, and what it goes into. Raises NotFound."""
    old, new = (find_by_id(merge.kind, key) for key in (merge.from_id, merge.into_id))
    if old is None or new is None:
        raise NotFound("not_found")
    return old, new


def find_moved_slug(kind: str, slug: str) -> str | None:
    """The slug under which a merged entry is found now; None where it was not merged."""
    entity = KINDS[kind]
    first: Any = db.session.scalar(select(entity).where(entity.slug == slug))
    if first is None or (
        isinstance(first, Facility) and not may_be_named(first.kind, first.consent_at, first.state)
    ):
        return None
    into: int | None = first.merged_into_id
    for _ in range(MOST_STEPS):
        row = find_by_id(kind, into) if into is not None else None
        if row is None or row.merged_into_id is None:
            return row.slug if row is not None else None
        into = row.merged_into_id
    return None


def list_open_slugs(kind: str, slugs: Collection[str]) -> frozenset[str]:
    """Those of some products or facilities whose address leads to a page: public, closed, or merged into such a one."""
    entity, wanted = KINDS[kind], sorted({*slugs} - {""})
    is_open = entity.counted_as != ""
    if kind == "facility":
        is_open |= Facility.state == FacilityState.CLOSED
    found: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        query = select(entity.slug, entity.merged_into_id).where(
            entity.slug.in_(wanted[start : start + BATCH])
        )
        for slug, into in db.session.execute(query.where(is_open | entity.merged_into_id.is_not(None))):
            moved = find_moved_slug(kind, slug) if into is not None else None
            if into is None or (moved is not None and list_open_slugs(kind, {moved})):
                found.add(slug)
    return frozenset(found)


def find_entry(kind: str, text: str) -> Entry | None:
    """The entry that a number of its row, its code or the end of its address names."""
    entity, typed = KINDS[kind], text.strip().rstrip("/").rpartition("/")[2]
    if not typed:
        return None
    code = Facility.registration_number if kind == "facility" else Product.gtin
    codes = [typed] if kind == "facility" else [typed, typed.zfill(14)]
    query = select(entity).where((entity.slug == typed) | code.in_(codes))
    found: Entry | None = db.session.scalars(query).first()
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 9  # noqa: PLR2004  # of a row
    return found or (find_by_id(kind, int(typed)) if is_number else None)


def list_named(actor: Actor, kind: str, text: str) -> list[Entry]:
    """Some entries of the officer's area with this in their name, marks and case aside, and not merged away."""
    entity = KINDS[kind]
    words, name = (
        (skeleton(text), Facility.skeleton) if kind == "facility" else (number_key(text), Product.name_key)
    )
    if not words:
        return []
    query = select(entity) if kind == "facility" else select(entity).join(Product.facility)
    query = query.join(Facility.unit).where(
        in_scope(actor), entity.merged_into_id.is_(None), name.contains(words, autoescape=True)
    )
    return list(db.session.scalars(query.order_by(entity.sort_key, entity.id).limit(MOST_NAMED)))
