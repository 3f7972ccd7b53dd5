"""Keeping the registration paper of a facility."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.policy import authorize
from catalog.acts import load
from catalog.models import Facility, RegistrationPaper
from catalog.policies import can_manage_facility
from catalog.registration.queries import find_registration_paper


def keep_registration_paper(
    actor: Actor, facility_id: int, file: str, media_type: str, size: int
) -> RegistrationPaper:
    """Keep a scan that is in the store; it takes the place of the one before. The same scan again adds nothing."""
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    before = find_registration_paper(facility_id)
    if before is not None and before.file == file:
        return before
    now = utc_now()
    if before is not None:
        before.replaced_at = now
    paper = RegistrationPaper(
        facility_id=facility_id,
        file=file,
        media_type=media_type,
        size=size,
        kept_at=now,
        kept_by=actor.user_id,
    )
    db.session.add(paper)
    audit.record(actor, "catalog.registration_paper.keep", facility)
    return paper
