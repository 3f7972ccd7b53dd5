"""Reads of candidates, of their files, and of whom one may put forward."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from programme.exhibits.queries import name_order
from programme.models import Artisan, TitleCandidate, TitlePaper, TitleRound
from programme.title_candidates.policies import can_read_candidate

MOST_OFFERED = 500


def get_candidate(actor: Actor, candidate_id: int) -> TitleCandidate:
    """Raises NotFound where the person may not see it."""
    query = (
        select(TitleCandidate)
        .where(TitleCandidate.id == candidate_id)
        .options(
            joinedload(TitleCandidate.round).joinedload(TitleRound.unit),
            joinedload(TitleCandidate.artisan).selectinload(Artisan.titles),
            joinedload(TitleCandidate.facility),
            selectinload(TitleCandidate.papers),
        )
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_read_candidate, row)
    return row


def get_paper(actor: Actor, paper_id: int) -> TitlePaper:
    """A file that was not taken out, for who reads its candidate, or the one that the ministry took in from it.
    Raises NotFound.
    """
    paper = db.session.get(TitlePaper, paper_id)
    if paper is None or paper.removed_at is not None:
        raise NotFound("not_found")
    taken_in = db.session.scalars(
        select(TitleCandidate).where(TitleCandidate.came_from_id == paper.candidate_id)
    )
    if not any(can_read_candidate(actor, row) for row in (paper.candidate, *taken_in)):
        raise NotFound("not_found")
    return paper


def version_of(candidate_id: int) -> int | None:
    """As it is in the database now."""
    return db.session.scalar(select(TitleCandidate.version).where(TitleCandidate.id == candidate_id))


def list_for_round(row: TitleRound) -> list[Artisan]:
    """Artisans of its area who agree and were not put forward in it, by name."""
    there = select(TitleCandidate.artisan_id).where(TitleCandidate.round_id == row.id)
    query = _who_agree().where(Artisan.id.not_in(there))
    if row.unit_id is not None:
        query = query.where(Artisan.unit_id == row.unit_id)
    return sorted(db.session.scalars(query.limit(MOST_OFFERED)), key=name_order)


def list_of_facility(facility_id: int, row: TitleRound) -> list[Artisan]:
    """Of a facility, as `list_for_round`."""
    there = select(TitleCandidate.artisan_id).where(TitleCandidate.round_id == row.id)
    query = _who_agree().where(Artisan.id.not_in(there), Artisan.facility_id == facility_id)
    return sorted(db.session.scalars(query.limit(MOST_OFFERED)), key=name_order)


def list_handed_in(actor: Actor) -> list[TitleCandidate]:
    """What the person's facilities have put forward, the latest first."""
    mine = TitleCandidate.facility_id.in_(actor.facilities - actor.recorded)
    query = (
        select(TitleCandidate)
        .where(mine, TitleCandidate.came_from_id.is_(None))
        .options(joinedload(TitleCandidate.round), joinedload(TitleCandidate.artisan))
    )
    return list(db.session.scalars(query.order_by(TitleCandidate.id.desc())))


def _who_agree() -> Select[Artisan]:
    return (
        select(Artisan)
        .where(
            Artisan.consent_on.is_not(None),
            Artisan.consent_ended_on.is_(None),
            Artisan.withdrawn_at.is_(None),
        )
        .order_by(Artisan.name_vi, Artisan.id)
    )
