"""Offer a product to another facility, and answer an offer."""

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField
from wtforms.validators import DataRequired

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.forms import REQUIRED, ShortText
from catalog.listings.workspace import get_product
from catalog.models import ProductTransfer
from catalog.policies import can_choose_members
from catalog.transfers.queries import find_open_transfer
from catalog.transfers.services import answer_transfer, offer_product

Answer = BaseResponse | tuple[str, int] | str
TOLD = {
    "accepted": N_("The product now belongs to your facility."),
    "refused": N_("The offer is refused."),
    "withdrawn": N_("The offer is withdrawn."),
}


class TransferForm(Form):
    to_number = StringField(
        N_("Tax code or registration number of the other facility"), [DataRequired(REQUIRED)]
    )
    reason = ShortText(N_("Reason"), [DataRequired(REQUIRED)])


@localized(
    bp, "/co-so-cua-toi/san-pham/<int:product_id>/chuyen", "/my-facility/products/<int:product_id>/transfer",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def transfer_offer(product_id: int) -> Answer:
    """Offer the product; it moves when the other facility has accepted."""
    product = get_product(product_id)
    authorize(current_actor(), can_choose_members, product.facility)
    form = TransferForm()
    if form.validate_on_submit():
        try:
            with transaction():
                offer_product(
                    current_actor(),
                    product_id,
                    to_number=form.to_number.data or "",
                    reason=form.reason.data or "",
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The product is offered. It moves when the other facility accepts."))
            return redirect(local_url("catalog.transfer_offer", product_id=product_id), 303)
    page = render_template(
        "catalog/transfers/offer.html", product=product, form=form, open=find_open_transfer(product_id)
    )
    return (page, 422) if form.errors or form.form_errors else page


@localized(
    bp, "/co-so-cua-toi/chuyen-san-pham/<int:transfer_id>", "/my-facility/transfers/<int:transfer_id>",
)  # fmt: skip
@access("catalog.manage")
def transfer(transfer_id: int) -> str:
    """An offer as the other facility sees it."""
    row = db.session.get(ProductTransfer, transfer_id)
    if row is None:
        raise NotFound("not_found")
    authorize(current_actor(), can_choose_members, row.taker)
    return render_template("catalog/transfers/transfer.html", transfer=row)


@localized(
    bp, "/co-so-cua-toi/chuyen-san-pham/<int:transfer_id>/<any(accepted, refused, withdrawn):answer>",
    "/my-facility/transfers/<int:transfer_id>/<any(accepted, refused, withdrawn):answer>", methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def transfer_answer(transfer_id: int, answer: str) -> BaseResponse:
    """Accept, refuse or withdraw."""
    try:
        with transaction():
            answer_transfer(current_actor(), transfer_id, answer)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate(TOLD[answer]))
    return redirect(local_url("catalog.workspace"), 303)
