"""Reads of councils."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, User
from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from app.core.text import sort_key
from programme.models import CouncilSeat, Proposal, ProposalCouncil
from programme.proposal_councils.policies import SEATED, can_see_council


def get_council(actor: Actor, council_id: int) -> ProposalCouncil:
    """Raises NotFound where the person may not see it."""
    query = (
        select(ProposalCouncil)
        .where(ProposalCouncil.id == council_id)
        .options(
            selectinload(ProposalCouncil.seats).joinedload(CouncilSeat.user),
            joinedload(ProposalCouncil.proposal).joinedload(Proposal.facility),
        )
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_see_council, row)
    return row


def version_of(council_id: int) -> int | None:
    """As it is in the database now."""
    return db.session.scalar(select(ProposalCouncil.version).where(ProposalCouncil.id == council_id))


def list_councils(proposal_id: int) -> list[ProposalCouncil]:
    """Of a proposal, the first first."""
    query = select(ProposalCouncil).where(ProposalCouncil.proposal_id == proposal_id)
    return list(db.session.scalars(query.order_by(ProposalCouncil.id)))


def list_seats(actor: Actor) -> list[CouncilSeat]:
    """Where the person sits, the latest council first."""
    query = (
        select(CouncilSeat)
        .where(CouncilSeat.user_id == actor.user_id, CouncilSeat.stood_down_at.is_(None))
        .options(joinedload(CouncilSeat.council).joinedload(ProposalCouncil.proposal))
        .order_by(CouncilSeat.id.desc())
    )
    return list(db.session.scalars(query))


def count_silent(actor: Actor) -> int:
    """Councils in which the person has not said yet what they find."""
    query = (
        select(func.count())
        .select_from(CouncilSeat)
        .join(CouncilSeat.council)
        .where(
            CouncilSeat.user_id == actor.user_id,
            CouncilSeat.agrees.is_(None),
            CouncilSeat.stood_down_at.is_(None),
            ProposalCouncil.closed_at.is_(None),
            ProposalCouncil.chair_signed_at.is_(None) | ProposalCouncil.secretary_signed_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def list_people() -> list[User]:
    """Who may sit in a council, by name."""
    query = select(User).where(
        User.id.in_(select(Membership.user_id).where(Membership.role.in_(SEATED))),
        User.disabled_at.is_(None),
    )
    return sorted(db.session.scalars(query), key=lambda user: (sort_key(user.name), user.id))


def signed_of(councils: Sequence[ProposalCouncil], kind: str) -> ProposalCouncil | None:
    """The last one of a kind whose minutes are signed, of those of a proposal."""
    rows = [row for row in councils if row.kind == kind and row.is_signed]
    return rows[-1] if rows else None
