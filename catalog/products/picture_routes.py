"""The pictures of a listing: add several at once, describe, put in order, take off."""

from flask import redirect
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.listings.workspace import get_product
from catalog.policies import can_manage_product
from catalog.products.forms import PicturesForm, PictureTextForm
from catalog.products.pictures import (
    MAX_PICTURES,
    StoredPicture,
    add_pictures,
    describe_picture,
    order_pictures,
    remove_picture,
    store_picture,
)
from catalog.products.routes import picture_form, product_page
from catalog.uploads import read_picture, uploaded

STEPS = {"up": -1, "down": 1}


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/anh", "/my-facility/products/<int:product_id>/pictures",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def pictures_add(product_id: int) -> BaseResponse | tuple[str, int]:
    """Add pictures, each decoded before the transaction. The good ones stay; a bad one is named."""
    authorize(current_actor(), can_manage_product, get_product(product_id))
    form = PicturesForm()
    if form.validate():
        try:
            kept = _kept(form)
            with transaction():
                texts = {"alt_vi": form.alt_vi.data or "", "alt_en": form.alt_en.data or ""}
                count = len(add_pictures(current_actor(), product_id, kept, **texts))
        except RuleBroken as error:
            form.refuse(error)
        else:
            tell("success", translate("Pictures added: %(count)s.", count=count))
            return _back(product_id)
    return product_page(get_product(product_id), form), 422


@localized(
    bp,
    "/co-so-cua-toi/san-pham/<int:product_id>/anh/<int:picture_id>/<act>",
    "/my-facility/products/<int:product_id>/pictures/<int:picture_id>/<act>",
    methods=("POST",),
)
@access("catalog.manage")
def picture_act(product_id: int, picture_id: int, act: str) -> BaseResponse | tuple[str, int]:
    """Describe a picture, move it one place up or down, or remove it."""
    form = picture_form(picture_id)
    if act == "describe" and not form.validate():
        row = get_product(product_id)
        authorize(current_actor(), can_manage_product, row)
        return product_page(row, PicturesForm(formdata=None), described=(picture_id, form)), 422
    try:
        with transaction():
            _do(act, product_id, picture_id, form)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate("Saved."))
    return _back(product_id)


def _kept(form: PicturesForm) -> list[StoredPicture]:
    files = uploaded(form.pictures.data)
    if not files:
        raise RuleBroken("required", "pictures")
    if len(files) > MAX_PICTURES:
        raise RuleBroken("picture_limit", "pictures", limit=MAX_PICTURES)
    kept, refused = [], []
    for file in files:
        try:
            kept.append(store_picture(read_picture(file)))
        except RuleBroken as error:
            refused.append((file.filename or "", error))
    if refused and (len(files) == 1 or not kept):
        raise refused[0][1]
    for name, reason in refused:
        tell("danger", translate("%(name)s was not added: %(why)s", name=name, why=message_for(reason)))
    return kept


def _do(act: str, product_id: int, picture_id: int, form: PictureTextForm) -> None:
    actor = current_actor()
    if act == "describe":
        texts = {"alt_vi": form.alt_vi.data or "", "alt_en": form.alt_en.data or ""}
        describe_picture(actor, product_id, picture_id, **texts)
    elif act == "remove":
        remove_picture(actor, product_id, picture_id)
    elif act in STEPS:
        row = get_product(product_id)
        authorize(actor, can_manage_product, row)
        ids = [picture.id for picture in row.pictures]
        order_pictures(actor, product_id, _moved(ids, picture_id, STEPS[act]))
    else:
        raise NotFound("not_found")


def _moved(ids: list[int], picture_id: int, step: int) -> list[int]:
    """The order with one picture a place further; at the ends nothing moves."""
    if picture_id not in ids:
        raise Conflict("already_removed")
    place = ids.index(picture_id)
    other = min(max(place + step, 0), len(ids) - 1)
    ids[place], ids[other] = ids[other], ids[place]
    return ids


def _back(product_id: int) -> BaseResponse:
    return redirect(local_url("catalog.product", product_id=product_id, _anchor="gallery"), 303)
