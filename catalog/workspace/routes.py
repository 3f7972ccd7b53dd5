"""The first page of a facility's own area: what is next, what ends soon, its data and its products."""

from typing import Any

from flask import render_template

from app.core.clock import today
from app.web.access import access, current_actor
from app.web.filters import date_text
from app.web.i18n import local_url, localized, translate
from catalog import labels
from catalog.blueprint import bp
from catalog.credentials.forms import paper_name
from catalog.enums import FacilityState
from catalog.listings.workspace import list_facilities_of, list_products_of
from catalog.models import Facility, Product
from catalog.products.completeness import missing_requirements
from catalog.products.services import listing_facts
from catalog.transfers.queries import list_offers_to
from catalog.workspace.next_steps import Ending, ListingState, Step, next_steps


@localized(bp, "/co-so-cua-toi", "/my-facility")
@access("catalog.manage")
def workspace() -> str:
    """The person's facilities with their products, whatever their state."""
    actor = current_actor()
    facilities = list_facilities_of(actor)
    products = list_products_of(facilities)
    return render_template(
        "catalog/workspace/workspace.html",
        facilities=facilities,
        products=products,
        offers=list_offers_to(actor.owned),
        steps={
            facility.id: _steps_of(facility, products) if actor.manages(facility.id) else []
            for facility in facilities
        },
        labels=labels,
    )


def _steps_of(facility: Facility, products: list[Product]) -> list[dict[str, Any]]:
    """The task list of one facility: text, address and state of each step."""
    day = today()
    own = [product for product in products if product.facility_id == facility.id]
    listings = [
        ListingState(
            row.id,
            row.name_vi,
            row.state,
            len(missing_requirements(listing_facts(row))),
            bool(row.proposed_at),
        )
        for row in own
    ]
    steps = next_steps(FacilityState(facility.state), listings, _endings(facility, own), day)
    return [
        {
            "text": translate(
                labels.NEXT_STEPS[step.code],
                name=step.name,
                count=step.count,
                date=date_text(step.until) if step.until else "",
            ),
            "href": _step_href(step, facility),
            "state": "problem" if step.urgent else "todo",
        }
        for step in steps
    ]


def _endings(facility: Facility, products: list[Product]) -> list[Ending]:
    """Papers of the facility that were checked or not yet, and recognitions that hold or ended this year."""
    found = [
        Ending("certificate", paper_name(paper), paper.valid_until)
        for paper in facility.certificates
        if paper.valid_until and paper.revoked_on is None
    ]
    found += [
        Ending("trademark", mark.name, mark.valid_until) for mark in facility.trademarks if mark.valid_until
    ]
    for product in products:
        best = max(product.awards, key=lambda award: award.valid_until, default=None)
        if best is not None and best.revoked_on is None and best.valid_until >= today():
            found.append(Ending("award", best.audit_label, best.valid_until))
    return found


def _step_href(step: Step, facility: Facility) -> str:
    if step.product_id is not None:
        return local_url("catalog.product", product_id=step.product_id)
    if step.code in {"renew", "ended"}:
        return local_url("catalog.papers")
    if step.code == "first_product":
        return local_url("catalog.product_new", facility=facility.id)
    return local_url("catalog.facility_edit", facility_id=facility.id)
