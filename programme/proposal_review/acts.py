"""The acts of offices on a proposal: what each asks for, and which are open to a person now."""

from dataclasses import dataclass

from app.core.actor import Actor
from app.core.policy import Decision
from app.web.i18n import N_
from programme.models import Proposal, ProposalCouncil
from programme.proposal_councils.kinds import CouncilKind, Verdict
from programme.proposals.policies import can_answer, can_approve, can_carry_out
from programme.proposals.states import ProposalState

S = ProposalState
SUM_FIELDS = ("national", "local", "own")


@dataclass(frozen=True, slots=True)
class Act:
    """text: of its button; fields: that its page asks for; will: what happens, in words."""

    code: str
    text: str
    will: str
    fields: tuple[str, ...] = ()
    is_grave: bool = False
    icon: str = "check"


ACTS = {
    act.code: act
    for act in (
        Act("receive", N_("Take it in"), N_("Its priority is judged, and it waits for its dossier.")),
        Act("return", N_("Return it"), N_("It goes back to who asks, to be put right."), ("reason",), icon="edit"),
        Act("refuse", N_("Refuse it"), N_("It ends here, with this reason."), ("reason",), is_grave=True,
            icon="alert"),
        Act("send_up", N_("Send it up"), N_("The ministry sees it; its priority stays as it is judged now."),
            ("decision",)),
        Act("approve", N_("Approve it"), N_("The sums are what may be used; more is refused from now on."),
            (*SUM_FIELDS, "decision")),
        Act("start", N_("Note the contract"), N_("It is under way."), ("decision",)),
        Act("amend", N_("Amend it"), N_("What stood there before is kept with its history."),
            (*SUM_FIELDS, "quantity", "reason", "decision"), icon="edit"),
        Act("stop", N_("Stop it"), N_("It ends here, and nothing of it counts."), ("reason", "decision"),
            is_grave=True, icon="alert"),
        Act("done", N_("It was carried out"), N_("A council looks at it; it counts once a second person accepts it.")),
        Act("accept", N_("Accept it as carried out"), N_("It counts from now on, in every programme that takes it.")),
        Act("settle", N_("Settle it"), N_("It is over; nothing of it changes any more."), ("decision",)),
    )
}  # fmt: skip


def open_acts(actor: Actor, row: Proposal, acceptance: ProposalCouncil | None) -> list[Act]:
    """What the person may do with it now, the usual first. acceptance: the signed council of what was carried out."""
    answers, approves = can_answer(actor, row), can_approve(actor, row)
    by_state: dict[str, list[tuple[str, Decision | bool]]] = {
        S.REGISTERED: [("receive", answers), ("return", answers), ("refuse", answers)],
        S.RECEIVED: [
            ("send_up", answers and row.asked_national > 0 and row.dossier_on is not None),
            ("return", answers),
            ("refuse", answers),
        ],
        S.SENT_UP: [("refuse", approves)],
        S.APPRAISED: [("approve", approves), ("refuse", approves)],
        S.APPROVED: [("start", answers), ("amend", approves), ("stop", approves)],
        S.UNDER_WAY: [("done", can_carry_out(actor, row)), ("amend", approves), ("stop", approves)],
        S.DONE: [("accept", answers and _may_accept(actor, row, acceptance))],
        S.ACCEPTED: [("settle", answers)],
    }
    return [ACTS[code] for code, may in by_state.get(row.state, []) if may]


def _may_accept(actor: Actor, row: Proposal, acceptance: ProposalCouncil | None) -> bool:
    """A second person, after a council that agrees."""
    is_agreed = (
        acceptance is not None
        and acceptance.kind == CouncilKind.ACCEPTANCE
        and acceptance.verdict == Verdict.AGREE
    )
    return is_agreed and (row.activity is None or row.activity.held_by != actor.user_id)
