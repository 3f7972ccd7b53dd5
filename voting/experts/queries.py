"""The pool: every account with the juror's role, with what is known of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Role
from app.core.clock import local_day
from app.core.database.base import db
from app.core.text import sort_key
from voting.models import Expert, Juror, JuryPanel, SelectionRound
from voting.rounds.status import FINISHED


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A person of the pool. expert: None where nothing is known yet; rounds: unfinished ones in which they sit."""

    user: User
    expert: Expert | None
    rounds: int

    @property
    def name(self) -> str:
        return self.user.name or self.user.email

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.expert.groups) if self.expert else ()

    def is_away(self, begin: date | None, end: date | None) -> bool:
        """Whether the person is away on a day between two days, both inside; open ends reach for ever."""
        expert = self.expert
        if expert is None or (expert.away_from is None and expert.away_until is None):
            return False
        is_over = begin is not None and expert.away_until is not None and expert.away_until < begin
        is_later = end is not None and expert.away_from is not None and expert.away_from > end
        return not (is_over or is_later)


def list_pool(but: int | None = None) -> list[PoolRow]:
    """By name. but: the id of a round whose own seats do not make anybody busy."""
    people = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.JUROR, User.disabled_at.is_(None))
        .distinct()
    )
    known = {row.user_id: row for row in db.session.scalars(select(Expert))}
    busy = _busy(but)
    rows = [PoolRow(user, known.get(user.id), busy.get(user.id, 0)) for user in people]
    return sorted(rows, key=lambda row: (sort_key(row.name), row.user.id))


def scoring_days(round_: SelectionRound) -> tuple[date | None, date | None]:
    """The first and last day on which sheets of a round are filled, None where no day is set."""
    begin, end = (local_day(at) if at else None for at in (round_.scoring_from, round_.scoring_until))
    return begin, end


def list_free(round_: SelectionRound, group: str) -> list[PoolRow]:
    """Who can still be appointed to this group's jury: neither in it nor in council or support team; by name."""
    seated = {member.user_id for member in round_.members} | {helper.user_id for helper in round_.supporters}
    seated |= {juror.user_id for panel in round_.panels if panel.group == group for juror in panel.jurors}
    return [row for row in list_pool(but=round_.id) if row.user.id not in seated]


def find_expert(user_id: int) -> Expert | None:
    return db.session.scalar(select(Expert).where(Expert.user_id == user_id))


def _busy(but: int | None) -> Mapping[int, int]:
    """Unfinished rounds by juror, without one round."""
    query = (
        select(Juror.user_id, JuryPanel.round_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(SelectionRound, SelectionRound.id == JuryPanel.round_id)
        .where(Juror.removed_at.is_(None), SelectionRound.state.not_in(FINISHED))
        .distinct()
    )
    if but is not None:
        query = query.where(JuryPanel.round_id != but)
    return Counter(user_id for user_id, _round in db.session.execute(query))
