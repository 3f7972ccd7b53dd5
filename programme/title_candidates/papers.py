"""Attach files to a candidate, and take them out again."""

from collections.abc import Sequence

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog import fields
from catalog.credentials.services import StoredScan
from programme.models import TitleCandidate, TitlePaper
from programme.title_candidates.policies import can_add_papers, can_judge_candidate
from programme.title_candidates.services import load_candidate
from programme.title_rounds.rules import OPEN_TO_CHANGE, CandidateState, RoundState
from programme.title_rounds.services import refuse_unless

MOST_AT_ONCE, MOST = 10, 30


def attach_papers(actor: Actor, candidate_id: int, text: str, files: Sequence[StoredScan]) -> int:
    """Put stored files to a candidate until the decision; how many are new: the same file again adds nothing."""
    row = load_candidate(candidate_id)
    check_papers(actor, row, text, len(files))
    there = {paper.file for paper in row.papers}
    fresh = [file for file in {file.name: file for file in files}.values() if file.name not in there]
    if len(there) + len(fresh) > MOST:
        raise RuleBroken("title_papers_full", "files", limit=MOST)
    for file in fresh:
        db.session.add(
            TitlePaper(
                candidate_id=row.id, text=text.strip(), file=file.name, media_type=file.media_type,
                added_by=actor.user_id, added_at=utc_now(),
            )
        )  # fmt: skip
    audit.record(actor, "programme.title_paper.add", row, count=len(fresh))
    return len(fresh)


def check_papers(actor: Actor, row: TitleCandidate, text: str, number: int) -> None:
    """Raises DomainError where so many files may not be put to the candidate; before any of them is read."""
    authorize(actor, can_add_papers, row)
    refuse_unless(row.round, RoundState.OPEN)
    if not _may_change(actor, row):
        raise Conflict("title_candidate_settled")
    fields.required(text.strip(), "text")
    if not 0 < number <= MOST_AT_ONCE:
        raise RuleBroken("choose_files", "files", limit=MOST_AT_ONCE)
    if len(row.papers) >= MOST:
        raise RuleBroken("title_papers_full", "files", limit=MOST)


def take_out_paper(actor: Actor, paper_id: int) -> TitleCandidate:
    """A file that does not belong there; the row stays, marked, and the file goes some days later."""
    paper = db.session.get(TitlePaper, paper_id)
    if paper is None:
        raise NotFound("not_found")
    row = load_candidate(paper.candidate_id)
    authorize(actor, can_add_papers, row)
    db.session.refresh(paper)  # as it is under the lock
    if paper.removed_at is not None:
        raise NotFound("not_found")
    refuse_unless(row.round, RoundState.OPEN)
    if not _may_change(actor, row):
        raise Conflict("title_candidate_settled")
    paper.removed_by, paper.removed_at = actor.user_id, utc_now()
    audit.record(actor, "programme.title_paper.remove", paper)
    return row


def may_change(actor: Actor, row: TitleCandidate) -> bool:
    """Whether the person may attach files and take them out now."""
    return row.round.state == RoundState.OPEN and bool(can_add_papers(actor, row)) and _may_change(actor, row)


def _may_change(actor: Actor, row: TitleCandidate) -> bool:
    """The office until the decision is prepared, the facility until it is received."""
    if can_judge_candidate(actor, row):
        return row.state != CandidateState.WITHDRAWN
    return row.state in OPEN_TO_CHANGE
