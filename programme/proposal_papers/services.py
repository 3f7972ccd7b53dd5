"""Attach files to a dossier, and take them out again."""

from collections.abc import Sequence

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog import fields
from catalog.credentials.services import StoredScan
from programme.models import PlanPaper, Proposal, ProposalPaper
from programme.proposals.policies import can_change_proposal
from programme.proposals.queries import asked_papers, list_open_councils, missing_papers
from programme.proposals.services import load_proposal
from programme.proposals.states import BEGINNING, OPEN_FOR_PAPERS

MOST_AT_ONCE, MOST = 10, 60


def attach_papers(
    actor: Actor, proposal_id: int, paper_id: int | None, text: str, files: Sequence[StoredScan]
) -> int:
    """Put stored files to a dossier, until its last day; how many are new: the same file again adds nothing.

    paper_id: which paper of the year they are; None for any other, which text then names.
    """
    row = load_proposal(proposal_id)
    paper = check_papers(actor, row, paper_id, text, len(files))
    there = {(given.plan_paper_id, given.file) for given in row.papers}
    fresh = [
        file for file in {file.name: file for file in files}.values() if (paper_id, file.name) not in there
    ]
    if len(there) + len(fresh) > MOST:
        raise RuleBroken("proposal_papers_full", "files", limit=MOST)
    for file in fresh:
        db.session.add(
            ProposalPaper(
                proposal_id=row.id, plan_paper=paper, text=text.strip(), file=file.name,
                media_type=file.media_type, added_by=actor.user_id, added_at=utc_now(),
            )
        )  # fmt: skip
    name = paper.name_vi if paper is not None else text.strip()
    audit.record(actor, "programme.proposal_paper.add", row, paper=name, count=len(fresh))
    return len(fresh)


def take_out_paper(actor: Actor, paper_id: int) -> Proposal:
    """A file that the dossier was not handed in with, or of one that was returned; file and row stay, marked. A dossier
    that lacks it now is handed in anew.
    """
    paper = db.session.get(ProposalPaper, paper_id)
    if paper is None:
        raise NotFound("not_found")
    row = load_proposal(paper.proposal_id)
    _check_open(actor, row)
    db.session.refresh(paper)  # as it is under the lock
    if paper.removed_at is not None:
        raise NotFound("not_found")
    if row.dossier_on is not None and row.state not in BEGINNING:
        raise Conflict("proposal_paper_handed_in")
    paper.removed_by, paper.removed_at = actor.user_id, utc_now()
    audit.record(actor, "programme.proposal_paper.remove", paper, file=paper.file)
    db.session.flush()
    db.session.expire(row, ["papers"])
    if paper.plan_paper in missing_papers(row) or not (row.papers or row.dossier):
        row.dossier_on = None
    return row


def check_papers(
    actor: Actor, row: Proposal, paper_id: int | None, text: str, number: int
) -> PlanPaper | None:
    """Raises DomainError where so many files may not be put to the dossier as this paper; before any of them is read.
    The paper of the year, None for another.
    """
    _check_open(actor, row)
    paper = _asked(row, paper_id) if paper_id is not None else None
    if not 0 < number <= MOST_AT_ONCE:
        raise RuleBroken("choose_files", "files", limit=MOST_AT_ONCE)
    if paper is None:
        fields.required(text.strip(), "text")
    if len(row.papers) >= MOST:
        raise RuleBroken("proposal_papers_full", "files", limit=MOST)
    return paper


def _check_open(actor: Actor, row: Proposal) -> None:
    """Raises DomainError where the dossier may not change."""
    authorize(actor, can_change_proposal, row)
    if row.state not in OPEN_FOR_PAPERS:
        raise Conflict("proposal_settled")
    if list_open_councils(row.id):
        raise Conflict("proposal_papers_looked_at")
    if today() > row.plan_year.dossier_until:
        raise RuleBroken("dossier_over", "files", day=row.plan_year.dossier_until)


def _asked(row: Proposal, paper_id: int) -> PlanPaper:
    paper = next((each for each in asked_papers(row) if each.id == paper_id), None)
    if paper is None:
        raise RuleBroken("plan_paper_unknown", "paper")
    return paper
