"""Who reads the files of a dossier."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision
from programme.models import Proposal
from programme.proposals.policies import can_see_proposal, is_own


def can_read_papers(actor: Actor, proposal: Proposal, *, sits: bool) -> Decision:
    """Who sees the proposal; and who sits in a council of it, unless they belong to the facility by now."""
    if can_see_proposal(actor, proposal):
        return ALLOWED
    return ALLOWED if sits and not is_own(actor, proposal) else HIDDEN
