"""Reads of product sets."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.database.base import db
from voting.models import MergedSet, MergedSetMember, Nomination


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


def set_name_of(nomination: Nomination, merged: MergedSet | None) -> str:
    """The name under which an entry is a set: of the council's or of the facility's own; empty for one product."""
    return merged.name_vi if merged is not None else nomination.set_name if nomination.is_set else ""


def set_titles(round_id: int) -> dict[int, str]:
    """The names of all sets of a round by the entry that carries each: the council's and the facilities' own."""
    own = db.session.execute(
        select(Nomination.id, Nomination.set_name).where(Nomination.round_id == round_id, Nomination.is_set)
    )
    return {key: name for key, name in own if name} | {
        lead: merged.name_vi for lead, merged in sets_by_lead(round_id).items()
    }


def set_items_of(nomination: Nomination, merged: MergedSet | None) -> tuple[str, ...]:
    """The names of what is in a set, of the council's or of the facility's own; empty for one product."""
    if merged is not None:
        return tuple(member.nomination.product.name_vi for member in merged.members)
    return tuple(nomination.set_items) if nomination.is_set else ()


def sets_by_member(round_id: int) -> dict[int, MergedSet]:
    """The sets that stand, by each of their nominations."""
    return {member.nomination_id: merged for merged in list_sets(round_id) for member in merged.members}
