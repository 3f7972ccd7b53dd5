"""Who may see which fact of a round: the one function that every query of the selection calls."""

from enum import StrEnum

from app.core.actor import Actor
from voting.models import SelectionRound
from voting.policies import can_see_secretariat, council_role, is_juror_of, is_support


class Fact(StrEnum):
    EXISTENCE = "existence"
    DOSSIERS = "dossiers"
    COMPLETENESS = "completeness"
    COUNT = "count"
    PROVISIONAL = "provisional"
    RESULT = "result"


def may_see(actor: Actor, round_: SelectionRound, fact: Fact) -> bool:
    """Whether this person may see this fact of the round now.

    EXISTENCE: that it is planned, its calendar. DOSSIERS: who entered. COMPLETENESS: how many sheets are in.
    COUNT: scores, places, verdicts and the council's decisions, after closing. PROVISIONAL: the council's
    list. RESULT: what was published. Before publication COUNT is for the council alone: not for the officers
    who run the round, not for entrants, not for jurors, not for administrators.
    """
    if fact is Fact.EXISTENCE:
        return round_.announced_at is not None or _works_on(actor, round_)
    if fact in {Fact.DOSSIERS, Fact.COMPLETENESS}:
        return _works_on(actor, round_)
    if fact is Fact.COUNT:
        return round_.scoring_closed_at is not None and (
            _in_council(actor, round_) or round_.published_at is not None
        )
    if fact is Fact.PROVISIONAL:
        return round_.provisional_at is not None or (
            round_.scoring_closed_at is not None and _in_council(actor, round_)
        )
    return round_.published_at is not None


def _in_council(actor: Actor, round_: SelectionRound) -> bool:
    return council_role(actor, round_) is not None and not is_juror_of(actor, round_)


def _works_on(actor: Actor, round_: SelectionRound) -> bool:
    is_of_office = is_support(actor, round_) or bool(can_see_secretariat(actor, round_))
    return is_of_office and not is_juror_of(actor, round_)
