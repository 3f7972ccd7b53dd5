"""A draft of the form of a product is kept until the form is saved, thrown away, or not touched for long."""

import hashlib
from typing import Any

from sqlalchemy import delete

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.sent_forms import end_form, is_ended
from catalog.acts import load
from catalog.models import Facility, Product, ProductDraft
from catalog.policies import can_manage_facility
from catalog.product_drafts.queries import find_draft, target_of

MOST = 60_000
"""Characters of a draft: more than every field of the form may hold."""


def keep_draft(
    actor: Actor,
    facility_id: int,
    product_id: int | None,
    fields: dict[str, Any],
    version: int,
    *,
    token: str = "",
) -> ProductDraft:
    """Keep what was typed, whether or not it could be saved. version: of the listing that the person saw. token: of the
    page with the form.

    Raises Conflict draft_saved where that page was saved before, stale where the listing, or a draft that was begun
    since, is newer: such a draft was sent before the save and came after it.
    """
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    listed = _listed_version(facility_id, product_id)
    if actor.user_id is None:
        raise NotAllowed("not_allowed")
    if sum(len(str(value)) for value in fields.values()) > MOST:
        raise RuleBroken("too_long", "description_vi", limit=MOST)
    if token and is_ended(db.session(), _key(actor, token)):
        raise Conflict("draft_saved")
    row = find_draft(actor, facility_id, product_id)
    if version < (row.version if row is not None else listed):
        raise Conflict("stale")
    if row is None:
        row = ProductDraft(
            user_id=actor.user_id, facility_id=facility_id, product_id=product_id,
            target=target_of(facility_id, product_id),
        )  # fmt: skip
        db.session.add(row)
    row.fields, row.version, row.saved_at = fields, version, utc_now()
    return row


def _listed_version(facility_id: int, product_id: int | None) -> int:
    """Of the facility's listing; 0 where it is not there yet."""
    if product_id is None:
        return 0
    listing = load(Product, product_id)
    if listing.facility_id != facility_id:
        raise NotFound("not_found")
    return listing.version


def drop_draft(actor: Actor, facility_id: int, product_id: int | None, *, token: str = "") -> None:
    """The form is saved, or the person throws the draft away. token: of the page that was saved, of which no draft is
    kept any more.
    """
    if token:
        end_form(db.session(), _key(actor, token))
    mine = (ProductDraft.user_id == actor.user_id) & (
        ProductDraft.target == target_of(facility_id, product_id)
    )
    db.session.execute(delete(ProductDraft).where(mine))


def _key(actor: Actor, token: str) -> str:
    return hashlib.sha256(f"draft {actor.user_id} {token}".encode()).hexdigest()
