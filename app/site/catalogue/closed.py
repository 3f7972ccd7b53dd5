"""What stands at the address of a facility that has stopped working, and of its products."""

from typing import Any

from flask import redirect
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.base import db
from app.site.bilingual import labelled, producer, producer_text
from app.site.catalogue.cards import unit_name
from app.site.pages import whole_page
from app.web.cache import public
from app.web.paths import path_to
from catalog.enums import FacilityState
from catalog.facilities.consent import may_be_named
from catalog.labels import LEVELS
from catalog.models import Award, Facility, Product


def closed_facility(slug: str) -> BaseResponse | None:
    """The page that says since when it has stopped, with its certificates; None where it has not."""
    query = select(Facility).where(Facility.slug == slug, Facility.state == FacilityState.CLOSED)
    row = db.session.scalar(query.options(joinedload(Facility.unit)))
    if row is None or not may_be_named(row.kind, row.consent_at, row.state):
        return None
    return whole_page(
        "site/catalogue/closed.html",
        name=producer(row.name),
        title=producer_text(row.name),
        place=unit_name(row.unit.present),
        closed_on=row.closed_on,
        awards=_awards(row.id),
    )


def closed_maker(slug: str) -> BaseResponse | None:
    """The way from a product that was public to the page of its facility, where that has stopped working and may be
    named.
    """
    query = select(Facility).join(Product, Product.facility_id == Facility.id)
    was_public = (Product.slug == slug) & Product.published_at.is_not(None)
    maker = db.session.scalar(query.where(was_public, Facility.state == FacilityState.CLOSED))
    if maker is None or not may_be_named(maker.kind, maker.consent_at, maker.state):
        return None
    return public(redirect(path_to("facility", maker.slug), 302))  # type: ignore[arg-type]


def _awards(facility_id: int) -> list[dict[str, Any]]:
    day = today()
    query = select(Award).join(Award.product).where(
        Product.facility_id == facility_id, Award.number.is_not(None), Award.issued_on <= day
    )  # fmt: skip
    return [
        {
            "number": row.number,
            "product": row.product_name,
            "level": labelled(LEVELS, row.level),
            "year": row.year,
            "status": str(row.validity_on(day)),
            "until": row.valid_until,
            "href": path_to("certificate", row.number or ""),
        }
        for row in db.session.scalars(query.order_by(Award.issued_on.desc(), Award.id))
    ]
