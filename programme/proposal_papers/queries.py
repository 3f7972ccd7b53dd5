"""Reads of the files of a dossier."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from programme.models import CouncilSeat, PlanYear, Proposal, ProposalCouncil, ProposalPaper
from programme.proposal_councils.policies import SEATED
from programme.proposal_papers.policies import can_read_papers
from programme.proposals.queries import missing_papers
from programme.proposals.states import ENDS


def get_with_papers(actor: Actor, proposal_id: int) -> Proposal:
    """A proposal whose papers the person may read. Raises NotFound."""
    row = db.session.get(Proposal, proposal_id)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_read_papers, row, sits=find_seat(actor, row.id) is not None)
    return row


def get_paper(actor: Actor, paper_id: int) -> ProposalPaper:
    """A file that was not taken out again. Raises NotFound."""
    row = db.session.get(ProposalPaper, paper_id)
    if row is None or row.removed_at is not None:
        raise NotFound("not_found")
    get_with_papers(actor, row.proposal_id)
    return row


def list_lacking() -> list[Proposal]:
    """Proposals on their way whose dossier counts as handed in, and lacks a needed paper that was taken out of it, or
    holds nothing any more. A paper that the year asks for since then lacks nowhere.
    """
    query = (
        select(Proposal)
        .where(Proposal.dossier_on.is_not(None), Proposal.state.not_in(ENDS))
        .options(joinedload(Proposal.plan_year).selectinload(PlanYear.papers), selectinload(Proposal.papers))
        .order_by(Proposal.id)
    )
    taken = select(ProposalPaper.proposal_id, ProposalPaper.plan_paper_id).where(
        ProposalPaper.removed_at.is_not(None)
    )
    removed = {(proposal_id, paper_id) for proposal_id, paper_id in db.session.execute(taken)}
    return [row for row in db.session.scalars(query) if _lacks(row, removed)]


def _lacks(row: Proposal, removed: set[tuple[int, int | None]]) -> bool:
    is_empty = not row.papers and not row.dossier
    return is_empty or any((row.id, paper.id) in removed for paper in missing_papers(row))


def find_seat(actor: Actor, proposal_id: int) -> CouncilSeat | None:
    """The last seat of the person, while they hold a role for it, in a council that looks at the proposal or has signed
    its minutes; one that was closed without minutes lets nobody read on.
    """
    if not actor.has(*SEATED):
        return None
    council = ProposalCouncil
    is_signed = council.chair_signed_at.is_not(None) & council.secretary_signed_at.is_not(None)
    query = (
        select(CouncilSeat)
        .join(CouncilSeat.council)
        .where(CouncilSeat.user_id == actor.user_id, CouncilSeat.stood_down_at.is_(None))
        .where(council.proposal_id == proposal_id, council.closed_at.is_(None) | is_signed)
        .order_by(CouncilSeat.id.desc())
    )
    return db.session.scalar(query.limit(1))
