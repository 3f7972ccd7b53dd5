"""An entrant complains about a result; the council answers. Both are sealed, neither is ever changed."""

import secrets

from sqlalchemy import func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.complaints import mails
from voting.complaints.policies import can_complain
from voting.complaints.queries import accepts_complaints, list_entry_complaints
from voting.enums import ComplaintOutcome
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import Complaint, ComplaintAnswer, Nomination, SelectionRound
from voting.policies import can_decide
from voting.rounds.services import get_round_for_change
from voting.rounds.working_days.holidays import count_term
from voting.rule_sets.services import rules_of

LONGEST = 10_000
SALT_BYTES = 16
ANSWERS = frozenset(ComplaintOutcome) - {ComplaintOutcome.WITHDRAWN}


def file_complaint(actor: Actor, nomination_id: int, text: str) -> Complaint:
    """A member of the facility complains about one entry within the window; the server's clock decides.

    Raises NotFound, NotAllowed, RuleBroken(`complaints_closed`, `required`, `too_long`),
    Conflict(`complaint_open`).
    """
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("not_found")
    authorize(actor, can_complain, nomination)
    round_ = get_round_for_change(nomination.round_id)
    if not accepts_complaints(round_):
        raise RuleBroken("complaints_closed")
    text = _checked(text)
    if any(row.answer is None for row in list_entry_complaints(nomination.id)):
        raise Conflict("complaint_open")
    assert actor.user_id is not None
    complaint = Complaint(
        round_id=round_.id,
        nomination_id=nomination.id,
        code=_next_code(round_),
        text=text,
        salt=secrets.token_hex(SALT_BYTES),
        filed_by=actor.user_id,
        filed_at=utc_now(),
        due_on=count_term(today(), rules_of(round_).answer_days).deadline,
    )
    db.session.add(complaint)
    db.session.flush()  # the sealed record reads the row
    _seal(round_, complaint, "file_complaint")
    audit.record(actor, "voting.complaint.file", complaint)
    mails.complaint_filed(complaint)
    return complaint


def answer_complaint(actor: Actor, complaint_id: int, outcome: str, text: str) -> Complaint:
    """Chair or secretary record the council's answer, once. An upheld complaint changes nothing by itself:
    the council then withdraws the list, or annuls. Raises RuleBroken naming the field,
    Conflict(`complaint_answered`).
    """
    complaint = _get(complaint_id)
    round_ = get_round_for_change(complaint.round_id)
    authorize(actor, can_decide, round_)
    if outcome not in ANSWERS:
        raise RuleBroken("choose_outcome", "outcome")
    _answer(actor, round_, complaint, ComplaintOutcome(outcome), _checked(text))
    audit.record(actor, "voting.complaint.answer", complaint)
    mails.complaint_answered(complaint)
    return complaint


def withdraw_complaint(actor: Actor, complaint_id: int) -> Complaint:
    """The facility withdraws its complaint before it is answered."""
    complaint = _get(complaint_id)
    authorize(actor, can_complain, complaint.nomination)
    round_ = get_round_for_change(complaint.round_id)
    _answer(actor, round_, complaint, ComplaintOutcome.WITHDRAWN, "")
    audit.record(actor, "voting.complaint.withdraw", complaint)
    return complaint


def _answer(
    actor: Actor, round_: SelectionRound, complaint: Complaint, outcome: ComplaintOutcome, text: str
) -> None:
    if complaint.answer is not None:
        raise Conflict("complaint_answered")
    assert actor.user_id is not None
    complaint.answer = ComplaintAnswer(
        complaint_id=complaint.id,
        outcome=outcome,
        text=text,
        answered_by=actor.user_id,
        answered_at=utc_now(),
    )
    db.session.flush()  # as above
    _seal(round_, complaint, "answer_complaint")


def _seal(round_: SelectionRound, complaint: Complaint, kind: str) -> None:
    path = f"complaints/{complaint.code}"
    log.append(round_, kind, complaint=complaint.code, seals={path: sealed.seals(round_, "complaints")[path]})
    log.checkpoint(round_, kind)


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken("required", "text")
    if len(text) > LONGEST:
        raise RuleBroken("too_long", "text", limit=LONGEST)
    return text


def _next_code(round_: SelectionRound) -> str:
    """K1, K2 … in the order of filing; the round is locked, so no number is given twice."""
    filed = db.session.scalar(select(func.count(Complaint.id)).where(Complaint.round_id == round_.id)) or 0
    return f"K{filed + 1}"


def _get(complaint_id: int) -> Complaint:
    complaint = db.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound("not_found")
    return complaint
