"""Removal of verdicts that a reopened round no longer has."""

from sqlalchemy import delete

from app.core.database.base import db
from voting.models import (
    CouncilVerdict,
    Nomination,
)


def clear_verdicts(nominations: list[Nomination]) -> None:
    """Delete the council's verdicts on these entries: it decides again."""
    ids = [nomination.id for nomination in nominations]
    db.session.execute(delete(CouncilVerdict).where(CouncilVerdict.nomination_id.in_(ids)))
