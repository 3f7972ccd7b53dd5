"""What the pages of a round share."""

from app.core.errors import Conflict, NotFound
from app.web.access import current_actor
from voting.models import SelectionRound
from voting.policies import council_role
from voting.rounds.queries import get_work_round


def get_council_round(slug: str) -> SelectionRound:
    """A round for the members of its council. Raises NotFound for everyone else."""
    round_ = get_work_round(current_actor(), slug)
    if council_role(current_actor(), round_) is None:
        raise NotFound("not_found")
    return round_


def get_published_round(slug: str) -> SelectionRound:
    """A round whose decision stands, for the members of its council. Raises NotFound, Conflict(`not_published`)."""
    round_ = get_council_round(slug)
    if round_.published_at is None or round_.annulled_at is not None:
        raise Conflict("not_published")
    return round_
