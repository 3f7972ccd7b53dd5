"""Write down a place with a page of its own, change it, take it off the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from app.core.text import slugify
from catalog import fields
from catalog.models import AdministrativeUnit, Product
from programme.exhibits.policies import can_keep_place
from programme.exhibits.positions import read_position
from programme.models import Artisan, CraftVillage, Fair, Showroom

Kept = TypeVar("Kept", bound=Fair | Showroom | CraftVillage | Artisan)

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceData:
    """What every place has, as typed. unit_id: None where no province is named."""

    name_vi: str
    unit_id: int | None
    name_en: str = ""
    about_vi: str = ""
    about_en: str = ""
    commune: str = ""
    address: str = ""
    position: str = ""
    phone: str = ""
    website: str = ""
    source: str = ""


def add_place(
    actor: Actor, model: type[Kept], data: PlaceData, values: dict[str, Any], *, is_demo: bool = False
) -> Kept:
    """A new place of an area. values: what its kind has besides; checked by the caller."""
    authorize(actor, can_keep_place, _unit(data.unit_id))
    now = utc_now()
    row = model(**_stored(data), **values, slug=free_slug(model.slug, data.name_vi, model.KIND), is_demo=is_demo,
                recorded_by=actor.user_id, created_at=now, updated_at=now)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(actor, f"programme.{model.KIND}.add", row)
    record_change(model.KIND, row.id)
    return row


def change_place(actor: Actor, row: Kept, data: PlaceData, values: dict[str, Any]) -> Kept:
    """New facts of a place that the caller has loaded with `place_to_change`."""
    authorize(actor, can_keep_place, _unit(data.unit_id))
    changed = _stored(data) | values
    names = sorted(name for name, value in changed.items() if getattr(row, name) != value)
    for name in names:
        setattr(row, name, changed[name])
    note_change(actor, row, "edit", changed=names)
    return row


def place_to_change(actor: Actor, model: type[Kept], place_id: int, version: int | None = None) -> Kept:
    """The place, for an officer of its area. version: what they saw. Raises NotFound, NotAllowed or Conflict."""
    row = db.session.get(model, place_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_place, row.unit)
    if version is not None and row.version != version:
        raise Conflict("stale")
    return row


def note_change(
    actor: Actor, row: Fair | Showroom | CraftVillage | Artisan, verb: str, **detail: Any
) -> None:
    """Stamp the row, write the act down and tell the caches."""
    row.updated_at = utc_now()
    audit.record(actor, f"programme.{row.KIND}.{verb}", row, **detail)
    record_change(row.KIND, row.id)
    if isinstance(row, CraftVillage):
        tell_products(facility.id for facility in row.facilities)


def tell_products(facility_ids: Iterable[int]) -> None:
    """The catalogue narrows products by the craft village of their maker."""
    wanted = list(facility_ids)
    query = select(Product.id).where(Product.facility_id.in_(wanted), Product.counted_as != "")
    for key in db.session.scalars(query) if wanted else ():
        record_change("product", key)


def show_place(actor: Actor, model: type[Kept], place_id: int, *, is_shown: bool) -> Kept:
    """Take the page of a place off the site, or put it back."""
    row = place_to_change(actor, model, place_id)
    row.withdrawn_at = None if is_shown else (row.withdrawn_at or utc_now())
    note_change(actor, row, "restore" if is_shown else "withdraw")
    return row


def check_days(**days: date | None) -> None:
    """Days of fields by name, each in a year that a calendar of people has. Raises RuleBroken for the first other."""
    for field, day in days.items():
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RuleBroken("paper_date_too_early", field)


def _unit(unit_id: int | None) -> AdministrativeUnit | None:
    if unit_id is None:
        return None
    unit = db.session.get(AdministrativeUnit, unit_id)
    if unit is None or unit.valid_until is not None:
        raise RuleBroken("unit_not_found", "unit_id")
    return unit


def _stored(data: PlaceData) -> dict[str, Any]:
    values: dict[str, Any] = {}

    def keep(name: str, value: Any) -> None:
        values[name] = value

    check_together(
        lambda: keep("name_vi", fields.required(data.name_vi, "name_vi")),
        lambda: keep("position", read_position(data.position)),
        lambda: keep("phone", fields.phone(data.phone)),
        lambda: keep("website", fields.website(data.website)),
    )
    plain = ("name_en", "about_vi", "about_en", "commune", "address", "source", "unit_id")
    return values | {name: getattr(data, name) for name in plain}


def free_slug(column: Any, name: str, otherwise: str) -> str:
    """A slug of the name that no other row has. column: where slugs are; otherwise: for a name without letters."""
    base = slugify(name, limit=60) or otherwise
    taken = set(db.session.scalars(select(column).where(column.like(f"{base}%"))))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )
