"""One certificate after its issue: an officer writes a decision about it down, another confirms it."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.fields import whole_number
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.award_orders import services
from catalog.award_orders.forms import ACTS, OrderForm
from catalog.award_orders.queries import find_open_order, list_orders
from catalog.awards.corrections.queries import find_replaced, find_replacement, get_award_to_change
from catalog.blueprint import bp
from catalog.labels import LEVELS
from catalog.models import Award

Answer = tuple[str, int] | BaseResponse


@localized(bp, "/can-bo/giay-chung-nhan/<number>", "/officer/certificates/<number>", methods=("GET", "POST"))
@access("catalog.awards")
def review_award(number: str) -> Answer:
    """One certificate and what may be decided about it, each with its decision and a reason."""
    award = get_award_to_change(current_actor(), number)
    form = OrderForm(data={"authority": award.issuer})
    form.act.choices = [(act, translate(ACTS[act])) for act in services.open_acts(award)]
    if form.validate_on_submit():
        try:
            with transaction():
                services.propose_order(current_actor(), award.id, form.order())
        except DomainError as error:
            form.refuse(error)
        else:
            tell(
                "success",
                translate("The decision is written down. It takes effect when another officer confirms it."),
            )
            return redirect(local_url("catalog.review_award", number=number), 303)
    return _page(get_award_to_change(current_actor(), number), form), 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/giay-chung-nhan/<number>/xac-nhan",
    "/officer/certificates/<number>/confirm",
    methods=("POST",),
)
@access("catalog.awards")
def confirm_order(number: str) -> Answer:
    """The second person confirms the order that waits, or it is taken back."""
    award = get_award_to_change(current_actor(), number)
    order_id, is_drop = whole_number(request.form.get("order", "")), request.form.get("act") == "drop"
    try:
        with transaction():
            (services.drop_order if is_drop else services.confirm_order)(current_actor(), award.id, order_id)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        done = translate("The certificate’s page, lists and papers show it from now on.")
        tell("success", translate("The order is taken back; nothing has changed.") if is_drop else done)
    return redirect(local_url("catalog.review_award", number=number), 303)


def _page(award: Award, form: OrderForm) -> str:
    waiting = find_open_order(award.id)
    return render_template(
        "catalog/award_orders/award.html",
        award=award,
        form=form,
        acts=services.open_acts(award),
        act_texts=ACTS,
        waiting=waiting,
        may_confirm=waiting is not None and bool(services.can_confirm_order(current_actor(), waiting)),
        orders=list_orders(award.id),
        state=award.validity_on(today()).value,
        level=LEVELS[award.level],  # type: ignore[index]  # its values
        replacement=find_replacement(award.id),
        replaced=find_replaced(award.id),
    )
