"""The recipients of mails about a round, and the sending."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify
from app.accounts.queries import list_facility_members
from app.core.database.base import db
from voting.models import CouncilMember, SelectionRound
from voting.rounds.status import RANKED


def tell_entrants(round_: SelectionRound, text: Callable[[User, SelectionRound], tuple[str, str]]) -> None:
    facilities = {n.facility_id for n in round_.nominations if n.state in RANKED or n.state == "submitted"}
    people = {user.id: user for each in sorted(facilities) for user in list_facility_members(each)}
    for user in people.values():
        send(user, *text(user, round_))


def send(user: User, subject: str, body: str) -> None:
    notify(user, Kind.SELECTION, subject, body)


def council_people(round_: SelectionRound, *roles: str) -> Iterable[User]:
    query = (
        select(User)
        .join(CouncilMember, CouncilMember.user_id == User.id)
        .where(CouncilMember.round_id == round_.id, CouncilMember.role.in_(roles))
    )
    return db.session.scalars(query).all()
