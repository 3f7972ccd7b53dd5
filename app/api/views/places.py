"""`/events`, `/showrooms`, `/craft-villages`, `/artisans`: lists by page or by walk, and one of each."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.core.clock import today
from app.core.database.base import db
from app.web.access import access
from app.web.addresses import absolute_url
from catalog.enums import FacilityState
from catalog.models import AdministrativeUnit, Product
from catalog.units.queries import list_units
from programme.artisans.labels import TITLES
from programme.artisans.queries import list_artisans_of
from programme.artisans.queries import list_product_ids as products_of_artisan
from programme.exhibits.queries import get_public, public_place
from programme.fairs.labels import FAIR_STATES
from programme.fairs.queries import find_outcome, list_stands, state_on
from programme.models import Artisan, CraftVillage, Fair, Showroom
from programme.showrooms.labels import PLACE_KINDS
from programme.showrooms.queries import list_product_ids as products_of_showroom
from programme.villages.labels import VILLAGE_KINDS
from programme.villages.queries import list_facilities_in

PER_PAGE = 24
Kept = TypeVar("Kept", bound=Fair | Showroom | CraftVillage | Artisan)


@bp.get("/events")
@access("public")
def events() -> Response:
    """Filters: province; page. Fairs and exhibitions, the last begun first."""
    return _listed(Fair, fair_item, (Fair.starts_on.desc(), Fair.id.desc()))


@bp.get("/events/<slug>")
@access("public")
def event(slug: str) -> Response:
    """One fair with its stands. `outcome` is null until an officer recorded it."""
    row = get_public(Fair, slug)
    outcome = find_outcome(row.id)
    stands = list_stands(row.id)
    slugs = _product_slugs([key for stand in stands for key in stand.product_ids])
    body = fair_item(row) | {
        "stands": [
            {
                "code": stand.code,
                "facility": stand.facility.slug if stand.facility else None,
                "supported": stand.is_supported,
                "products": [slugs[key] for key in stand.product_ids if key in slugs],
            }
            for stand in stands
        ],
        "outcome": None
        if outcome is None
        else {
            "visitors": outcome.visitors,
            "contracts": outcome.contracts,
            "contract_value": str(outcome.contract_value) if outcome.contract_value is not None else None,
            "sales": str(outcome.sales) if outcome.sales is not None else None,
            "evidence": outcome.evidence,
            "evidence_date": shapes.iso(outcome.evidence_date),
        },
    }
    return answer(body)


@bp.get("/showrooms")
@access("public")
def showrooms() -> Response:
    """Filters: province; page. Showrooms by name, closed ones with their day."""
    return _listed(Showroom, showroom_item, (Showroom.name_vi, Showroom.id), joinedload(Showroom.facility))


@bp.get("/showrooms/<slug>")
@access("public")
def showroom(slug: str) -> Response:
    """One showroom with what it shows."""
    row = get_public(Showroom, slug)
    return answer(
        showroom_item(row) | {"products": list(_product_slugs(products_of_showroom(row.id)).values())}
    )


@bp.get("/craft-villages")
@access("public")
def craft_villages() -> Response:
    """Filters: province; page. Craft villages by name."""
    return _listed(CraftVillage, village_item, (CraftVillage.name_vi, CraftVillage.id))


@bp.get("/craft-villages/<slug>")
@access("public")
def craft_village(slug: str) -> Response:
    """One craft village. `artisans`: those who agree to be named; `artisans_unnamed`: how many do not."""
    row = get_public(CraftVillage, slug)
    people = list_artisans_of(village_id=row.id)
    body = village_item(row) | {
        "since_year": row.since_year,
        "households": row.households,
        "craft_households": row.craft_households,
        "workers": row.workers,
        "stable_years": row.stable_years,
        "environment": row.environment or None,
        "criteria_year": row.criteria_year,
        "facilities": [one.slug for one in list_facilities_in(row.id)],
        "artisans": [one.slug for one in people.named],
        "artisans_unnamed": people.others,
    }
    return answer(body)


@bp.get("/artisans")
@access("public")
def artisans() -> Response:
    """Filters: province; page. Artisans who agree to be named, by name."""
    return _listed(Artisan, artisan_item, (Artisan.name_vi, Artisan.id), selectinload(Artisan.titles))


@bp.get("/artisans/<slug>")
@access("public")
def artisan(slug: str) -> Response:
    """One artisan who agrees. The page is gone the moment the consent is taken back."""
    row = get_public(Artisan, slug)
    return answer(
        artisan_item(row) | {"products": list(_product_slugs(products_of_artisan(row.id)).values())}
    )


def fair_item(row: Fair) -> dict[str, Any]:
    return place_item(row, "site.fair") | {
        **shapes.coded("state", FAIR_STATES, state_on(row, today())),
        "starts_on": shapes.iso(row.starts_on),
        "ends_on": shapes.iso(row.ends_on),
        "venue": row.venue or None,
        "country": row.country_vi or None,
        "country_en": row.country_en or None,
        "organiser": row.organiser,
    }


def showroom_item(row: Showroom) -> dict[str, Any]:
    keeper = (
        row.facility if row.facility is not None and row.facility.state == FacilityState.VERIFIED else None
    )
    return place_item(row, "site.showroom") | {
        **shapes.coded("kind", PLACE_KINDS, row.place_kind),
        "hours": row.hours or None,
        "operator": row.operator,
        "facility": keeper.slug if keeper else None,
        "opened_on": shapes.iso(row.opened_on),
        "closed_on": shapes.iso(row.closed_on),
    }


def village_item(row: CraftVillage) -> dict[str, Any]:
    return place_item(row, "site.village") | {
        **shapes.coded("kind", VILLAGE_KINDS, row.kind),
        "craft": row.craft,
        "decision_number": row.decision_number,
        "decision_date": shapes.iso(row.decision_date),
        "issuer": row.issuer,
        "revoked_on": shapes.iso(row.revoked_on),
    }


def artisan_item(row: Artisan) -> dict[str, Any]:
    return place_item(row, "site.artisan") | {
        "craft": row.craft,
        "titles": [
            {
                **shapes.coded("title", TITLES, title.title),
                "decision_number": title.decision_number,
                "decision_date": shapes.iso(title.decision_date),
                "issuer": title.issuer,
            }
            for title in row.titles
        ],
        "consent_on": shapes.iso(row.consent_on),
    }


def place_item(row: Kept, endpoint: str) -> dict[str, Any]:
    """What every place has."""
    place = shapes.unit(row.unit) if row.unit is not None else {"province": None, "province_name": None}
    return {
        "slug": row.slug,
        "name": row.name_vi,
        "name_en": row.name_en or None,
        **place,
        "commune": row.commune or None,
        "address": row.address or None,
        "position": row.position or None,
        "updated_at": shapes.iso_at(row.updated_at),
        "demonstration": row.is_demo,
        "url": absolute_url(endpoint, slug=row.slug),
    }


def _listed(
    model: type[Kept], item: Callable[[Any], dict[str, Any]], order: Sequence[Any], *options: ORMOption
) -> Response:
    walk, page = walks.asked_walk(), parameters.asked_page()
    codes = parameters.asked_codes("province", [unit.code for unit in list_units()])
    rows = select(model).options(joinedload(model.unit), *options)
    if walk is not None:
        stage = walks.stage_of(model.KIND, model.id, select(model.id).where(public_place(model)), walk)
        found = db.session.scalars(
            rows.where(model.id.in_(stage.ids), public_place(model)).order_by(model.id)
        )
        return answer(walks.walked([item(row) for row in found], stage))
    wanted = select(model.id).where(public_place(model))
    if codes:
        served = select(AdministrativeUnit.id).where(
            AdministrativeUnit.code.in_(codes), AdministrativeUnit.valid_until.is_(None)
        )
        wanted = wanted.where(model.unit_id.in_(served))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = rows.where(model.id.in_(wanted)).order_by(*order).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return answer(shapes.paged([item(row) for row in db.session.scalars(shown)], total, page, PER_PAGE))


def _product_slugs(ids: Sequence[int]) -> dict[int, str]:
    """Id -> slug, in the given order."""
    query = select(Product.id, Product.slug).where(Product.id.in_(ids))
    known = {key: slug for key, slug in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
    return {key: known[key] for key in ids if key in known}
