"""The diary plan of a product, set up on one page."""

from flask import redirect, render_template

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.diary_plan.forms import PlanForm, plan_values
from traceability.diary_plan.queries import list_kinds_of_last_lot
from traceability.diary_plan.services import set_plan
from traceability.enums import EventKind
from traceability.lot_pages import Page, form_page, tell_success
from traceability.lots.plan import list_steps
from traceability.lots.queries import list_lot_products
from traceability.terms import EVENT_ACTS, EVENT_ICONS


@localized(
    bp, "/co-so-cua-toi/lo/mau-nhat-ky/<int:product_id>", "/my-facility/lots/diary-plan/<int:product_id>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("trace.manage")
def diary_plan(product_id: int) -> Page:
    """Which acts the diary of a product has, in which order, and what their forms start with."""
    product = next((p for p in list_lot_products(current_actor()) if p.id == product_id), None)
    if product is None:
        raise NotFound("not_found")
    steps = list_steps(product_id)
    offered = [] if steps else list_kinds_of_last_lot(product)
    form = PlanForm(data={"steps": plan_values(steps, offered)})
    if form.validate_on_submit():
        try:
            with transaction():
                set_plan(current_actor(), product_id, form.plan())
        except DomainError as error:
            form.refuse(error)
        else:
            tell_success(translate("Saved. The next lots of the product offer these steps first."))
            return redirect(local_url("traceability.lots", _anchor="plans"), 303)
    rows = [
        (step.form, EVENT_ACTS[EventKind(step.form.kind.data)], EVENT_ICONS[EventKind(step.form.kind.data)])
        for step in form.steps
        if step.form.kind.data in EVENT_ACTS
    ]
    page = render_template(
        "traceability/diary_plan/plan.html",
        form=form,
        rows=rows,
        product_name=product.name_vi,
        offered=bool(offered),
    )
    return form_page(page, form)
