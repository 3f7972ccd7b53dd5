"""Reads of proposals: lists, one with its history, its priority, what was asked and not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.models import Award, Product
from programme.models import PlanPaper, PlanYear, Proposal, ProposalCouncil
from programme.proposals.policies import can_see_proposal
from programme.proposals.priority import Priority, Recognition, judge, judged_before
from programme.proposals.states import BEGINNING, ENDS, OPEN_FOR_PAPERS, ProposalState, Side, waits_for

S = ProposalState


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals wait for a side, in a province, and since when the oldest does."""

    side: Side
    unit_id: int
    number: int
    since: datetime


def get_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Raises NotFound where the person may not see it."""
    query = select(Proposal).where(Proposal.id == proposal_id).options(
        joinedload(Proposal.plan_year).selectinload(PlanYear.papers), joinedload(Proposal.kind),
        joinedload(Proposal.unit), joinedload(Proposal.facility), joinedload(Proposal.trademark),
        selectinload(Proposal.products), selectinload(Proposal.acts), selectinload(Proposal.papers),
    )  # fmt: skip
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_see_proposal, row)
    return row


def list_open_councils(proposal_id: int) -> list[ProposalCouncil]:
    """Those that still look at it: not closed, and their minutes not signed by both."""
    council = ProposalCouncil
    unsigned = or_(council.chair_signed_at.is_(None), council.secretary_signed_at.is_(None))
    query = select(council).where(council.proposal_id == proposal_id, council.closed_at.is_(None), unsigned)
    return list(db.session.scalars(query.order_by(council.id)))


def version_of(row: Proposal | None) -> int | None:
    """As it is in the database now; None for a new one."""
    if row is None:
        return None
    return db.session.scalar(select(Proposal.version).where(Proposal.id == row.id))


def list_own(actor: Actor) -> list[Proposal]:
    """Of the facilities that the person looks after, the last changed first."""
    mine = Proposal.facility_id.in_(actor.facilities - actor.recorded)
    return _listed(select(Proposal).where(mine))


def list_proposals(
    actor: Actor, *, state: str = "", side: Side | None = None, limit: int, offset: int = 0
) -> tuple[list[Proposal], int]:
    """Of the area that the office serves, the last changed first; and how many. side: those that wait for it."""
    query = select(Proposal).where(_in_area(actor))
    if state:
        query = query.where(Proposal.state == state)
    if side is not None:
        query = query.where(waiting_for(side))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return _listed(query.limit(limit).offset(offset)), total


def list_unfinished(day: date) -> list[Proposal]:
    """Those with something to do for who asks, of years that are not over on the day."""
    query = (
        select(Proposal)
        .join(Proposal.plan_year)
        .where(Proposal.state.in_(OPEN_FOR_PAPERS), PlanYear.dossier_until >= day)
        .options(contains_eager(Proposal.plan_year), joinedload(Proposal.facility))
        .order_by(Proposal.id)
    )
    return list(db.session.scalars(query))


def count_waiting(actor: Actor, side: Side) -> int:
    query = select(func.count()).select_from(Proposal).where(_in_area(actor), waiting_for(side))
    return db.session.scalar(query) or 0


def list_waiting(actor: Actor) -> list[Waiting]:
    """What was asked and not answered, by whom it waits and province; the oldest first."""
    found = []
    for side in (Side.APPLICANT, Side.PROVINCE, Side.MINISTRY):
        query = (
            select(Proposal.unit_id, func.count(), func.min(Proposal.changed_at))
            .where(_in_area(actor), waiting_for(side))
            .group_by(Proposal.unit_id)
        )
        found += [
            Waiting(side, unit_id, number, since) for unit_id, number, since in db.session.execute(query)
        ]
    return sorted(found, key=lambda row: row.since)


def waiting_for(side: Side) -> ColumnElement[bool]:
    """As `states.waits_for`, in the words of the database."""
    without_dossier = (Proposal.state == S.RECEIVED) & Proposal.dossier_on.is_(None)
    applicant = Proposal.state.in_(BEGINNING) | without_dossier
    ministry = (Proposal.asked_national > 0) & Proposal.state.in_((S.SENT_UP, S.APPRAISED))
    of_facility = Proposal.facility_id.is_not(None)
    if side is Side.APPLICANT:
        return applicant & of_facility
    if side is Side.MINISTRY:
        return ministry
    if side is Side.PROVINCE:
        rest = Proposal.state.not_in((*ENDS, *BEGINNING)) & ~without_dossier & ~ministry
        return rest | (applicant & ~of_facility)
    return Proposal.state.in_(ENDS)


def side_of(row: Proposal) -> Side:
    return waits_for(
        row.state, is_national=row.asked_national > 0, has_dossier=row.dossier_on is not None,
        of_facility=row.facility_id is not None,
    )  # fmt: skip


def priority_of(row: Proposal) -> Priority:
    """As it was judged; before that, as it would be judged from what is known now."""
    if not row.priority:
        return judge_now([product.id for product in row.products], row.plan_year.register_until)
    ids = [reason["award"] for reason in row.priority["reasons"]]
    revoked = db.session.execute(
        select(Award.id, Award.revoked_on).where(Award.id.in_(ids), Award.revoked_on.is_not(None))
    )
    return judged_before(row.priority, {key: day for key, day in revoked if day is not None})


def judge_now(product_ids: Sequence[int], day: date) -> Priority:
    """From the recognitions of products as they stand on a day."""
    query = (
        select(Award)
        .where(Award.product_id.in_(product_ids), Award.issued_on <= day)
        .order_by(Award.issued_on, Award.id)
    )
    return judge(
        [
            Recognition(row.id, row.number or "", row.product_name, row.level, row.valid_until,
                        str(row.validity_on(day)))
            for row in db.session.scalars(query)
        ],
        day,
    )  # fmt: skip


def asked_papers(row: Proposal) -> list[PlanPaper]:
    """What the year asks for of a dossier of this kind."""
    return [paper for paper in row.plan_year.papers if paper.kind_id in {None, row.kind_id}]


def missing_papers(row: Proposal) -> list[PlanPaper]:
    """What no dossier is handed in without, and this one lacks."""
    given = {paper.plan_paper_id for paper in row.papers}
    return [paper for paper in asked_papers(row) if paper.is_needed and paper.id not in given]


def list_product_ids(facility_id: int) -> list[int]:
    return list(db.session.scalars(select(Product.id).where(Product.facility_id == facility_id)))


def _listed(query: Select[Proposal]) -> list[Proposal]:
    options = (
        joinedload(Proposal.plan_year), joinedload(Proposal.kind), joinedload(Proposal.unit),
        joinedload(Proposal.facility),
    )  # fmt: skip
    rows = query.options(*options).order_by(Proposal.changed_at.desc(), Proposal.id.desc())
    return list(db.session.scalars(rows))


def _in_area(actor: Actor) -> ColumnElement[bool]:
    """What the offices of the person see: no drafts of facilities."""
    parts: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.OFFICER_NATIONAL):
        parts.append(true())
    if actor.has(Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR):
        parts.append(Proposal.unit_id.in_(actor.provinces | actor.centres))
    own_draft = Proposal.facility_id.is_(None) & Proposal.unit_id.in_(actor.provinces | actor.centres)
    return or_(*parts) & ((Proposal.state != S.DRAFT) | own_draft)
