"""Who puts artisans forward and who reads what was handed in."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision
from catalog.models import Facility
from catalog.policies import can_manage_facility
from programme.models import TitleCandidate
from programme.title_rounds.policies import can_keep_round


def can_hand_in(actor: Actor, facility: Facility) -> Decision:
    """A facility that is at work: who looks after it."""
    return can_manage_facility(actor, facility) if actor.manages(facility.id) else HIDDEN


def can_change_candidate(actor: Actor, row: TitleCandidate) -> Decision:
    """Put right and take back what a facility handed in: who looks after it."""
    return can_hand_in(actor, row.facility) if row.facility is not None else HIDDEN


def can_judge_candidate(actor: Actor, row: TitleCandidate) -> Decision:
    """Receive, return, note what the council found: who keeps the round, never for a facility of their own."""
    if row.facility_id is not None and row.facility_id in actor.facilities:
        return HIDDEN
    return ALLOWED if can_keep_round(actor, row.round.level, row.round.unit) else HIDDEN


def can_add_papers(actor: Actor, row: TitleCandidate) -> Decision:
    """Who keeps the round, and the facility that handed in."""
    return ALLOWED if can_change_candidate(actor, row) or can_judge_candidate(actor, row) else HIDDEN


def can_read_candidate(actor: Actor, row: TitleCandidate) -> Decision:
    """As for papers; the facility reads on when it is closed."""
    of_facility = row.facility_id is not None and actor.manages(row.facility_id)
    return ALLOWED if of_facility or can_judge_candidate(actor, row) else HIDDEN
