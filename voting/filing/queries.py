"""What the receipt of a dossier says."""

from datetime import date, timedelta

from app.core.clock import VIETNAM
from app.core.errors import NotFound
from voting.models import Nomination


def receipt_number(nomination: Nomination) -> str:
    """Permanent for the dossier, however often it is submitted again."""
    return f"HS-{nomination.round.year}-{nomination.id:05d}"


def answer_day(nomination: Nomination) -> date | None:
    """By when the dossier is checked: the day before scoring begins, where that is planned and still to come."""
    begins, at = nomination.round.scoring_from, nomination.submitted_at
    if begins is None:
        return None
    day = begins.astimezone(VIETNAM).date() - timedelta(days=1)
    return day if at is None or at.astimezone(VIETNAM).date() <= day else None


def handed_in(nomination: Nomination) -> Nomination:
    """The same. Raises NotFound where it never was handed in."""
    if nomination.submitted_at is None:
        raise NotFound("not_found")
    return nomination
