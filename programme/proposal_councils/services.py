"""Call a council, give an opinion, write the minutes, sign them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from programme.activities.rules import SUMS, above
from programme.models import CouncilSeat, Proposal, ProposalCouncil
from programme.proposal_councils.kinds import CouncilKind, Post, Verdict
from programme.proposal_councils.mails import seats_called
from programme.proposal_councils.policies import can_call_council, can_keep_minutes, can_sit
from programme.proposal_councils.seats import belonging, check_seat, load_council, raise_version, refuse_over
from programme.proposals.queries import list_open_councils
from programme.proposals.services import check_sums, load_proposal, move, set_aside
from programme.proposals.states import ProposalState

MOST_MEMBERS = 15


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say. verdict: agree or refuse; sums: recommended by an appraisal, by `activities.rules.SUMS`."""

    held_on: date
    place: str
    findings: str
    verdict: str
    sums: dict[str, int] = field(default_factory=dict)


def kind_for(row: Proposal) -> str:
    """The council that a proposal waits for; empty where it waits for none."""
    if row.state == ProposalState.DONE:
        return CouncilKind.ACCEPTANCE
    is_national = row.asked_national > 0
    waits = ProposalState.SENT_UP if is_national else ProposalState.RECEIVED
    return CouncilKind.APPRAISAL if row.state == waits else ""


def call_council(
    actor: Actor, proposal_id: int, decision: str, chair: int, secretary: int, members: Sequence[int]
) -> ProposalCouncil:
    """Chair and secretary are two people; nobody belongs to the facility that asks."""
    row = load_proposal(proposal_id)
    authorize(actor, can_call_council, row)
    kind = kind_for(row)
    if not kind:
        raise Conflict("council_not_now")
    if kind == CouncilKind.APPRAISAL and row.dossier_on is None:
        raise Conflict("proposal_without_dossier")
    if list_open_councils(row.id):
        raise Conflict("council_there")
    fields.required(decision, "decision")
    if len(members) > MOST_MEMBERS:
        raise RuleBroken("council_too_large", "members", limit=MOST_MEMBERS)
    seats = {chair: Post.CHAIR, secretary: Post.SECRETARY}
    if chair == secretary:
        raise RuleBroken("council_two_people", "secretary")
    seats |= {member: Post.MEMBER for member in members if member not in seats}
    for user_id, post in seats.items():
        check_seat(row, user_id, post if post != Post.MEMBER else "members")
    council = ProposalCouncil(
        proposal=row, kind=kind, decision=decision.strip(), created_by=actor.user_id, created_at=utc_now(),
        seats=[CouncilSeat(user_id=user_id, post=post) for user_id, post in seats.items()],
    )  # fmt: skip
    db.session.add(council)
    db.session.flush()
    audit.record(actor, "programme.proposal_council.create", council, kind=kind)
    seats_called(council, council.seats)
    return council


def give_opinion(actor: Actor, council_id: int, opinion: str, *, agrees: bool) -> CouncilSeat:
    """What a member of the council says; until somebody signs the minutes it may be changed."""
    council = load_council(council_id)
    authorize(actor, can_sit, council)
    refuse_over(council)
    if council.chair_signed_at is not None or council.secretary_signed_at is not None:
        raise Conflict("council_signed")
    fields.required(opinion, "opinion")
    seat = next(seat for seat in council.sitting if seat.user_id == actor.user_id)
    seat.opinion, seat.agrees, seat.given_at = opinion.strip(), agrees, utc_now()
    if council.held_on is not None:  # who is still writing the minutes is not interrupted
        raise_version(council)
    audit.record(actor, "programme.proposal_council.say", council)
    return seat


def write_minutes(
    actor: Actor, council_id: int, minutes: Minutes, *, version: int | None = None
) -> ProposalCouncil:
    """By chair or secretary; what is written anew is signed anew. version: of the council that the person saw."""
    council = load_council(council_id, version)
    authorize(actor, can_keep_minutes, council)
    refuse_over(council)
    row = council.proposal
    asked = {name: getattr(row, f"asked_{name}") for name in SUMS}
    check_together(
        lambda: _check_day(minutes.held_on, council),
        lambda: fields.required(minutes.findings, "findings"),
        lambda: fields.one_of(minutes.verdict, Verdict, "verdict"),
        lambda: _check_sums(council, minutes, asked),
    )
    council.held_on, council.place, council.findings = (
        minutes.held_on,
        minutes.place.strip(),
        minutes.findings.strip(),
    )
    council.verdict = minutes.verdict
    for name in SUMS:
        setattr(council, name, minutes.sums.get(name, 0) if council.kind == CouncilKind.APPRAISAL else 0)
    council.chair_signed_at = council.secretary_signed_at = None
    audit.record(actor, "programme.proposal_council.minute", council)
    return council


def sign_minutes(actor: Actor, council_id: int, *, version: int | None = None) -> ProposalCouncil:
    """Chair and secretary sign, each once; with the second signature the proposal goes on. version: of the minutes that
    the person saw.
    """
    council = load_council(council_id, version)
    authorize(actor, can_keep_minutes, council)
    refuse_over(council)
    if council.held_on is None:
        raise RuleBroken("council_without_minutes", "findings")
    _check_members(council)
    post = next(seat.post for seat in council.sitting if seat.user_id == actor.user_id)
    name = f"{post}_signed_at"
    if getattr(council, name) is not None:
        raise Conflict("council_signed_by_you")
    setattr(council, name, utc_now())
    audit.record(actor, "programme.proposal_council.sign", council)
    if council.is_signed:
        _go_on(actor, council)
    return council


def _check_members(council: ProposalCouncil) -> None:
    """Raises Conflict where somebody belongs to the facility by now, or has not said what they find."""
    theirs = belonging([seat.user_id for seat in council.sitting], council.proposal)
    for seat in council.sitting:
        if seat.user_id in theirs:
            raise Conflict("council_own_facility", name=seat.user.name)
    silent = [seat for seat in council.sitting if seat.agrees is None]
    if silent:
        raise Conflict("council_silent", names=", ".join(seat.user.name for seat in silent[:5]))


def _go_on(actor: Actor, council: ProposalCouncil) -> None:
    row = load_proposal(council.proposal_id)
    if kind_for(row) != council.kind:
        raise Conflict("council_not_now")
    if council.kind == CouncilKind.APPRAISAL:
        state = ProposalState.APPRAISED if council.verdict == Verdict.AGREE else ProposalState.REFUSED
        move(
            actor,
            row,
            state,
            "appraise" if council.verdict == Verdict.AGREE else "refuse",
            reason=council.findings,
        )
    elif council.verdict == Verdict.REFUSE:
        move(actor, row, ProposalState.UNDER_WAY, "redo", reason=council.findings)
        set_aside(row, council.findings)


def _check_day(day: date, council: ProposalCouncil) -> None:
    if day > today():
        raise RuleBroken("date_in_future", "held_on")
    if council.proposal.registered_on is not None and day < council.proposal.registered_on:
        raise RuleBroken("council_before_registration", "held_on")


def _check_sums(council: ProposalCouncil, minutes: Minutes, asked: dict[str, int]) -> None:
    check_sums(minutes.sums)
    if council.kind == CouncilKind.APPRAISAL and (name := above(asked, minutes.sums)):
        raise RuleBroken("approved_above_asked", name)
