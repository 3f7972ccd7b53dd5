"""Drafts of a person."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database.base import db
from catalog.models import ProductDraft


def target_of(facility_id: int, product_id: int | None) -> str:
    """What a draft is for, as one text: a person has one for each."""
    return f"{facility_id}:{product_id or 0}"


def find_draft(actor: Actor, facility_id: int, product_id: int | None) -> ProductDraft | None:
    """The person's own; nobody reads the draft of another."""
    query = select(ProductDraft).where(
        ProductDraft.user_id == actor.user_id, ProductDraft.target == target_of(facility_id, product_id)
    )
    return db.session.scalar(query)


def list_new_drafts(actor: Actor, facility_ids: Iterable[int]) -> dict[int, ProductDraft]:
    """Of products that are not there yet, by facility."""
    query = select(ProductDraft).where(
        ProductDraft.user_id == actor.user_id,
        ProductDraft.product_id.is_(None),
        ProductDraft.facility_id.in_(list(facility_ids)),
    )
    return {row.facility_id: row for row in db.session.scalars(query)}
