"""All changes that wait in an officer's area on one page, accepted together."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.enums import ProductState
from catalog.forms import DecisionForm
from catalog.listings.workspace import count_waiting, list_waiting_products
from catalog.review.products import accept_product_changes
from catalog.review.routes import waiting_values

MOST = 100
"""Changes on one page, and so in one request."""


@localized(bp, "/can-bo/san-pham/thay-doi", "/officer/products/changes", methods=("GET", "POST"))
@access("catalog.review")
def review_changes() -> BaseResponse | str:
    """Old beside new of every public listing with a change; the chosen ones are accepted in one request."""
    if request.method == "POST":
        accepted = sum(_accept(chosen) for chosen in request.form.getlist("product")[:MOST])
        tell("success", translate("Changes accepted: %(count)s.", count=accepted))
        return redirect(local_url("catalog.review_changes"), 303)
    rows = [
        {"product": product, **waiting_values(product)}
        for product in list_waiting_products(current_actor(), limit=MOST)[0]
        if product.state == ProductState.PUBLISHED
    ]
    return render_template(
        "catalog/review/changes.html",
        rows=rows,
        form=DecisionForm(),
        waiting=count_waiting(current_actor()),
    )


def _accept(chosen: str) -> int:
    """chosen: "id:version" of the box. A change that is no longer what the officer saw stays and is reported."""
    key, _, version = chosen.partition(":")
    try:
        with transaction():
            accept_product_changes(current_actor(), _whole(key), version=_whole(version))
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
        return 0
    return 1


def _whole(text: Any) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  # fits any database
        raise Conflict("stale")
    return int(text)
