"""Who can still be appointed."""

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Role
from app.core.database.base import db
from voting.models import SelectionRound


def list_free_jurors(round_: SelectionRound, group: str) -> list[User]:
    """Active accounts with the juror's role that sit neither in this group's jury nor in the council, by name."""
    seated = {member.user_id for member in round_.members}
    seated |= {juror.user_id for panel in round_.panels if panel.group == group for juror in panel.jurors}
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.JUROR, User.disabled_at.is_(None), User.id.not_in(seated - {None}))
        .distinct()
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))
