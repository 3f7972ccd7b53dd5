"""Which certificate replaced which, and the certificates in an officer's area."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import Level
from catalog.models import AdministrativeUnit, Award, AwardCorrection, Facility, Product
from catalog.policies import can_change_award

MOST = 100


def find_replacement(award_id: int) -> AwardCorrection | None:
    """The certificate that replaced this one, or None."""
    query = (
        select(AwardCorrection)
        .where(AwardCorrection.old_id == award_id)
        .options(joinedload(AwardCorrection.new))
    )
    return db.session.scalar(query)


def find_replaced(award_id: int) -> AwardCorrection | None:
    """The certificate that this one replaced."""
    query = (
        select(AwardCorrection)
        .where(AwardCorrection.new_id == award_id)
        .options(joinedload(AwardCorrection.old))
    )
    return db.session.scalar(query)


def list_awards_in_scope(actor: Actor, text: str = "") -> list[Award]:
    """Numbered certificates of facilities where the officer serves, the newest first. text: part of the number."""
    query = (
        select(Award)
        .join(Award.product)
        .join(Product.facility)
        .join(Facility.unit)
        .where(Award.number.is_not(None))
        .options(joinedload(Award.product).joinedload(Product.facility))
    )
    if not actor.has(Role.OFFICER_NATIONAL):
        units = select(AdministrativeUnit.id).where(AdministrativeUnit.region.in_(actor.regions))
        mine = or_(
            AdministrativeUnit.id.in_(actor.provinces),
            AdministrativeUnit.successor_id.in_(actor.provinces),
            AdministrativeUnit.id.in_(units),
            Facility.commune_key.in_(actor.communes) & (Award.level == Level.COMMUNE),
        )
        query = query.where(mine)
    if text:
        query = query.where(Award.number.icontains(text, autoescape=True))
    return list(db.session.scalars(query.order_by(Award.issued_on.desc(), Award.id.desc()).limit(MOST)))


def get_award_by_number(number: str) -> Award:
    """Raises NotFound."""
    award = db.session.scalar(select(Award).where(Award.number == number).options(joinedload(Award.product)))
    if award is None:
        raise NotFound("not_found")
    return award


def get_award_to_change(actor: Actor, number: str) -> Award:
    """A certificate that the person may decide about. Raises NotFound, NotAllowed."""
    award = get_award_by_number(number)
    authorize(actor, can_change_award, award)
    return award
