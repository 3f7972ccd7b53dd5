"""The way of a proposal, and who has to answer next. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class ProposalState(StrEnum):
    DRAFT = "draft"
    REGISTERED = "registered"
    RETURNED = "returned"
    RECEIVED = "received"
    SENT_UP = "sent-up"
    APPRAISED = "appraised"
    APPROVED = "approved"
    UNDER_WAY = "under-way"
    DONE = "done"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who has to answer."""

    APPLICANT = "applicant"
    PROVINCE = "province"
    MINISTRY = "ministry"
    NOBODY = "nobody"


S = ProposalState
BEGINNING = (S.DRAFT, S.RETURNED)
"""While the applicant writes."""
OPEN_FOR_DOSSIER = (S.REGISTERED, S.RECEIVED, S.RETURNED)
OPEN_FOR_PAPERS = (S.DRAFT, *OPEN_FOR_DOSSIER)
ENDS = (S.SETTLED, S.REFUSED, S.STOPPED, S.WITHDRAWN)
TO_RUN = (S.APPROVED, S.UNDER_WAY)
"""While it may be amended or stopped."""
GOES_TO: Mapping[ProposalState, tuple[ProposalState, ...]] = {
    S.DRAFT: (S.REGISTERED, S.WITHDRAWN),
    S.REGISTERED: (S.RECEIVED, S.RETURNED, S.REFUSED, S.WITHDRAWN),
    S.RETURNED: (S.REGISTERED, S.WITHDRAWN),
    S.RECEIVED: (S.SENT_UP, S.APPRAISED, S.RETURNED, S.REFUSED, S.WITHDRAWN),
    S.SENT_UP: (S.APPRAISED, S.REFUSED),
    S.APPRAISED: (S.APPROVED, S.REFUSED),
    S.APPROVED: (S.UNDER_WAY, S.STOPPED),
    S.UNDER_WAY: (S.DONE, S.STOPPED),
    S.DONE: (S.ACCEPTED, S.UNDER_WAY),
    S.ACCEPTED: (S.SETTLED,),
}
STEPS: tuple[tuple[str, tuple[ProposalState, ...]], ...] = (
    ("register", (S.DRAFT, S.RETURNED)),
    ("receive", (S.REGISTERED,)),
    ("appraise", (S.RECEIVED, S.SENT_UP)),
    ("approve", (S.APPRAISED,)),
    ("carry_out", (S.APPROVED, S.UNDER_WAY)),
    ("accept", (S.DONE, S.ACCEPTED)),
)
"""The bar that says where a proposal stands: each step with the states in which it is the next to be done."""


def may_go(state: str, target: ProposalState) -> bool:
    return target in GOES_TO.get(ProposalState(state), ())


def waits_for(state: str, *, is_national: bool, has_dossier: bool, of_facility: bool) -> Side:
    """Who has to answer. is_national: asks for money of the nation; of_facility: else the centre of a province asks."""
    state = ProposalState(state)
    if state in ENDS:
        return Side.NOBODY
    if state in BEGINNING or (state is S.RECEIVED and not has_dossier):
        return Side.APPLICANT if of_facility else Side.PROVINCE
    if is_national and state in {S.SENT_UP, S.APPRAISED}:
        return Side.MINISTRY
    return Side.PROVINCE


def last_day(state: str, register_until: date, dossier_until: date, *, has_dossier: bool) -> date | None:
    """Until when who asks has to act: register a draft, put right what was returned, hand in the dossier."""
    if state == S.DRAFT:
        return register_until
    is_open = state == S.RETURNED or (state in OPEN_FOR_DOSSIER and not has_dossier)
    return dossier_until if is_open else None


def bar_of(state: str, last_open: str) -> list[tuple[str, str]]:
    """(step, done | current | todo) of the bar. last_open: the state before it ended, where it was stopped."""
    shown = ProposalState(last_open if state in ENDS and state != S.SETTLED else state)
    here = next((n for n, (_name, states) in enumerate(STEPS) if shown in states), len(STEPS))
    ended = state in ENDS
    found = []
    for number, (name, _states) in enumerate(STEPS):
        mark = "done" if number < here else "current" if number == here and not ended else "todo"
        found.append((name, mark))
    return found
