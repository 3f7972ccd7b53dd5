"""Moves of rounds and nominations, all through the transition tables of `voting.rounds.lifecycle`."""

from collections.abc import Iterable

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.enums import NominationAct, NominationState, RoundAct, RoundState
from voting.errors import LifecycleError
from voting.models import Nomination, SelectionRound
from voting.policies import can_manage_round
from voting.rounds.lifecycle import get_round_acts, is_allowed, next_nomination_state, next_round_state
from voting.rounds.queries import count_open_complaints, list_upheld_complaints
from voting.rules.document import rule_set_from_dict

PATH = tuple(
    state
    for state in RoundState
    if state not in {RoundState.SITE_VISIT, RoundState.SCORING_SECOND, RoundState.ANNULLED}
)
TWO_PASSES = tuple(state for state in RoundState if state is not RoundState.ANNULLED)
PLAIN = (
    RoundAct.ANNOUNCE,
    RoundAct.OPEN_ENTRIES,
    RoundAct.CLOSE_ENTRIES,
    RoundAct.OPEN_SCORING,
    RoundAct.AWARD,
    RoundAct.ARCHIVE,
)
"""Steps that the officer carries out alone with one button; opening scoring has a use case of its own."""


def move_round(
    round_: SelectionRound, act: RoundAct, *, people: Iterable[int] = (), reason: str = ""
) -> None:
    """Move a round along the table. Raises Conflict(`act_not_open`) or RuleBroken for a missing reason or signer."""
    try:
        target = next_round_state(
            RoundState(round_.state), act, people=people, reason=reason, passes=_passes(round_)
        )
    except LifecycleError as error:
        raise _refusal(error, round_.state) from error
    round_.state = target


def path_of(round_: SelectionRound) -> tuple[RoundState, ...]:
    """The states that this round goes through, from planning to the archive."""
    return TWO_PASSES if _passes(round_) == 2 else PATH  # noqa: PLR2004  # one pass or two


def is_act_open(round_: SelectionRound, act: RoundAct) -> bool:
    """Whether the table opens this act now."""
    return is_allowed(RoundState(round_.state), act, _passes(round_))


def check_round_act(round_: SelectionRound, act: RoundAct) -> None:
    """Raises Conflict(`act_not_open`) when the table does not open this act now."""
    if not is_act_open(round_, act):
        raise Conflict("act_not_open", state=round_.state)


def move_nomination(nomination: Nomination, act: NominationAct, reason: str = "") -> None:
    """Move a nomination along the table. Raises Conflict(`act_not_open`) or RuleBroken for a missing reason."""
    try:
        target = next_nomination_state(
            NominationState(nomination.state),
            act,
            round_state=RoundState(nomination.round.state),
            reason=reason,
        )
    except LifecycleError as error:
        raise _refusal(error, nomination.state) from error
    nomination.state = target


def plain_acts(round_: SelectionRound) -> list[RoundAct]:
    """The acts that the officer may carry out now with one button."""
    open_now = get_round_acts(RoundState(round_.state), _passes(round_))
    return [act for act in PLAIN if act in open_now]


def step(actor: Actor, round_id: int, act: str) -> SelectionRound:
    """One plain step by the officer of the area."""
    round_ = db.session.get(SelectionRound, round_id, with_for_update=True)
    if round_ is None:
        raise NotFound("not_found")
    authorize(actor, can_manage_round, round_)
    if act not in PLAIN or act == RoundAct.OPEN_SCORING:
        raise RuleBroken("act_not_open", state=round_.state)
    if act == RoundAct.ARCHIVE:
        _check_complaints(round_)
    move_round(round_, RoundAct(act))
    if act == RoundAct.ANNOUNCE:
        round_.announced_at = utc_now()
    record_change("round", round_.id)
    audit.record(actor, f"voting.round.{act}", round_)
    return round_


def _check_complaints(round_: SelectionRound) -> None:
    """The archive ends every remedy: no complaint may still come, wait for an answer, or be upheld and not acted on."""
    if round_.complaints_until is not None and today() <= round_.complaints_until:
        raise RuleBroken("complaints_run", until=round_.complaints_until)
    if waiting := count_open_complaints(round_.id):
        raise RuleBroken("complaints_open", count=waiting)
    if upheld := list_upheld_complaints(round_):
        raise RuleBroken("upheld_before_archive", codes=", ".join(row.code for row in upheld))


def _passes(round_: SelectionRound) -> int:
    return rule_set_from_dict(round_.rule_set.body).passes


def _refusal(error: LifecycleError, state: str) -> Conflict | RuleBroken:
    if error.code == "reason_required":
        return RuleBroken("reason_needed", "reason")
    return Conflict(error.code, state=state)
