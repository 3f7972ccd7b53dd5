"""Set the days of a year and what may be asked for in it."""

from dataclasses import dataclass
from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from programme.models import ActivityKind, Offer, PlanYear, Proposal
from programme.policies import can_set_plan

FIRST_YEAR, LAST_YEAR = 2000, 2200
HIGHEST = 10**13


@dataclass(frozen=True, slots=True)
class PlanData:
    """source: the letter that sets the days."""

    register_until: date
    dossier_until: date
    source: str = ""


def set_year(actor: Actor, year: int, data: PlanData, *, is_demo: bool = False) -> PlanYear:
    """Open a year, or move its days; proposals that were handed in keep their day."""
    authorize(actor, can_set_plan)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken("plan_year", "year")
    if data.dossier_until < data.register_until:
        raise RuleBroken("plan_days_in_order", "dossier_until")
    if not year - 2 <= data.register_until.year <= data.dossier_until.year <= year:
        raise RuleBroken("plan_days_of_year", "register_until")
    row = db.session.query(PlanYear).filter_by(year=year).one_or_none()
    if row is None:
        row = PlanYear(year=year, is_demo=is_demo)
        db.session.add(row)
    row.register_until, row.dossier_until = data.register_until, data.dossier_until
    row.source, row.set_by, row.set_at = data.source.strip(), actor.user_id, utc_now()
    db.session.flush()
    days = {"register_until": row.register_until.isoformat(), "dossier_until": row.dossier_until.isoformat()}
    audit.record(actor, "programme.plan_year.plan", row, **days)
    return row


def add_offer(actor: Actor, year_id: int, kind_id: int, about: str, most: int | None) -> Offer:
    """What may be asked for, once a year."""
    authorize(actor, can_set_plan)
    year, kind = db.session.get(PlanYear, year_id), db.session.get(ActivityKind, kind_id)
    if year is None or kind is None:
        raise NotFound("not_found")
    if most is not None and not 0 < most <= HIGHEST:
        raise RuleBroken("whole_number", "most")
    if any(offer.kind_id == kind_id for offer in year.offers):
        raise Conflict("offer_there", "kind")
    row = Offer(plan_year=year, kind=kind, about=about.strip(), most=most)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "programme.offer.add", row)
    return row


def remove_offer(actor: Actor, offer_id: int) -> PlanYear:
    """Nobody has asked for it yet."""
    authorize(actor, can_set_plan)
    row = db.session.get(Offer, offer_id)
    if row is None:
        raise NotFound("not_found")
    asked = db.session.query(Proposal.id).filter_by(plan_year_id=row.plan_year_id, kind_id=row.kind_id)
    if asked.first() is not None:
        raise Conflict("offer_asked")
    year = row.plan_year
    audit.record(actor, "programme.offer.remove", row)
    db.session.delete(row)
    return year
