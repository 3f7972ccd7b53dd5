"""What the pages of a round share."""

from app.core.errors import NotFound
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
