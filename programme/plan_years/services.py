"""Set the days of a year and what may be asked for in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.text import fold_line
from catalog import fields
from programme.activities.rules import HIGHEST_SUM
from programme.models import ActivityKind, Offer, PlanPaper, PlanYear, Proposal, ProposalPaper
from programme.policies import can_set_plan

FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_PAPERS = 40


@dataclass(frozen=True, slots=True)
class PlanData:
    """source: the letter that sets the days."""

    register_until: date
    dossier_until: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaperData:
    """about: where its form is, what it must show; is_needed: no dossier is handed in without it."""

    name_vi: str
    name_en: str = ""
    about: str = ""
    is_needed: bool = True


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
    is_new = row is None
    if row is None:
        row = PlanYear(year=year, is_demo=is_demo)
        db.session.add(row)
    row.register_until, row.dossier_until = data.register_until, data.dossier_until
    row.source, row.set_by, row.set_at = data.source.strip(), actor.user_id, utc_now()
    db.session.flush()
    if is_new:
        _take_over_papers(row)
    days = {"register_until": row.register_until.isoformat(), "dossier_until": row.dossier_until.isoformat()}
    audit.record(actor, "programme.plan_year.plan", row, **days)
    return row


def add_offer(actor: Actor, year_id: int, kind_id: int, about: str, most: int | None) -> Offer:
    """What may be asked for, once a year."""
    authorize(actor, can_set_plan)
    year, kind = db.session.get(PlanYear, year_id), db.session.get(ActivityKind, kind_id)
    if year is None or kind is None:
        raise NotFound("not_found")
    if most is not None and not 0 < most <= HIGHEST_SUM:
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


def add_paper(actor: Actor, year_id: int, kind_id: int | None, data: PaperData) -> PlanPaper:
    """What dossiers of the year hold, for a kind of activity or for all; those handed in before stay as they are."""
    authorize(actor, can_set_plan)
    year = db.session.get(PlanYear, year_id)
    kind = db.session.get(ActivityKind, kind_id) if kind_id is not None else None
    if year is None or (kind is None and kind_id is not None):
        raise NotFound("not_found")
    name = fields.required(data.name_vi.strip(), "name_vi")
    if any(paper.kind_id == kind_id and fold_line(paper.name_vi) == fold_line(name) for paper in year.papers):
        raise Conflict("plan_paper_there", "name_vi")
    if len(year.papers) >= MOST_PAPERS:
        raise RuleBroken("plan_papers_full", "name_vi", limit=MOST_PAPERS)
    row = PlanPaper(
        plan_year=year, kind=kind, name_vi=name, name_en=data.name_en.strip(), about=data.about.strip(),
        is_needed=data.is_needed,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "programme.plan_paper.add", row)
    return row


def remove_paper(actor: Actor, paper_id: int) -> PlanYear:
    """No dossier holds it yet."""
    authorize(actor, can_set_plan)
    row = db.session.get(PlanPaper, paper_id)
    if row is None:
        raise NotFound("not_found")
    if db.session.query(ProposalPaper.id).filter_by(plan_paper_id=row.id).first() is not None:
        raise Conflict("plan_paper_given")
    year = row.plan_year
    audit.record(actor, "programme.plan_paper.remove", row)
    db.session.delete(row)
    return year


def _take_over_papers(row: PlanYear) -> None:
    """A new year asks for the papers of the latest year before it."""
    query = select(PlanYear).where(PlanYear.year < row.year).order_by(PlanYear.year.desc()).limit(1)
    before = db.session.scalar(query)
    for paper in before.papers if before is not None else ():
        db.session.add(
            PlanPaper(
                plan_year_id=row.id, kind_id=paper.kind_id, name_vi=paper.name_vi, name_en=paper.name_en,
                about=paper.about, is_needed=paper.is_needed,
            )
        )  # fmt: skip
