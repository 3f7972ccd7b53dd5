"""The recipients of mails about a round, and the sending."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import Reader, notify_all
from app.accounts.queries import list_members_of
from app.core.database.base import db
from voting.models import CouncilMember, SelectionRound
from voting.rounds.status import RANKED


def tell_entrants(round_: SelectionRound, text: Callable[[User, SelectionRound], tuple[str, str]]) -> None:
    facilities = {n.facility_id for n in round_.nominations if n.state in RANKED or n.state == "submitted"}
    people = {user.id: user for members in list_members_of(facilities).values() for user in members}
    send_all([(people[key], *text(people[key], round_)) for key in sorted(people)])


def send(user: Reader, subject: str, body: str) -> None:
    send_all([(user, subject, body)])


def send_all(messages: Sequence[tuple[Reader, str, str]]) -> None:
    """To each person a subject and a text."""
    notify_all(Kind.SELECTION, messages)


def council_people(round_: SelectionRound, *roles: str) -> Iterable[User]:
    query = (
        select(User)
        .join(CouncilMember, CouncilMember.user_id == User.id)
        .where(CouncilMember.round_id == round_.id, CouncilMember.role.in_(roles))
    )
    return db.session.scalars(query).all()
