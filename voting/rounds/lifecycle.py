"""The one transition table of a round and the one of a nomination: every change of state goes through here.

A round of one pass goes plan, announced, receiving, checking, scoring, council, provisional, complaints,
recognised, awarded, archived; one of two passes goes from scoring through site_visit and scoring_second
to council. What reopens or ends a round needs a reason. What closes, reopens, publishes or annuls needs
chair and secretary, two people, each in their own session; policies check who they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from voting.enums import NominationAct as Do
from voting.enums import NominationState, RoundAct, RoundState
from voting.errors import LifecycleError

SIGNERS = 2

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


@dataclass(frozen=True)  # no slots: a generic alias could not be called under Python 3.11
class Transition(Generic[State, Act]):
    """`passes`: the numbers of passes a round may have for this to apply; `rounds`: the round's states."""

    state: State
    act: Act
    target: State
    reason: bool = False
    two_people: bool = False
    passes: tuple[int, ...] = (1, 2)
    rounds: tuple[RoundState, ...] = tuple(RoundState)


RoundMove = Transition[RoundState, RoundAct]
NominationMove = Transition[NominationState, Do]

_R, _A, _N = RoundState, RoundAct, NominationState
_BEFORE_SCORING = (_R.RECEIVING, _R.CHECKING)
_BEFORE_COUNCIL = (*_BEFORE_SCORING, _R.SCORING, _R.SITE_VISIT, _R.SCORING_SECOND)
_BEFORE_DECISION = (*_BEFORE_COUNCIL, _R.COUNCIL, _R.PROVISIONAL, _R.COMPLAINTS)

ROUND_TABLE: tuple[RoundMove, ...] = (
    RoundMove(_R.PLAN, _A.ANNOUNCE, _R.ANNOUNCED),
    RoundMove(_R.ANNOUNCED, _A.OPEN_ENTRIES, _R.RECEIVING),
    RoundMove(_R.RECEIVING, _A.CLOSE_ENTRIES, _R.CHECKING),
    RoundMove(_R.CHECKING, _A.REOPEN_ENTRIES, _R.RECEIVING, reason=True),
    RoundMove(_R.CHECKING, _A.OPEN_SCORING, _R.SCORING),
    RoundMove(_R.SCORING, _A.CLOSE_SCORING, _R.COUNCIL, two_people=True, passes=(1,)),
    RoundMove(_R.SCORING, _A.CLOSE_FIRST_PASS, _R.SITE_VISIT, two_people=True, passes=(2,)),
    RoundMove(_R.SITE_VISIT, _A.REOPEN_SCORING, _R.SCORING, reason=True, two_people=True, passes=(2,)),
    RoundMove(_R.SITE_VISIT, _A.OPEN_SECOND_PASS, _R.SCORING_SECOND, passes=(2,)),
    RoundMove(_R.SCORING_SECOND, _A.CLOSE_SCORING, _R.COUNCIL, two_people=True, passes=(2,)),
    RoundMove(_R.COUNCIL, _A.REOPEN_SCORING, _R.SCORING, reason=True, two_people=True, passes=(1,)),
    RoundMove(_R.COUNCIL, _A.REOPEN_SCORING, _R.SCORING_SECOND, reason=True, two_people=True, passes=(2,)),
    RoundMove(_R.COUNCIL, _A.PUBLISH_PROVISIONAL, _R.PROVISIONAL, two_people=True),
    RoundMove(_R.PROVISIONAL, _A.OPEN_COMPLAINTS, _R.COMPLAINTS),
    RoundMove(_R.PROVISIONAL, _A.RETURN_TO_COUNCIL, _R.COUNCIL, reason=True, two_people=True),
    RoundMove(_R.COMPLAINTS, _A.RETURN_TO_COUNCIL, _R.COUNCIL, reason=True, two_people=True),
    RoundMove(_R.COMPLAINTS, _A.PUBLISH, _R.RECOGNISED, two_people=True),
    RoundMove(_R.RECOGNISED, _A.AWARD, _R.AWARDED),
    RoundMove(_R.AWARDED, _A.ARCHIVE, _R.ARCHIVED),
    *(
        RoundMove(state, _A.ANNUL, _R.ANNULLED, reason=True, two_people=True)
        for state in RoundState
        if state not in {_R.ARCHIVED, _R.ANNULLED}
    ),
)

NOMINATION_TABLE: tuple[NominationMove, ...] = (
    NominationMove(_N.DRAFT, Do.SUBMIT, _N.SUBMITTED, rounds=(_R.RECEIVING,)),
    NominationMove(_N.RETURNED, Do.SUBMIT, _N.SUBMITTED, rounds=_BEFORE_SCORING),
    NominationMove(_N.SUBMITTED, Do.RETURN_FOR_CHANGES, _N.RETURNED, reason=True, rounds=_BEFORE_SCORING),
    NominationMove(_N.SUBMITTED, Do.ACCEPT, _N.ACCEPTED, rounds=_BEFORE_SCORING),
    NominationMove(_N.ACCEPTED, Do.RETURN_FOR_CHANGES, _N.RETURNED, reason=True, rounds=_BEFORE_SCORING),
    NominationMove(_N.DRAFT, Do.WITHDRAW, _N.WITHDRAWN),
    NominationMove(_N.SUBMITTED, Do.WITHDRAW, _N.WITHDRAWN, reason=True),
    NominationMove(_N.RETURNED, Do.WITHDRAW, _N.WITHDRAWN, reason=True),
    NominationMove(_N.ACCEPTED, Do.WITHDRAW, _N.WITHDRAWN, reason=True, rounds=_BEFORE_DECISION),
    NominationMove(_N.SUBMITTED, Do.DISQUALIFY, _N.DISQUALIFIED, reason=True, rounds=_BEFORE_DECISION),
    NominationMove(_N.ACCEPTED, Do.DISQUALIFY, _N.DISQUALIFIED, reason=True, rounds=_BEFORE_DECISION),
    NominationMove(_N.ACCEPTED, Do.MERGE, _N.MERGED, rounds=(_R.COUNCIL,)),
    NominationMove(_N.MERGED, Do.UNMERGE, _N.ACCEPTED, reason=True, rounds=(_R.COUNCIL,)),
    NominationMove(_N.ACCEPTED, Do.RECOGNISE, _N.RECOGNISED, rounds=(_R.COMPLAINTS, _R.RECOGNISED)),
    NominationMove(_N.ACCEPTED, Do.DECLINE, _N.NOT_RECOGNISED, rounds=(_R.COMPLAINTS, _R.RECOGNISED)),
    NominationMove(_N.RECOGNISED, Do.RECONSIDER, _N.ACCEPTED, reason=True, rounds=(_R.ANNULLED,)),
    NominationMove(_N.NOT_RECOGNISED, Do.RECONSIDER, _N.ACCEPTED, reason=True, rounds=(_R.ANNULLED,)),
)


def find_round_move(state: RoundState, act: RoundAct, passes: int = 1) -> RoundMove | None:
    """The row of the table for this act in this state, None when it is not open."""
    rows = (row for row in ROUND_TABLE if (row.state, row.act) == (state, act) and passes in row.passes)
    return next(rows, None)


def find_nomination_move(
    state: NominationState, act: Do, round_state: RoundState = RoundState.RECEIVING
) -> NominationMove | None:
    """The row of the table for this act in this state while the round is in `round_state`."""
    rows = (
        row for row in NOMINATION_TABLE if (row.state, row.act) == (state, act) and round_state in row.rounds
    )
    return next(rows, None)


def get_round_acts(state: RoundState, passes: int = 1) -> tuple[RoundAct, ...]:
    """The acts open in this state, in the order of the table."""
    return tuple(row.act for row in ROUND_TABLE if row.state is state and passes in row.passes)


def get_nomination_acts(state: NominationState, round_state: RoundState) -> tuple[Do, ...]:
    return tuple(row.act for row in NOMINATION_TABLE if row.state is state and round_state in row.rounds)


def is_allowed(state: RoundState, act: RoundAct, passes: int = 1) -> bool:
    return find_round_move(state, act, passes) is not None


def next_round_state(
    state: RoundState, act: RoundAct, *, people: Iterable[object], reason: str = "", passes: int = 1
) -> RoundState:
    """The state after the act; `people` are those who confirmed it (ids). Raises LifecycleError."""
    return _target(find_round_move(state, act, passes), act, people, reason)


def next_nomination_state(
    state: NominationState, act: Do, *, round_state: RoundState, reason: str = ""
) -> NominationState:
    """The state after the act. Raises LifecycleError."""
    return _target(find_nomination_move(state, act, round_state), act, (), reason)


def _target(
    move: Transition[State, Act] | None, act: StrEnum, people: Iterable[object], reason: str
) -> State:
    if move is None:
        raise LifecycleError("act_not_open", f"{act} is not open in this state", act=act.value)
    if move.reason and not reason.strip():
        raise LifecycleError("reason_required", f"{act} needs a reason", field="reason", act=act.value)
    if move.two_people and len(set(people)) != SIGNERS:
        raise LifecycleError("two_people_required", f"{act} needs two different people", act=act.value)
    return move.target
