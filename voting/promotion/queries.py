"""Reads of promotions to the next level."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from catalog.enums import Level
from catalog.models import Award
from voting.enums import RoundState
from voting.models import (
    Nomination,
    OutsideList,
    Promotion,
    RecognitionDecision,
    SelectionRound,
)

NEXT_LEVEL = {
    Level.COMMUNE: Level.PROVINCE,
    Level.PROVINCE: Level.REGION,
    Level.REGION: Level.NATIONAL,
}


def list_upper_rounds(round_: SelectionRound) -> list[SelectionRound]:
    """The open rounds of the next level that this round's area belongs to."""
    above = NEXT_LEVEL.get(Level(round_.level))
    query = select(SelectionRound).where(
        SelectionRound.level == above, SelectionRound.state == RoundState.RECEIVING
    )
    if above == Level.REGION:
        query = query.where(SelectionRound.region == (round_.unit.region if round_.unit else ""))
    if above == Level.PROVINCE:
        query = query.where(SelectionRound.unit_id == round_.unit_id)
    return list(db.session.scalars(query.order_by(SelectionRound.entries_until, SelectionRound.id)))


def list_promotions(round_id: int, to_round_id: int | None = None) -> list[Promotion]:
    """Entries on the list upward, whether signed already or not; removed ones left out."""
    query = (
        select(Promotion)
        .options(joinedload(Promotion.nomination), joinedload(Promotion.to_round))
        .where(Promotion.round_id == round_id, Promotion.removed_at.is_(None))
    )
    if to_round_id is not None:
        query = query.where(Promotion.to_round_id == to_round_id)
    return list(db.session.scalars(query.order_by(Promotion.id)))


def list_sent_up(round_id: int) -> frozenset[int]:
    """Entries that have gone up from a round: to a round above, or on a signed list to a body outside this site."""
    promoted = select(Promotion.nomination_id).where(
        Promotion.round_id == round_id,
        Promotion.promoted_at.is_not(None),
        Promotion.removed_at.is_(None),
    )
    lists = select(OutsideList.content).where(
        OutsideList.round_id == round_id,
        OutsideList.direction == "out",
        OutsideList.signed_at.is_not(None),
    )
    numbers = {entry["certificate"] for content in db.session.scalars(lists) for entry in content["entries"]}
    return frozenset(db.session.scalars(promoted)) | list_certified(numbers)


def list_certified(numbers: Collection[str]) -> frozenset[int]:
    """The entries that got certificates with these numbers."""
    query = select(Award.nomination_id).where(Award.number.in_(numbers), Award.nomination_id.is_not(None))
    return frozenset(id_ for id_ in db.session.scalars(query) if id_ is not None)


def find_origin(nomination: Nomination) -> tuple[Promotion, RecognitionDecision] | None:
    """Where a promoted dossier comes from: the act that sent it up and the decision that act cites."""
    query = (
        select(Promotion, RecognitionDecision)
        .join(RecognitionDecision, RecognitionDecision.round_id == Promotion.round_id)
        .where(Promotion.promoted_id == nomination.id)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


PROMOTE = "promote/"
