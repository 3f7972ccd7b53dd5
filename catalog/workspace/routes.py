"""The first page of a facility's own area: what is next, what ends soon, its data and its products."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import render_template

from app.core.clock import today
from app.web.access import access, current_actor
from app.web.due import leaf, left_text
from app.web.filters import date_text, datetime_text
from app.web.i18n import local_url, localized, translate
from app.web.tasks import TaskItem, list_tasks
from catalog import labels
from catalog.awards.expiry.queries import ends_of_marks
from catalog.blueprint import bp
from catalog.credentials.forms import paper_name
from catalog.enums import FacilityState, Level
from catalog.listings.workspace import list_facilities_of, list_products_of
from catalog.models import Facility, Product, ProductDraft
from catalog.product_drafts.queries import list_new_drafts
from catalog.products.completeness import missing_requirements
from catalog.products.services import listing_facts
from catalog.schemes.chain import chains
from catalog.trademark_course.queries import list_deadlines
from catalog.transfers.queries import list_offers_to
from catalog.workspace.next_steps import Ending, ListingState, MarkDeadline, Step, next_steps

ELSEWHERE = ("voting.enter", "trace.manage")
"""Permissions whose tasks a facility has outside the catalogue."""


@localized(bp, "/co-so-cua-toi", "/my-facility")
@access("catalog.manage")
def workspace() -> str:
    """The person's facilities with their products, whatever their state."""
    actor, day = current_actor(), today()
    facilities = list_facilities_of(actor)
    products = list_products_of(facilities)
    papers = {
        row.id: _endings(row, [own for own in products if own.facility_id == row.id]) for row in facilities
    }
    steps = [
        step | {"hint": row.name if len(facilities) > 1 else ""}
        for row in facilities
        if actor.manages(row.id)
        for step in _steps_of(row, products, papers[row.id], day)
    ]
    others = [_other_step(task, day) for task in list_tasks(actor, *ELSEWHERE)]
    begun = [_begun(draft) for draft in list_new_drafts(actor, actor.facilities).values()]
    return render_template(
        "catalog/workspace/workspace.html",
        facilities=facilities,
        products=products,
        offers=list_offers_to(actor.owned),
        steps=sorted(
            (*begun, *steps, *others),
            key=lambda step: (step["state"] != "problem", step["until"] or date.max),
        ),
        papers=_papers_in_force(papers.values(), day),
        labels=labels,
    )


def _steps_of(
    facility: Facility, products: list[Product], papers: list[Ending], day: date
) -> list[dict[str, Any]]:
    """What one facility does next: text, address, button and day of each step."""
    listings = [
        ListingState(
            row.id,
            row.name_vi,
            row.state,
            len(missing_requirements(listing_facts(row))),
            bool(row.proposed_at),
        )
        for row in products
        if row.facility_id == facility.id
    ]
    return [
        {
            "text": translate(
                labels.NEXT_STEPS[step.code],
                name=step.name,
                count=step.count,
                date=date_text(step.until) if step.until else "",
            ),
            "href": _step_href(step, facility),
            "act": translate(labels.NEXT_ACTS[step.code]),
            "state": "problem" if step.urgent else "todo",
            "until": step.until,
            "leaf": leaf(step.until, day) if step.until else None,
        }
        for step in next_steps(
            FacilityState(facility.state), listings, papers, day, _deadlines_of(facility, day)
        )
    ]


def _deadlines_of(facility: Facility, day: date) -> list[MarkDeadline]:
    """What the facility owes the intellectual property office; a complaint is a right that ends with its day."""
    return [
        MarkDeadline(each.code, mark.name, each.until, mark.id)
        for mark, each in list_deadlines(facility.trademarks)
        if each.ours and each.code != "renewal" and (each.code != "appeal" or each.until >= day)
    ]


def _begun(draft: ProductDraft) -> dict[str, Any]:
    """The form of a new product that the person has not finished."""
    return {
        "text": translate(
            "Continue with the new product “%(name)s”: draft of %(at)s",
            name=draft.fields.get("name_vi") or draft.fields.get("name_en") or translate("unnamed"),
            at=datetime_text(draft.saved_at),
        ),
        "href": local_url("catalog.product_new", facility=draft.facility_id),
        "act": translate("Open"),
        "state": "todo",
        "until": None,
        "leaf": None,
    }


def _other_step(task: TaskItem, day: date) -> dict[str, Any]:
    return {
        "text": task.title,
        "hint": task.hint,
        "href": task.url,
        "act": translate("Open"),
        "state": task.state,
        "until": task.until,
        "leaf": leaf(task.until, day) if task.until else None,
    }


def _papers_in_force(papers: Iterable[list[Ending]], day: date) -> list[dict[str, str]]:
    """What ends first stands first."""
    found = sorted((row for rows in papers for row in rows if row.until >= day), key=lambda row: row.until)
    return [
        {
            "text": row.name,
            "note": translate("until %(date)s", date=date_text(row.until)),
            "value": left_text((row.until - day).days),
        }
        for row in found
    ]


def _endings(facility: Facility, products: list[Product]) -> list[Ending]:
    """Papers of the facility that were checked or not yet, and recognitions that hold or ended this year."""
    found = [
        Ending("certificate", paper_name(paper), paper.valid_until, paper.id)
        for paper, _earlier in chains(facility.certificates, pending=True)
        if paper.valid_until and paper.revoked_on is None
    ]
    ends, names = ends_of_marks(facility.trademarks), {mark.id: mark.name for mark in facility.trademarks}
    found += [Ending("trademark", names[key], until, mark_id=key) for key, until in ends.items()]
    for product in products:
        best = max(product.awards, key=lambda award: award.valid_until, default=None)
        if best is not None and best.revoked_on is None and best.valid_until >= today():
            found.append(
                Ending(
                    "award",
                    f"{translate(labels.LEVELS[Level(best.level)])}: {product.name_vi}",
                    best.valid_until,
                )
            )
    return found


def _step_href(step: Step, facility: Facility) -> str:
    if step.product_id is not None:
        return local_url("catalog.product", product_id=step.product_id)
    if step.mark_id is not None:
        return local_url("catalog.trademark_course", paper_id=step.mark_id)
    if step.paper_id is not None:
        return local_url("catalog.certificate_renew", paper_id=step.paper_id)
    if step.code in {"renew", "ended"}:
        return local_url("catalog.papers")
    if step.code == "first_product":
        return local_url("catalog.product_new", facility=facility.id)
    return local_url("catalog.facility_edit", facility_id=facility.id)
