"""Which registration paper a facility has."""

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.models import Facility, RegistrationPaper
from catalog.policies import can_see_facility


def find_registration_paper(facility_id: int) -> RegistrationPaper | None:
    """The newest; None where none was ever given."""
    query = select(RegistrationPaper).where(
        RegistrationPaper.facility_id == facility_id, RegistrationPaper.replaced_at.is_(None)
    )
    return db.session.scalar(query.order_by(RegistrationPaper.id.desc()).limit(1))


def get_registration_paper(actor: Actor, facility_id: int) -> RegistrationPaper:
    """For its members and the officers of its place. Raises NotFound."""
    facility = db.session.get(Facility, facility_id)
    if facility is None:
        raise NotFound("not_found")
    authorize(actor, can_see_facility, facility)
    paper = find_registration_paper(facility_id)
    if paper is None:
        raise NotFound("not_found")
    return paper
