"""A product stays with its facility while a round judges it."""

from sqlalchemy import select

from app.core.database.base import db
from catalog.transfers.obstacles import transfer_obstacle
from voting.enums import NominationState
from voting.models import Nomination, SelectionRound
from voting.rounds.status import FINISHED

_LEFT = (NominationState.WITHDRAWN, NominationState.DISQUALIFIED)


@transfer_obstacle
def entered_in_a_round(product_id: int) -> str:
    """The code of the refusal where a round under way has the product."""
    query = select(Nomination.id).join(SelectionRound, SelectionRound.id == Nomination.round_id)
    under_way = query.where(
        Nomination.product_id == product_id,
        Nomination.state.not_in(_LEFT),
        SelectionRound.state.not_in(FINISHED),
    )
    return "transfer_in_round" if db.session.scalar(under_way.limit(1)) is not None else ""
