"""Places as officers find them, and where the public may see a product or a facility."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from app.core.text import sort_key
from catalog.models import AdministrativeUnit
from catalog.units.queries import list_units
from programme.exhibits.policies import can_keep_place
from programme.models import Artisan, CraftVillage, Fair, Showroom

Kept = TypeVar("Kept", bound=Fair | Showroom | CraftVillage | Artisan)


def get_kept(actor: Actor, model: type[Kept], slug: str) -> Kept:
    """A place for an officer of its area, whether on the site or off it. Raises NotFound or NotAllowed."""
    row = db.session.scalar(select(model).where(model.slug == slug))
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_place, row.unit)
    return row


def list_kept(actor: Actor, model: type[Kept], *, offset: int, limit: int) -> tuple[list[Kept], int]:
    """The places of the officer's area, the last changed first, with the total."""
    query = select(model).where(_served(actor, model))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    shown = query.options(joinedload(model.unit)).order_by(model.updated_at.desc(), model.id.desc())
    return list(db.session.scalars(shown.offset(offset).limit(limit))), total


def name_order(row: CraftVillage | Showroom | Artisan) -> tuple[str, int]:
    """Key of the Vietnamese order by name."""
    return sort_key(row.name_vi), row.id


def place_order(row: CraftVillage | Showroom) -> tuple[str, str, int]:
    """Key of the same order by province, then by name."""
    return sort_key(row.unit.name_vi if row.unit else ""), *name_order(row)


def list_units_served(actor: Actor) -> list[AdministrativeUnit]:
    """The provinces and cities whose places the officer may write down."""
    return [unit for unit in list_units() if can_keep_place(actor, unit)]


def _served(actor: Actor, model: type[Kept]) -> ColumnElement[bool]:
    if actor.has(Role.OFFICER_NATIONAL):
        return model.id.is_not(None)
    units = [unit.id for unit in list_units_served(actor)]
    return model.unit_id.in_(units)


def public_place(model: type[Kept]) -> ColumnElement[bool]:
    """Whether the page of a place is on the site; of an artisan, only while the person agrees."""
    shown = model.withdrawn_at.is_(None)
    if model.KIND == Artisan.KIND:
        return shown & Artisan.consent_on.is_not(None) & Artisan.consent_ended_on.is_(None)
    return shown


def get_public(model: type[Kept], slug: str) -> Kept:
    """A place with a page. Raises NotFound."""
    query = select(model).where(model.slug == slug, public_place(model)).options(joinedload(model.unit))
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    return row


def list_public_places(model: type[Kept]) -> Sequence[Kept]:
    """Every place with a page, for the sitemap."""
    return db.session.scalars(select(model).where(public_place(model)).order_by(model.id)).all()
