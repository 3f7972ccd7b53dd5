"""Score sheets on paper: printed with a code, typed by two clerks who do not see each other, then one ballot.

A paper counts until scoring is closed: it was handed in at the table, whenever clerks type it.
"""

import uuid

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.enums import BallotStatus
from voting.jury.services import find_recusal
from voting.log import writer as log
from voting.models import PaperBallot, PaperScan, PaperSheet, PaperTyping, SelectionRound
from voting.paper_sheets.codes import draw_paper_code
from voting.paper_sheets.matching import COMMENT
from voting.paper_sheets.policies import can_settle_sheets, can_type_sheets
from voting.paper_sheets.queries import (
    CLERKS,
    find_paper,
    get_entry_code,
    get_latest_typings,
    list_differences,
    list_paper_sheets,
)
from voting.rounds.services import get_round_for_change
from voting.rounds.status import IN_SCORING, RANKED
from voting.rule_sets.services import rules_of
from voting.score_sheets.mails import paper_received
from voting.score_sheets.services import append_revision, clean_comment, clean_scores

KIND = "paper_ballot"


def prepare_paper_sheets(actor: Actor, round_id: int, juror_id: int | None = None) -> int:
    """Give a code to every sheet that is not in yet and has none, of one juror or of all; returns how many."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_type_sheets, round_)
    if round_.state not in IN_SCORING:
        raise Conflict("scoring_closed")
    made = 0
    for row in list_paper_sheets(actor, round_):
        if row.state != "to_print" or juror_id not in {None, row.juror.id}:
            continue
        db.session.add(
            PaperSheet(
                code=_free_code(), sheet_id=row.sheet.id, printed_by=actor.user_id, printed_at=utc_now()
            )
        )
        made += 1
    audit.record(actor, "voting.paper.print", round_, sheets=made)
    return made


def keep_scan(actor: Actor, code: str, file: str, media_type: str) -> PaperScan:
    """Keep a scan of the filled-in sheet; file: its name in the file store."""
    paper, _round = _open_paper(actor, code)
    scan = PaperScan(
        paper_id=paper.id,
        file=file,
        media_type=media_type,
        uploaded_by=actor.user_id,
        uploaded_at=utc_now(),
    )
    paper.scans.append(scan)
    audit.record(actor, "voting.paper.scan", paper)
    return scan


def type_sheet(actor: Actor, code: str, scores: dict[str, str], comment: str) -> bool:
    """One clerk types the sheet; True when the other has read the same, which submits the ballot.

    Raises RuleBroken naming the criterion, `scan_missing`, `typed_by_two`; Conflict as for a sheet on screen.
    """
    paper, round_ = _open_paper(actor, code)
    latest = get_latest_typings(paper)
    if actor.user_id not in latest and len(latest) >= CLERKS:
        raise RuleBroken("typed_by_two")
    if paper.sheet.juror.declared_at is None:
        raise RuleBroken("declaration_missing")
    if not paper.scans:
        raise RuleBroken("scan_missing", "scan")
    typing = PaperTyping(
        paper_id=paper.id,
        clerk_id=actor.user_id,
        number=sum(one.clerk_id == actor.user_id for one in paper.typings) + 1,
        scores=clean_scores(rules_of(round_), scores, complete=True),
        comment=clean_comment(comment),
        typed_at=utc_now(),
    )
    paper.typings.append(typing)
    audit.record(actor, "voting.paper.type", paper, number=typing.number)
    both = list(get_latest_typings(paper).values())
    if len(both) < CLERKS or list_differences(paper):
        return False
    _make_ballot(actor, round_, paper, dict(both[0].scores), both[0].comment)
    return True


def settle_sheet(actor: Actor, code: str, chosen: dict[str, str], reason: str) -> None:
    """The chair takes one of the two readings wherever they differ, with a reason; the ballot is submitted.

    chosen: {criterion code or "comment": "first" or "second"}. Raises RuleBroken naming the field without a choice.
    """
    paper, round_ = _locked(code)
    authorize(actor, can_settle_sheets, round_)
    _refuse_closed(round_, paper)
    differences = list_differences(paper)
    if not differences:
        raise Conflict("nothing_to_settle")
    first = next(iter(get_latest_typings(paper).values()))
    scores, comment = dict(first.scores), first.comment
    for one in differences:
        if chosen.get(one.field) not in {"first", "second"}:
            raise RuleBroken("choose_reading", one.field)
        value = one.first if chosen[one.field] == "first" else one.second
        if one.field == COMMENT:
            comment = value
        else:
            scores[one.field] = value
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    _make_ballot(actor, round_, paper, scores, comment, reason=reason.strip())


def _make_ballot(
    actor: Actor,
    round_: SelectionRound,
    paper: PaperSheet,
    scores: dict[str, str],
    comment: str,
    *,
    reason: str = "",
) -> None:
    """Submit what the paper says as a revision of the sheet, seal that it came from paper, and tell the juror."""
    sheet, entry = paper.sheet, get_entry_code(paper.sheet)
    revision = append_revision(
        round_,
        sheet,
        status=BallotStatus.CAST,
        scores=scores,
        comment=comment,
        client_id=str(uuid.uuid4()),
        user_id=actor.user_id,
        source="paper",
    )
    db.session.flush()  # the ballot's row names the revision
    db.session.add(
        PaperBallot(
            paper_id=paper.id,
            revision_id=revision.id,
            settled_by=actor.user_id if reason else None,
            reason=reason,
            at=utc_now(),
        )
    )
    log.append(
        round_,
        KIND,
        **{"pass": sheet.scoring_pass},
        juror=sheet.juror.alias,
        entry=entry,
        revision=revision.revision,
        settled=bool(reason),
        reason=reason,
        scan=paper.scans[-1].file.partition(".")[0],
    )
    note = log.checkpoint(round_, "ballot")
    audit.record(
        actor, "voting.paper.submit", paper, receipt=revision.receipt, settled=bool(reason), reason=reason
    )
    paper_received(sheet.juror.user_id, round_, entry, revision, note.note)


def _open_paper(actor: Actor, code: str) -> tuple[PaperSheet, SelectionRound]:
    """A printed sheet that may still be typed."""
    paper, round_ = _locked(code)
    authorize(actor, can_type_sheets, round_)
    _refuse_closed(round_, paper)
    return paper, round_


def _locked(code: str) -> tuple[PaperSheet, SelectionRound]:
    """A printed sheet, read under the lock of its round."""
    paper = find_paper(code)
    if paper is None:
        raise NotFound("not_found")
    round_ = get_round_for_change(paper.sheet.nomination.round_id)
    db.session.refresh(paper.sheet)
    return paper, round_


def _refuse_closed(round_: SelectionRound, paper: PaperSheet) -> None:
    sheet = paper.sheet
    if find_recusal(sheet.juror_id, sheet.nomination_id) is not None or sheet.status == "void":
        raise NotFound("not_found")
    if round_.state not in IN_SCORING or sheet.scoring_pass != round_.scoring_pass:
        raise Conflict("scoring_closed")
    if sheet.nomination.state not in RANKED:
        raise Conflict("entry_withdrawn")
    if sheet.status == "submitted" or paper.ballot is not None:
        raise Conflict("already_submitted")


def _free_code() -> str:
    while True:
        code = draw_paper_code()
        if db.session.scalar(select(PaperSheet.id).where(PaperSheet.code == code)) is None:
            return code
