"""The form of a product as its draft left it, and the answer to "save the draft"."""

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.errors import wants_problem
from app.web.fields import whole_number
from app.web.filters import datetime_text
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.listings.workspace import get_own_facility, get_product
from catalog.models import ProductDraft
from catalog.product_drafts.queries import find_draft
from catalog.product_drafts.services import drop_draft, keep_draft
from catalog.products.forms import ProductForm

ACT = "draft"
TOKEN, OF_SAVE = "draft_of", "once"
"""Fields with the word of the page: one that a page keeps drafts with, and the one that its save is sent with."""


def asks_for_draft() -> bool:
    """Whether the form was sent to keep what is typed so far, by its button or by the page itself."""
    return request.method == "POST" and request.form.get("act") == ACT


def draft_to_show(facility_id: int, product_id: int | None) -> ProductDraft | None:
    """What the form begins with. Where it is sent, that stands in it and nothing else."""
    return find_draft(current_actor(), facility_id, product_id) if request.method != "POST" else None


def sent_token() -> str:
    """The word of the page that a form was sent from."""
    return request.form.get(TOKEN) or request.form.get(OF_SAVE, "")


def kept_draft(form: ProductForm, facility_id: int, product_id: int | None) -> BaseResponse | None:
    """Keep it as it stands: nothing is checked before the form is saved. None where it is refused, which the form then
    says.
    """
    try:
        with transaction():
            saved_at = keep_draft(
                current_actor(), facility_id, product_id, form.draft_fields(),
                whole_number(form.version.data), token=sent_token(),
            ).saved_at  # fmt: skip
    except DomainError as error:
        if wants_problem():
            raise
        form.take(error, get_product(product_id).version if product_id is not None else None)
        return None
    text = translate("Draft saved at %(at)s; the listing is unchanged.", at=datetime_text(saved_at))
    if wants_problem():
        return jsonify(text=text)
    tell("success", text)
    if product_id is not None:
        return redirect(local_url("catalog.product_edit", product_id=product_id), 303)
    return redirect(local_url("catalog.product_new", facility=facility_id), 303)


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/ban-nhap/bo", "/my-facility/<int:facility_id>/draft/discard",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def draft_new_discard(facility_id: int) -> BaseResponse:
    """Throw away the draft of a new product."""
    get_own_facility(current_actor(), facility_id)
    with transaction():
        drop_draft(current_actor(), facility_id, None)
    tell("success", translate("The draft is thrown away."))
    return redirect(local_url("catalog.workspace"), 303)


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/ban-nhap/bo",
    "/my-facility/products/<int:product_id>/draft/discard", methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def draft_discard(product_id: int) -> BaseResponse:
    """Throw away the draft of a listing; the listing stays as it is."""
    facility = get_own_facility(current_actor(), get_product(product_id).facility_id)
    with transaction():
        drop_draft(current_actor(), facility.id, product_id)
    tell("success", translate("The draft is thrown away."))
    return redirect(local_url("catalog.product_edit", product_id=product_id), 303)
