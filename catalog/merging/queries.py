"""Merges that wait, that took effect, and where what went is found now."""

from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.listings.workspace import in_scope
from catalog.models import Facility, Merge, Product

MOST_STEPS = 8
Entry = Facility | Product
KINDS: dict[str, Any] = {"facility": Facility, "product": Product}


def get_merge(merge_id: int) -> Merge:
    """Raises NotFound."""
    row = db.session.get(Merge, merge_id)
    if row is None:
        raise NotFound("not_found")
    return row


def list_open_merges(actor: Actor) -> list[Merge]:
    """What waits for the second person in the officer's area, the oldest first."""
    facilities = select(Facility.id).join(Facility.unit).where(in_scope(actor))
    products = select(Product.id).where(Product.facility_id.in_(facilities))
    mine = ((Merge.kind == "facility") & Merge.into_id.in_(facilities)) | (
        (Merge.kind == "product") & Merge.into_id.in_(products)
    )
    open_ = Merge.confirmed_at.is_(None) & Merge.dropped_at.is_(None)
    return list(db.session.scalars(select(Merge).where(mine, open_).order_by(Merge.id)))


def find_open_merge(kind: str, from_id: int) -> Merge | None:
    """The merge of this entry that waits."""
    query = select(Merge).where(Merge.kind == kind, Merge.from_id == from_id)
    return db.session.scalars(query.where(Merge.confirmed_at.is_(None), Merge.dropped_at.is_(None))).first()


def find_by_id(kind: str, key: int) -> Entry | None:
    found: Entry | None = db.session.get(KINDS[kind], key)
    return found


def find_moved_slug(kind: str, slug: str) -> str | None:
    """The slug under which a merged entry is found now; None where it was not merged."""
    entity = KINDS[kind]
    into: int | None = db.session.scalar(select(entity.merged_into_id).where(entity.slug == slug))
    for _ in range(MOST_STEPS):
        row = find_by_id(kind, into) if into is not None else None
        if row is None or row.merged_into_id is None:
            return row.slug if row is not None else None
        into = row.merged_into_id
    return None


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
