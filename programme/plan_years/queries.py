"""Reads of the years of the plan."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.errors import NotFound
from programme.models import ActivityKind, Offer, PlanPaper, PlanYear


def list_years() -> list[PlanYear]:
    """The latest first."""
    query = select(PlanYear).options(selectinload(PlanYear.offers).joinedload(Offer.kind))
    return list(db.session.scalars(query.order_by(PlanYear.year.desc())))


def list_open_years(day: date) -> list[PlanYear]:
    """Those for which one may still register, the soonest first."""
    query = select(PlanYear).where(PlanYear.register_until >= day)
    query = query.options(selectinload(PlanYear.offers).joinedload(Offer.kind))
    return list(db.session.scalars(query.order_by(PlanYear.register_until, PlanYear.year)))


def get_year(year: int) -> PlanYear:
    """Raises NotFound."""
    row = db.session.scalar(select(PlanYear).where(PlanYear.year == year))
    if row is None:
        raise NotFound("not_found")
    return row


def get_offer(offer_id: int) -> Offer:
    """Raises NotFound."""
    query = (
        select(Offer).where(Offer.id == offer_id).options(joinedload(Offer.plan_year), joinedload(Offer.kind))
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    return row


def get_paper(paper_id: int) -> PlanPaper:
    """Raises NotFound."""
    row = db.session.get(PlanPaper, paper_id)
    if row is None:
        raise NotFound("not_found")
    return row


def find_offer(year_id: int, kind_id: int) -> Offer | None:
    return db.session.scalar(select(Offer).where(Offer.plan_year_id == year_id, Offer.kind_id == kind_id))


def find_offer_of(kind_code: str, day: date) -> Offer | None:
    """What may be asked for on a day, of the year that closes first."""
    query = (
        select(Offer)
        .join(Offer.plan_year)
        .join(Offer.kind)
        .where(ActivityKind.code == kind_code, PlanYear.register_until >= day)
        .order_by(PlanYear.register_until, PlanYear.year)
    )
    return db.session.scalar(query.limit(1))
