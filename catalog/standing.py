"""Which recognitions a product or a facility has today, and which claims a text makes beside them."""

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import RuleBroken
from catalog.claims import claims_in
from catalog.enums import CheckState
from catalog.models import Award, Facility, Product
from catalog.validity import held_recognitions


def held_by(owner: Product | Facility) -> frozenset[str]:
    """The recognitions in force of a product, or of a facility and its products, as `catalog.claims` names them."""
    awards = (
        owner.awards
        if isinstance(owner, Product)
        else db.session.scalars(select(Award).join(Award.product).where(Product.facility_id == owner.id))
    )
    checked = (paper for paper in owner.certificates if paper.check_state == CheckState.CHECKED)
    return held_recognitions(awards, ((paper.kind, paper) for paper in checked), today())


def claims_of(text: str, owner: Product | Facility) -> list[str]:
    """The claims that any public text of a maker makes; recognitions are read only where it names one."""
    return claims_in(text, held_by(owner)) if claims_in(text, frozenset()) else []


def without_claims(text: str, field: str, owner: Product | Facility) -> str:
    """A short public text that nobody checks. Raises RuleBroken claims_here."""
    if found := claims_of(text, owner):
        raise RuleBroken("claims_here", field, claims=", ".join(found))
    return text
