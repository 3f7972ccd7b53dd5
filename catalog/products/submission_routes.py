"""Submitting a listing: every answer once more, then the receipt."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import local_day
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.enums import ProductState
from catalog.forms import DecisionForm
from catalog.lifecycle import ProductAct, next_product_state
from catalog.listings.workspace import get_product
from catalog.models import Product
from catalog.policies import can_manage_product, can_see_product
from catalog.products.completeness import missing_requirements
from catalog.products.services import listing_facts, submit_product


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/nop", "/my-facility/products/<int:product_id>/submit",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def product_submit(product_id: int) -> BaseResponse | str:
    """Check the answers, then submit the listing; its page says what is missing."""
    row = get_product(product_id)
    authorize(current_actor(), can_manage_product, row)
    if request.method == "GET":
        return _check_page(row)
    form = DecisionForm()
    try:
        with transaction():
            submit_product(current_actor(), product_id, version=form.asked_version())
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
        return redirect(local_url("catalog.product", product_id=product_id), 303)
    tell("success", translate("The product is submitted. An officer of your province will check it."))
    return redirect(local_url("catalog.product_receipt", product_id=product_id), 303)


@localized(
    bp,
    "/co-so-cua-toi/san-pham/<int:product_id>/giay-tiep-nhan",
    "/my-facility/products/<int:product_id>/receipt",
)
@access("catalog.manage")
def product_receipt(product_id: int) -> str:
    """What was submitted, when, and what comes next."""
    row = get_product(product_id)
    authorize(current_actor(), can_see_product, row)
    if row.submitted_at is None or row.state == ProductState.DRAFT:
        raise NotFound("not_found")
    number = f"SP-{row.id}-{local_day(row.submitted_at):%d%m%y}"
    return render_template("catalog/products/receipt.html", product=row, number=number, labels=labels)


def _check_page(row: Product) -> str:
    missing = missing_requirements(listing_facts(row))
    return render_template(
        "catalog/products/submission.html",
        product=row,
        form=DecisionForm(version=row.version),
        labels=labels,
        missing=[translate(labels.REQUIREMENTS[item.code]) for item in missing],
        may_submit=next_product_state(ProductState(row.state), ProductAct.SUBMIT) is not None,
    )
