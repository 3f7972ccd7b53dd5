"""A facility's products: write, see what is missing, preview, submit, withdraw."""

from flask import redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.enums import ProductState
from catalog.forms import DecisionForm
from catalog.lifecycle import ProductAct, next_product_state
from catalog.listings.workspace import get_facility, get_product, list_facilities_of
from catalog.models import Facility, Product, ProductDraft
from catalog.policies import can_manage_facility, can_manage_product, can_see_product
from catalog.product_drafts.services import drop_draft
from catalog.products.completeness import listing_requirements
from catalog.products.drafts import asks_for_draft, draft_to_show, kept_draft, sent_token
from catalog.products.forms import PicturesForm, PictureTextForm, ProductForm
from catalog.products.services import (
    create_product,
    edit_product,
    listing_facts,
    withdraw_product,
)
from catalog.products.views import picture_view

Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/co-so-cua-toi/san-pham/moi", "/my-facility/products/new", methods=("GET", "POST"))
@access("catalog.manage")
def product_new() -> Answer:
    """A new listing of the person's facility, or of the one chosen in `facility`."""
    facility = _chosen_facility()
    draft = draft_to_show(facility.id, None)
    form = ProductForm(facility, draft=draft)
    if asks_for_draft():
        if (answer := kept_draft(form, facility.id, None)) is not None:
            return answer
    elif form.validate_on_submit():
        try:
            with transaction():
                product_id = create_product(current_actor(), facility.id, form.product_data()).id
                drop_draft(current_actor(), facility.id, None, token=sent_token())
        except DomainError as error:
            form.take(error, None)
        else:
            tell("success", translate("Saved as a draft. Add pictures next."))
            return redirect(local_url("catalog.product", product_id=product_id, _anchor="gallery"), 303)
    return _form_page(form, facility, None, draft)


@localized(bp, "/co-so-cua-toi/san-pham/<int:product_id>", "/my-facility/products/<int:product_id>")
@access("catalog.manage")
def product(product_id: int) -> str:
    """The status of a listing: state, check list, pictures, next steps."""
    row = _visible(product_id)
    more = held_formdata(local_url("catalog.pictures_add", product_id=product_id))
    return product_page(row, PicturesForm(formdata=more), described=_described_before_login(row))


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/sua", "/my-facility/products/<int:product_id>/edit",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def product_edit(product_id: int) -> Answer:
    """Change a listing."""
    row = get_product(product_id)
    authorize(current_actor(), can_manage_product, row)
    draft = draft_to_show(row.facility_id, product_id)
    form = ProductForm(row.facility, row, draft)
    if asks_for_draft():
        if (answer := kept_draft(form, row.facility_id, product_id)) is not None:
            return answer
    elif form.validate_on_submit():
        try:
            with transaction():
                changed = edit_product(
                    current_actor(), product_id, form.product_data(), version=form.asked_version()
                )
                waits = bool(changed.proposed)
                drop_draft(current_actor(), changed.facility_id, product_id, token=sent_token())
        except DomainError as error:
            row, draft = get_product(product_id), draft_to_show(row.facility_id, product_id)
            form.take(error, row.version)
        else:
            text = translate("Saved. Some changes wait for an officer; the rest is public now.")
            tell("success", text if waits else translate("Saved."))
            return redirect(local_url("catalog.product", product_id=product_id), 303)
    return _form_page(form, row.facility, row, draft)


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/rut", "/my-facility/products/<int:product_id>/withdraw",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def product_withdraw(product_id: int) -> Answer:
    """Withdraw the product, after a confirmation page."""
    row = _visible(product_id)
    form = DecisionForm(version=row.version)
    if request.method == "GET":
        return render_template("catalog/products/withdrawal.html", product=row, form=form)
    try:
        with transaction():
            withdraw_product(current_actor(), product_id, version=form.asked_version())
    except DomainError as error:
        _say(error)
    else:
        tell("success", translate("The product is withdrawn."))
    return redirect(local_url("catalog.product", product_id=product_id), 303)


def product_page(
    row: Product, form: PicturesForm, *, described: tuple[int, PictureTextForm] | None = None
) -> str:
    """The page of one listing. form: for more pictures, with its errors. described: what was refused of one picture."""
    state = ProductState(row.state)
    return render_template(
        "catalog/products/product.html",
        product=row,
        form=form,
        described=described,
        labels=labels,
        requirements=listing_requirements(listing_facts(row)),
        pictures=[
            (picture, picture_view(picture, current_locale(), row.name_vi)) for picture in row.pictures
        ],
        waiting=[
            (picture, picture_view(picture, current_locale(), row.name_vi))
            for picture in row.waiting_pictures
        ],
        acts={act.value for act in ProductAct if next_product_state(state, act) is not None},
        may_change=bool(can_manage_product(current_actor(), row)),
    )


def picture_form(picture_id: int, typed: MultiDict[str, str] | None = None) -> PictureTextForm:
    """The words under one picture of the page; typed: as sent, or None to read the request."""
    form = PictureTextForm(formdata=typed) if typed else PictureTextForm()
    for name in ("alt_vi", "alt_en"):
        form[name].id = f"{name.replace('_', '-')}-{picture_id}"
    return form


def _described_before_login(row: Product) -> tuple[int, PictureTextForm] | None:
    """The words for a picture that were sent when nobody was signed in any more, and which picture."""
    for picture in row.pictures:
        address = local_url("catalog.picture_act", product_id=row.id, picture_id=picture.id, act="describe")
        if typed := held_formdata(address):
            return picture.id, picture_form(picture.id, typed)
    return None


def _visible(product_id: int) -> Product:
    row = get_product(product_id)
    authorize(current_actor(), can_see_product, row)
    return row


def _chosen_facility() -> Facility:
    text = request.args.get("facility", "")
    own = list_facilities_of(current_actor())
    chosen = get_facility(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else own[0]  # noqa: PLR2004
    authorize(current_actor(), can_manage_facility, chosen)
    return chosen


def _say(error: DomainError) -> None:
    """Report it on the next page; what the person may not see at all gets an error page."""
    if error.status in {403, 404}:
        raise error
    tell("danger", message_for(error))


def _form_page(
    form: ProductForm, facility: Facility, row: Product | None, draft: ProductDraft | None
) -> tuple[str, int]:
    """draft: what stands in the form in the place of the listing."""
    page = render_template(
        "catalog/products/form.html", form=form, facility=facility, product=row, draft=draft, labels=labels
    )
    return page, 422 if form.is_submitted() else 200
