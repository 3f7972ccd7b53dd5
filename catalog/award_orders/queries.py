"""What authorities decided about a certificate after its issue."""

from collections.abc import Collection
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


def list_last_orders(round_ids: Collection[int]) -> dict[int, datetime]:
    """When a certificate of each round was last suspended, restored or revoked; rounds without are left out."""
    query = (
        select(Award.round_id, func.max(AwardOrder.confirmed_at))
        .join(Award, Award.id == AwardOrder.award_id)
        .where(Award.round_id.in_(round_ids))
        .group_by(Award.round_id)
    )
    return {id_: at for id_, at in db.session.execute(query) if id_ is not None and at is not None}


def get_open_order(award_id: int, order_id: int) -> AwardOrder:
    """Raises NotFound where it does not wait any more."""
    found = find_open_order(award_id)
    if found is None or found.id != order_id:
        raise NotFound("not_found")
    return found
