"""What authorities decided about a certificate after its issue."""

from datetime import datetime

from sqlalchemy import func, select

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import Award, AwardOrder

ACT_OF_STATE = {"revoked": "revoke", "suspended": "suspend"}


def find_open_order(award_id: int) -> AwardOrder | None:
    """The order that waits for the second person."""
    query = select(AwardOrder).where(
        AwardOrder.award_id == award_id, AwardOrder.confirmed_at.is_(None), AwardOrder.dropped_at.is_(None)
    )
    return db.session.scalars(query.order_by(AwardOrder.id.desc())).first()


def list_orders(award_id: int) -> list[AwardOrder]:
    """Confirmed orders, the newest first."""
    query = select(AwardOrder).where(AwardOrder.award_id == award_id, AwardOrder.confirmed_at.is_not(None))
    return list(db.session.scalars(query.order_by(AwardOrder.id.desc())))


def find_order_of_state(award_id: int, state: str) -> AwardOrder | None:
    """The order by which a certificate is in that state; None where none is known here."""
    act = ACT_OF_STATE.get(state)
    return next((row for row in list_orders(award_id) if row.act == act), None)


def find_last_order_of_round(round_id: int) -> datetime | None:
    """When a certificate of a round was last suspended, restored or revoked."""
    query = (
        select(func.max(AwardOrder.confirmed_at))
        .join(Award, Award.id == AwardOrder.award_id)
        .where(Award.round_id == round_id)
    )
    return db.session.scalar(query)


def get_open_order(award_id: int, order_id: int) -> AwardOrder:
    """Raises NotFound where it does not wait any more."""
    found = find_open_order(award_id)
    if found is None or found.id != order_id:
        raise NotFound("not_found")
    return found
