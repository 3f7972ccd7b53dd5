"""Recognitions of a person's facilities, for the mark on their packaging."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.awards.queries import find_award
from catalog.models import Award, Product
from catalog.policies import can_see_facility


def list_own_awards(actor: Actor) -> list[Award]:
    """Numbered recognitions of the facilities the person belongs to, the newest first."""
    query = (
        select(Award)
        .join(Award.product)
        .where(Product.facility_id.in_(actor.facilities), Award.number.is_not(None))
        .options(joinedload(Award.product).joinedload(Product.facility))
    )
    return list(db.session.scalars(query.order_by(Award.issued_on.desc(), Award.id.desc())))


def get_award_of_mine(actor: Actor, number: str) -> Award:
    """One of them by its number; for its members and the officers of its place. Raises NotFound."""
    award = find_award(number)
    if award is None:
        raise NotFound("not_found")
    authorize(actor, can_see_facility, award.product.facility)
    return award
