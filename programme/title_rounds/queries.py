"""Reads of rounds for titles: as officers keep them, and as everybody sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import Level
from programme.exhibits.queries import name_order
from programme.models import Artisan, TitleCandidate, TitleRound
from programme.title_rounds.policies import can_keep_round
from programme.title_rounds.rules import CandidateState, RoundState

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who was found worthy. named: those who agree to be named now; others: how many more; not_found: how many were
    judged and not found worthy, whom nobody names.
    """

    named: Sequence[TitleCandidate]
    others: int
    not_found: int


def get_round(actor: Actor, slug: str) -> TitleRound:
    """For who keeps it, with its candidates. Raises NotFound or NotAllowed."""
    people = selectinload(TitleRound.candidates)
    options = (
        joinedload(TitleRound.unit),
        people.joinedload(TitleCandidate.artisan).selectinload(Artisan.titles),
        people.joinedload(TitleCandidate.facility),
        people.selectinload(TitleCandidate.papers),
    )
    row = db.session.scalar(select(TitleRound).where(TitleRound.slug == slug).options(*options))
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_round, row.level, row.unit)
    return row


def version_of(row: TitleRound) -> int | None:
    """As it is in the database now."""
    return db.session.scalar(select(TitleRound.version).where(TitleRound.id == row.id))


def list_kept_rounds(actor: Actor) -> list[TitleRound]:
    """Of the officer's area, the latest year first."""
    query = select(TitleRound).options(joinedload(TitleRound.unit), selectinload(TitleRound.candidates))
    if not actor.has(Role.OFFICER_NATIONAL):
        query = query.where(TitleRound.level == Level.PROVINCE, TitleRound.unit_id.in_(actor.provinces))
    query = query.order_by(TitleRound.year.desc(), TitleRound.id.desc()).limit(SHOWN)
    return list(db.session.scalars(query))


def list_open_rounds(unit_id: int, day: date) -> list[TitleRound]:
    """Those of a province in which a facility may still put somebody forward, the soonest last day first."""
    query = select(TitleRound).where(
        TitleRound.unit_id == unit_id, TitleRound.state == RoundState.OPEN, TitleRound.last_day >= day
    )
    return list(db.session.scalars(query.order_by(TitleRound.last_day, TitleRound.id)))


def list_public_rounds() -> list[TitleRound]:
    """Of all provinces and the ministry, the latest first."""
    query = select(TitleRound).options(joinedload(TitleRound.unit))
    return list(db.session.scalars(query.order_by(TitleRound.year.desc(), TitleRound.id.desc()).limit(SHOWN)))


def get_public_round(slug: str) -> TitleRound:
    """Raises NotFound."""
    query = select(TitleRound).where(TitleRound.slug == slug).options(joinedload(TitleRound.unit))
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    return row


def slugs_of(ids: Collection[int]) -> dict[int, str]:
    """Id of a round -> its slug."""
    query = select(TitleRound.id, TitleRound.slug).where(TitleRound.id.in_(ids))
    return dict(db.session.execute(query).all()) if ids else {}


def outcome_of(row: TitleRound) -> Outcome:
    """What was published, by the consent of today; nobody before the publication and after its undoing."""
    if row.state != RoundState.PUBLISHED:
        return Outcome((), 0, 0)
    query = (
        select(TitleCandidate)
        .join(TitleCandidate.artisan)
        .where(TitleCandidate.round_id == row.id, TitleCandidate.state == CandidateState.RECEIVED)
        .options(joinedload(TitleCandidate.artisan).joinedload(Artisan.unit))
    )
    judged = sorted(db.session.scalars(query), key=lambda each: (*name_order(each.artisan), each.id))
    worthy = [each for each in judged if each.agrees]
    named = [each for each in worthy if each.artisan.agrees and each.artisan.withdrawn_at is None]
    return Outcome(named, len(worthy) - len(named), len(judged) - len(worthy))


def list_proposed(row: TitleRound) -> list[TitleCandidate]:
    """Whom provinces have proposed for the title of a ministry's round that has not taken them in yet."""
    later, ministry = aliased(TitleCandidate), aliased(TitleRound)
    taken = (
        select(later.came_from_id)
        .join(ministry, later.round_id == ministry.id)
        .where(later.came_from_id.is_not(None), ministry.state != RoundState.UNDONE)
    )
    there = select(later.artisan_id).where(later.round_id == row.id)
    query = (
        select(TitleCandidate)
        .join(TitleCandidate.round)
        .where(
            TitleRound.level == Level.PROVINCE,
            TitleRound.title == row.title,
            TitleRound.gives.is_(False),
            TitleRound.state == RoundState.PUBLISHED,
            TitleCandidate.state == CandidateState.RECEIVED,
            TitleCandidate.agrees.is_(True),
            TitleCandidate.artisan_id.not_in(there),
            TitleCandidate.id.not_in(taken),
        )
        .options(
            joinedload(TitleCandidate.artisan),
            joinedload(TitleCandidate.round).joinedload(TitleRound.unit),
        )
    )
    return list(db.session.scalars(query.order_by(TitleCandidate.id)))
