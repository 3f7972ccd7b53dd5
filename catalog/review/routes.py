"""An officer's queues: facilities and products of their area."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.notices import tell
from app.web.pagination import PER_PAGE, Page, asked_page
from catalog import labels
from catalog.blueprint import bp
from catalog.enums import FacilityReason, FacilityState, ProductReason
from catalog.forms import DecisionForm
from catalog.listings.workspace import (
    count_waiting,
    get_facility,
    get_product,
    list_reviewed_facilities,
    list_similar_facilities,
    list_waiting_facilities,
    list_waiting_products,
)
from catalog.models import Facility, Product
from catalog.policies import can_review_facility, can_review_product
from catalog.products.views import picture_view
from catalog.proposals import proposal_rows, unchecked_fields
from catalog.registration.queries import find_registration_paper
from catalog.review import facilities as reviews
from catalog.review import products as publication
from catalog.review.area import AGES, asked_age, asked_unit, served_units

Answer = BaseResponse | tuple[str, int] | str
Row = TypeVar("Row")


def asked_offset() -> int:
    return (asked_page() - 1) * PER_PAGE


def queue_page(template: str, rows: Page[Facility] | Page[Product], **values: object) -> str:
    """A queue, with the counts of all queues and the provinces to filter by."""
    return render_template(
        template,
        page=rows,
        waiting=count_waiting(current_actor()),
        units=served_units(),
        province=request.args.get("province", ""),
        ages=AGES,
        age=asked_age(),
        labels=labels,
        **values,
    )


@localized(bp, "/can-bo/co-so", "/officer/facilities")
@access("catalog.review")
def review() -> str:
    """Facilities to verify, or with `state` all those in one state."""
    state = request.args.get("state", "")
    offset = asked_offset()
    if state in set(FacilityState):
        rows, total = list_reviewed_facilities(
            current_actor(), FacilityState(state), unit_id=asked_unit(), offset=offset
        )
    else:
        state = ""
        rows, total = list_waiting_facilities(
            current_actor(), unit_id=asked_unit(), age=asked_age(), offset=offset
        )
    return queue_page("catalog/review/facilities.html", Page(rows, total, asked_page()), state=state)


@localized(bp, "/can-bo/san-pham", "/officer/products")
@access("catalog.review")
def review_products() -> str:
    """Products to publish."""
    rows, total = list_waiting_products(
        current_actor(), unit_id=asked_unit(), age=asked_age(), offset=asked_offset()
    )
    return queue_page("catalog/review/products.html", Page(rows, total, asked_page()))


@localized(
    bp, "/can-bo/co-so/<int:facility_id>", "/officer/facilities/<int:facility_id>", methods=("GET", "POST")
)
@access("catalog.review")
def review_facility(facility_id: int) -> Answer:
    """One facility as it says it is, with look-alikes, and the officer's decision."""
    facility = get_facility(facility_id)
    authorize(current_actor(), can_review_facility, facility)
    form = DecisionForm(labels.FACILITY_REASONS, facility.version)
    if form.validate_on_submit():
        try:
            with transaction():
                _decide_facility(facility_id, form)
        except DomainError as error:
            form.take(error, get_facility(facility_id).version)
        else:
            tell("success", translate("Your decision is recorded and the facility has been informed."))
            return redirect(local_url("catalog.review"), 303)
    facility = get_facility(facility_id)
    page = render_template(
        "catalog/review/facility.html",
        facility=facility,
        form=form,
        labels=labels,
        registration=find_registration_paper(facility_id),
        similar=list_similar_facilities(facility),
        proposals=proposal_rows(facility),
        unchecked=unchecked_fields(facility.unchecked),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/can-bo/san-pham/<int:product_id>", "/officer/products/<int:product_id>", methods=("GET", "POST")
)
@access("catalog.review")
def review_product(product_id: int) -> Answer:
    """One product as the public would see it, and the officer's decision."""
    product = get_product(product_id)
    authorize(current_actor(), can_review_product, product)
    form = DecisionForm(labels.PRODUCT_REASONS, product.version)
    if form.validate_on_submit():
        try:
            with transaction():
                _decide_product(product_id, form)
        except DomainError as error:
            form.take(error, get_product(product_id).version)
        else:
            tell("success", translate("Your decision is recorded and the facility has been informed."))
            return redirect(local_url("catalog.review_products"), 303)
    product = get_product(product_id)
    page = render_template(
        "catalog/review/product.html",
        product=product,
        form=form,
        labels=labels,
        pictures=[picture_view(picture, current_locale(), product.name_vi) for picture in product.pictures],
        **waiting_values(product),
        today=today(),
    )
    return page, 422 if form.is_submitted() else 200


def waiting_values(product: Product) -> dict[str, Any]:
    """What `_waiting.html` is given of one product."""
    return {
        "proposals": proposal_rows(product),
        "unchecked": unchecked_fields(product.unchecked),
        "waiting_pictures": [
            picture_view(picture, current_locale(), product.name_vi) for picture in product.waiting_pictures
        ],
    }


def _decide_facility(facility_id: int, form: DecisionForm) -> None:
    actor, version, text = current_actor(), form.asked_version(), form.reason.data or ""
    acts: dict[str, Callable[[], Facility]] = {
        "verify": lambda: reviews.verify_facility(actor, facility_id, version=version),
        "return": lambda: reviews.return_facility(
            actor,
            facility_id,
            [FacilityReason(code) for code in form.reasons.data or ()],
            text,
            version=version,
        ),
        "suspend": lambda: reviews.suspend_facility(actor, facility_id, text, version=version),
        "close": lambda: reviews.close_facility(actor, facility_id, text, version=version),
        "reopen": lambda: reviews.reopen_facility(actor, facility_id, version=version),
        "reinstate": lambda: reviews.reinstate_facility(actor, facility_id, version=version),
        "accept": lambda: reviews.accept_facility_changes(actor, facility_id, version=version),
        "refuse": lambda: reviews.refuse_facility_changes(actor, facility_id, text, version=version),
    }
    asked_act(acts)()


def _decide_product(product_id: int, form: DecisionForm) -> None:
    actor, version, text = current_actor(), form.asked_version(), form.reason.data or ""
    acts: dict[str, Callable[[], Product]] = {
        "publish": lambda: publication.publish_product(actor, product_id, version=version),
        "return": lambda: publication.return_product(
            actor,
            product_id,
            [ProductReason(code) for code in form.reasons.data or ()],
            text,
            version=version,
        ),
        "accept": lambda: publication.accept_product_changes(actor, product_id, version=version),
        "refuse": lambda: publication.refuse_product_changes(actor, product_id, text, version=version),
    }
    asked_act(acts)()


def asked_act(acts: dict[str, Callable[[], Row]]) -> Callable[[], Row]:
    """The act of the button pressed. Raises RuleBroken when none of these was."""
    act = request.form.get("act", "")
    if act not in acts:
        raise RuleBroken("choice_unknown")
    return acts[act]
