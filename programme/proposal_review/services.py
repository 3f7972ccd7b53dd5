"""Take in, return, refuse, send up, approve, amend, stop, carry out, accept and settle proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.enums import FacilityState
from programme.activities import services as activities
from programme.activities.rules import SUMS, above
from programme.activities.services import ActivityData
from programme.models import Proposal
from programme.proposal_councils.kinds import CouncilKind, Verdict
from programme.proposal_councils.queries import list_councils, signed_of
from programme.proposals.policies import can_answer, can_approve, can_carry_out, can_give_national
from programme.proposals.priority import kept
from programme.proposals.queries import judge_now
from programme.proposals.services import check_quantity, check_sums, load_proposal, move, note_act, set_aside
from programme.proposals.states import TO_RUN, ProposalState


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What was done with a proposal. used: by `activities.rules.SUMS`, in đồng; quantity: in the kind's measure."""

    done_on: date
    quantity: int
    document: str
    used: Mapping[str, int] = field(default_factory=dict)


def receive_proposal(actor: Actor, proposal_id: int, sums: Mapping[str, int] | None = None) -> Proposal:
    """The department accepts that it takes part; its priority is judged. sums: what a wish of the trademark desk asks
    for, which the department works out.
    """
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    _check_facility(row)
    if row.support_id is not None and not (row.asked_national or row.asked_local):
        asked = sums or {}
        check_sums(asked)
        if not asked.get("national", 0) and not asked.get("local", 0):
            raise RuleBroken("proposal_asks_nothing", "national")
        for name in SUMS:
            setattr(row, f"asked_{name}", asked.get(name, 0))
    move(actor, row, ProposalState.RECEIVED, "receive")
    _judge(row)
    return row


def return_proposal(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Back to who asks, to put it right."""
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    move(actor, row, ProposalState.RETURNED, "return", reason=_reason(reason))
    return row


def refuse_proposal(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    row = load_proposal(proposal_id)
    is_late = row.state in {ProposalState.SENT_UP, ProposalState.APPRAISED}
    authorize(actor, can_approve if is_late else can_answer, row)
    move(actor, row, ProposalState.REFUSED, "refuse", reason=_reason(reason))
    return row


def send_up(actor: Actor, proposal_id: int, decision: str) -> Proposal:
    """The province hands the dossier on to the ministry, with its letter; the priority stays as it is judged now."""
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    if row.asked_national <= 0:
        raise Conflict("proposal_is_local")
    if row.dossier_on is None:
        raise Conflict("proposal_without_dossier")
    move(actor, row, ProposalState.SENT_UP, "send_up", decision=_decision(decision))
    _judge(row)
    return row


def approve_proposal(actor: Actor, proposal_id: int, sums: Mapping[str, int], decision: str) -> Proposal:
    """With sums that are at most what was asked for, after a council has appraised it."""
    row = load_proposal(proposal_id)
    authorize(actor, can_approve, row)
    _check_facility(row)
    check_sums(sums)
    _check_asked(row, sums)
    move(actor, row, ProposalState.APPROVED, "approve", decision=_decision(decision), sums=dict(sums))
    _set_sums(row, sums)
    row.decision = decision.strip()
    return row


def start_proposal(actor: Actor, proposal_id: int, decision: str) -> Proposal:
    """A contract is signed: it is under way."""
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    move(actor, row, ProposalState.UNDER_WAY, "start", decision=_decision(decision))
    return row


def amend_proposal(
    actor: Actor,
    proposal_id: int,
    sums: Mapping[str, int],
    quantity: int,
    reason: str,
    decision: str,
    *,
    version: int | None = None,
) -> Proposal:
    """Other sums or another number, by a decision with its reason; what stood there is kept with the act. The ministry
    alone gives more than was asked for. version: what the person saw.
    """
    row = load_proposal(proposal_id, version)
    authorize(actor, can_approve, row)
    if row.state not in TO_RUN:
        raise Conflict("proposal_settled")
    check_sums(sums)
    if not can_give_national(actor):
        _check_asked(row, sums)
    if sums.get("national", 0):
        authorize(actor, can_give_national)
    check_quantity(quantity)
    before = {name: getattr(row, f"approved_{name}") for name in SUMS}
    note_act(
        actor, row, "amend", reason=_reason(reason), decision=_decision(decision), before=before, sums=dict(sums),
        quantity=[row.quantity, quantity],
    )  # fmt: skip
    _set_sums(row, sums)
    row.quantity = quantity
    return row


def stop_proposal(actor: Actor, proposal_id: int, reason: str, decision: str) -> Proposal:
    """By a decision with its reason; nothing of it counts."""
    row = load_proposal(proposal_id)
    authorize(actor, can_approve, row)
    move(actor, row, ProposalState.STOPPED, "stop", reason=_reason(reason), decision=_decision(decision))
    set_aside(row, reason)
    return row


def tell_done(actor: Actor, proposal_id: int, done: CarriedOut) -> Proposal:
    """It was carried out: an activity tells so, with money within what was approved. It is only declared until it is
    accepted.
    """
    row = load_proposal(proposal_id)
    authorize(actor, can_carry_out, row)
    if done.done_on > today():
        raise RuleBroken("date_in_future", "done_on")
    if not done.document.strip():
        raise RuleBroken("fact_without_document", "document")
    approved = {name: getattr(row, f"approved_{name}") for name in SUMS}
    check_quantity(done.quantity)
    check_sums(done.used, "used_")
    if name := above(approved, done.used):
        raise RuleBroken("used_above_approved", f"used_{name}")
    move(actor, row, ProposalState.DONE, "done", decision=done.document.strip(), sums=dict(done.used))
    data = _activity_data(row, done, approved)
    row.activity = activities.create_activity(actor, data, is_demo=row.is_demo)
    db.session.flush()  # it is of a proposal before anything follows it
    activities.hold_activity(actor, row.activity.id, for_proposal=True)
    return row


def accept_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """A second person accepts what a council found done: from now on it counts."""
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    council = signed_of(list_councils(row.id), CouncilKind.ACCEPTANCE)
    if council is None or council.verdict != Verdict.AGREE:
        raise Conflict("proposal_not_accepted_by_council")
    move(actor, row, ProposalState.ACCEPTED, "accept")
    if row.activity_id is not None:
        activities.accept_activity(actor, row.activity_id, for_proposal=True)
    return row


def settle_proposal(actor: Actor, proposal_id: int, decision: str) -> Proposal:
    """The accounts are settled: nothing of it changes any more."""
    row = load_proposal(proposal_id)
    authorize(actor, can_answer, row)
    move(actor, row, ProposalState.SETTLED, "settle", decision=_decision(decision))
    return row


def _judge(row: Proposal) -> None:
    row.priority = kept(judge_now([product.id for product in row.products], row.plan_year.register_until))


def _activity_data(row: Proposal, done: CarriedOut, approved: Mapping[str, int]) -> ActivityData:
    measures = [str(code) for code in row.kind.measures]
    quantities = (
        {measures[0]: done.quantity}
        if measures and (measures[0] != "facility" or row.facility is None)
        else {}
    )
    return ActivityData(
        kind=row.kind, title=row.title, starts_on=done.done_on, ends_on=done.done_on, unit=row.unit,
        commune=row.facility.commune_key if row.facility is not None else "",
        quantities=quantities, planned=approved, used=done.used, document=done.document,
        facilities=[row.facility] if row.facility is not None else [],
        trademarks=[row.trademark] if row.trademark is not None else [],
    )  # fmt: skip


def _set_sums(row: Proposal, sums: Mapping[str, int]) -> None:
    for name in SUMS:
        setattr(row, f"approved_{name}", sums.get(name, 0))


def _check_asked(row: Proposal, sums: Mapping[str, int]) -> None:
    if name := above({name: getattr(row, f"asked_{name}") for name in SUMS}, sums):
        raise RuleBroken("approved_above_asked", name)


def _check_facility(row: Proposal) -> None:
    """Nothing is granted to a facility that is not verified, was suspended or has closed."""
    if row.facility is not None and row.facility.state != FacilityState.VERIFIED:
        raise Conflict("proposal_facility_not_verified")


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleBroken("reason_needed", "reason")
    return text.strip()


def _decision(text: str) -> str:
    if not text.strip():
        raise RuleBroken("fill_in", "decision")
    return text.strip()
