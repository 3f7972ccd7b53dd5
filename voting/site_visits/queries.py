"""Visits of a round, and what of them the jury reads."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from voting.dossiers.blinding import blind, find_identifying
from voting.dossiers.contents import maker_of
from voting.models import Nomination, SelectionRound, SiteVisit
from voting.rounds.queries import get_work_round


def list_visits(round_: SelectionRound) -> list[SiteVisit]:
    """By day. The round was judged before."""
    query = (
        select(SiteVisit)
        .options(joinedload(SiteVisit.facility), selectinload(SiteVisit.pictures))
        .where(SiteVisit.round_id == round_.id)
        .order_by(SiteVisit.held_on, SiteVisit.id)
    )
    return list(db.session.scalars(query))


def get_visit(actor: Actor, slug: str, visit_id: int) -> SiteVisit:
    """Raises NotFound outside the secretariat."""
    round_ = get_work_round(actor, slug)
    visit = db.session.get(SiteVisit, visit_id)
    if visit is None or visit.round_id != round_.id:
        raise NotFound("not_found")
    return visit


def list_findings(nomination: Nomination) -> list[str]:
    """What the jury may read of visits to the maker of an entry, blanked as its description is; the newest last."""
    query = select(SiteVisit.findings).where(
        SiteVisit.round_id == nomination.round_id,
        SiteVisit.facility_id == nomination.facility_id,
        SiteVisit.findings != "",
    )
    found = list(db.session.scalars(query.order_by(SiteVisit.held_on, SiteVisit.id)))
    if not found:
        return []
    maker = maker_of(nomination)
    return [blind(text, maker) for text in found]


def list_naming_parts(visit: SiteVisit) -> list[str]:
    """Parts of the findings that name the maker: the jury sees an ellipsis in their place."""
    entry = db.session.scalars(
        select(Nomination).where(
            Nomination.round_id == visit.round_id, Nomination.facility_id == visit.facility_id
        )
    ).first()
    return find_identifying(visit.findings, maker_of(entry)) if entry else []
