"""A draft of the form of a product is kept until the form is saved, thrown away, or not touched for long."""

from typing import Any

from sqlalchemy import delete

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from catalog.models import Facility, Product, ProductDraft
from catalog.policies import can_manage_facility
from catalog.product_drafts.queries import find_draft, target_of

MOST = 60_000
"""Characters of a draft: more than every field of the form may hold."""


def keep_draft(
    actor: Actor, facility_id: int, product_id: int | None, fields: dict[str, Any], version: int
) -> ProductDraft:
    """Keep what was typed, whether or not it could be saved. version: of the listing that the person saw."""
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    if product_id is not None and load(Product, product_id).facility_id != facility_id:
        raise NotFound("not_found")
    if actor.user_id is None:
        raise NotAllowed("not_allowed")
    if sum(len(str(value)) for value in fields.values()) > MOST:
        raise RuleBroken("too_long", "description_vi", limit=MOST)
    row = find_draft(actor, facility_id, product_id)
    if row is None:
        row = ProductDraft(
            user_id=actor.user_id, facility_id=facility_id, product_id=product_id,
            target=target_of(facility_id, product_id),
        )  # fmt: skip
        db.session.add(row)
    row.fields, row.version, row.saved_at = fields, version, utc_now()
    return row


def drop_draft(actor: Actor, facility_id: int, product_id: int | None) -> None:
    """The form is saved, or the person throws the draft away."""
    mine = (ProductDraft.user_id == actor.user_id) & (
        ProductDraft.target == target_of(facility_id, product_id)
    )
    db.session.execute(delete(ProductDraft).where(mine))
