"""Who does the work around the jury."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, Decision
from voting.models import SelectionRound
from voting.policies import NOT_YOURS, SECRETARY, council_role, is_juror_of, is_support


def can_support(actor: Actor, round_: SelectionRound) -> Decision:
    """Samples and visits: the secretary and the support team; never a juror, who would learn whose an entry is."""
    if is_juror_of(actor, round_):
        return NOT_YOURS
    return ALLOWED if council_role(actor, round_) == SECRETARY or is_support(actor, round_) else NOT_YOURS
