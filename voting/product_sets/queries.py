"""Reads of product sets."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from voting.enums import NominationState
from voting.models import MergedSet, MergedSetMember, Nomination, SelectionRound


def list_sets(round_id: int) -> list[MergedSet]:
    """The sets that stand, in order of their codes' numbers."""
    query = (
        select(MergedSet)
        .options(selectinload(MergedSet.members).joinedload(MergedSetMember.nomination))
        .where(MergedSet.round_id == round_id, MergedSet.dissolved_at.is_(None))
        .order_by(MergedSet.id)
    )
    return list(db.session.scalars(query))


def sets_by_lead(round_id: int) -> dict[int, MergedSet]:
    """The sets that stand, by the nomination that carries each."""
    return {merged.lead_id: merged for merged in list_sets(round_id)}


def sets_by_member(round_id: int) -> dict[int, MergedSet]:
    """The sets that stand, by each of their nominations."""
    return {member.nomination_id: merged for merged in list_sets(round_id) for member in merged.members}


def list_recognised_sets(product_id: int) -> list[MergedSet]:
    """The published sets through which a product shares an award that another product of the set carries."""
    query = (
        select(MergedSet)
        .join(MergedSetMember, MergedSetMember.set_id == MergedSet.id)
        .join(Nomination, Nomination.id == MergedSetMember.nomination_id)
        .join(SelectionRound, SelectionRound.id == MergedSet.round_id)
        .options(joinedload(MergedSet.lead), joinedload(MergedSet.round))
        .where(
            Nomination.product_id == product_id,
            MergedSet.dissolved_at.is_(None),
            SelectionRound.published_at.is_not(None),
            SelectionRound.annulled_at.is_(None),
        )
        .order_by(MergedSet.id.desc())
    )
    return [row for row in db.session.scalars(query) if row.lead.state == NominationState.RECOGNISED]
