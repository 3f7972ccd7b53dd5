"""Seat the support team of a round."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.accounts.models import Membership, User
from app.core import audit
from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from voting.models import SelectionRound, SupportMember
from voting.policies import can_see_secretariat
from voting.rounds.services import get_round_for_change


def seat_support(actor: Actor, round_id: int, emails: Sequence[str]) -> list[SupportMember]:
    """Name the whole team anew. Raises RuleBroken for unknown accounts, accounts without the role, and jurors."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_see_secretariat, round_)
    people = [
        _person(round_, email) for email in dict.fromkeys(email.strip().lower() for email in emails) if email
    ]
    db.session.execute(delete(SupportMember).where(SupportMember.round_id == round_id))
    db.session.expire(round_, ["supporters"])
    team = [
        SupportMember(round_id=round_id, user_id=user.id, name=user.name or user.email) for user in people
    ]
    db.session.add_all(team)
    db.session.flush()
    audit.record(actor, "voting.support_team.seat", round_, count=len(team))
    return team


def _person(round_: SelectionRound, email: str) -> User:
    user = db.session.scalar(select(User).where(User.email == email, User.disabled_at.is_(None)))
    if user is None:
        raise RuleBroken("no_such_account", "members", email=email)
    role = select(Membership.id).where(Membership.user_id == user.id, Membership.role == Role.SUPPORT)
    if db.session.scalar(role) is None:
        raise RuleBroken("account_lacks_role", "members", email=email)
    if any(juror.user_id == user.id for panel in round_.panels for juror in panel.jurors):
        raise RuleBroken("support_is_juror", "members", email=email)
    return user
