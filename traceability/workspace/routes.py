"""A facility's lots: the list, opening, the lot's own page, its data and state."""

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields.choices import SelectChoice

from app.core.actor import Actor
from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.file_names import disposition
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from catalog.listings.workspace import list_facilities_of
from catalog.models import Facility, Product
from catalog.policies import can_record_lots
from traceability.blueprint import bp
from traceability.code_reports.forms import AnswerForm
from traceability.code_reports.queries import list_open_reports
from traceability.codes.identity import lot_uri, scan_url
from traceability.codes.queries import count_codes
from traceability.diary.acts import acts_of
from traceability.diary.offline import phone_context
from traceability.diary.services import find_break
from traceability.diary.steps import expected_of, steps_of
from traceability.enums import LotState
from traceability.genealogy.graph.view import FamilyView, family_view
from traceability.genealogy.queries import get_family
from traceability.labels.queries import list_runs
from traceability.lot_pages import (
    Page,
    form_page,
    member_lot,
    own_lot,
    refusals_as_notices,
    seen_lot,
    tell_success,
)
from traceability.lots.forms import LotForm, lot_values
from traceability.lots.plan import list_steps
from traceability.lots.queries import list_lot_products, list_lots_of, suggest_lot_code
from traceability.lots.services import (
    edit_lot,
    lot_code_row,
    may_renew,
    open_input,
    open_lot,
    publish_lot,
    renew_snapshot,
    set_lot_state,
)
from traceability.models import Lot
from traceability.passport.view import completeness_of
from traceability.policies import can_manage_lot
from traceability.recall_reports.queries import list_drills, list_own_recalls
from traceability.recalls.queries import list_recalled_lot_ids, list_recalls_on
from traceability.recalls.view import recall_view
from traceability.scans.store import count_scans, count_scans_of_lot
from traceability.supply.forms import InputForm
from traceability.supply.queries import list_supplies
from traceability.supply.routes import label_page, wants_label
from traceability.supply.services import link_supply
from traceability.terms import (
    CODE_STATES,
    LOT_STATES,
    RECALL_KINDS,
    REPORT_REASONS,
    RUN_KINDS,
    RUN_STATES,
    quantity_text,
)


@localized(bp, "/co-so-cua-toi/lo", "/my-facility/lots")
@access("trace.manage")
def lots() -> str:
    """All lots of the person's facilities, raw material apart."""
    actor = current_actor()
    rows = list_lots_of(actor.facilities)
    recalled = list_recalled_lot_ids([lot.id for lot in rows])
    return render_template(
        "traceability/workspace/lots.html",
        made=[lot for lot in rows if lot.product_id is not None],
        inputs=[lot for lot in rows if lot.product_id is None],
        recalled=recalled,
        products=list_lot_products(actor),
        may_record=bool(_recorded_facilities(actor)),
        lot_states=LOT_STATES,
        quantity_text=quantity_text,
        phone=phone_context(),
    )


@localized(bp, "/co-so-cua-toi/lo/moi", "/my-facility/lots/new", methods=("GET", "POST"))
@access("trace.manage")
def open_() -> Page:
    """Open a lot of a product."""
    actor = current_actor()
    products = list_lot_products(actor)
    if not products:
        return render_template("traceability/workspace/no_product.html")
    form, offered = _new_lot_form(products)
    if form.validate_on_submit() and offered:
        form.refuse(RuleBroken("best_before_offered", "best_before", shelf_life=offered))
    elif form.is_submitted() and not form.errors:
        try:
            with transaction():
                lot_id = open_lot(actor, form.product_id.data, form.lot_data()).id
        except DomainError as error:
            form.refuse(error)
        else:
            tell_success(translate("The lot is open. Record your work in its diary."))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return form_page(render_template("traceability/lots/lot_form.html", form=form, lot=None), form)


def _new_lot_form(products: list[Product]) -> tuple[LotForm, str]:
    """The form, and the words of a shelf life from which an empty best-before date was filled in."""
    asked = request.args.get("product", type=int)
    chosen = next((product for product in products if product.id == asked), products[0])
    values = {"product_id": asked, "code": suggest_lot_code(chosen.facility_id, today()), "made_on": today()}
    form = LotForm(data=values)
    form.product_id.choices = [SelectChoice(str(product.id), product.name_vi) for product in products]
    if form.is_submitted():
        chosen = next((product for product in products if product.id == form.product_id.data), chosen)
    is_known = form.is_submitted() or asked is not None or len(products) == 1
    words = chosen.shelf_life if is_known else ""
    return form, words if form.offer_best_before(words) else ""


@localized(bp, "/co-so-cua-toi/lo/nguyen-lieu", "/my-facility/lots/raw-material", methods=("GET", "POST"))
@access("trace.manage")
def open_raw() -> Page:
    """Record a lot of raw material."""
    actor = current_actor()
    facilities = _recorded_facilities(actor)
    if not facilities:
        raise NotFound("not_found")
    form = InputForm(data={"code": suggest_lot_code(facilities[0].id, today())})
    form.facility_id.choices = [SelectChoice(str(facility.id), facility.name) for facility in facilities]
    if wants_label(form):
        return label_page(form)
    if form.validate_on_submit():
        try:
            with transaction():
                lot_id = open_input(
                    actor,
                    form.facility_id.data,
                    form.name.data,
                    form.lot_data(),
                    supplier=form.supplier.data or "",
                ).id
                if form.label.data:
                    link_supply(actor, lot_id, form.label.data)
        except DomainError as error:
            form.refuse(error)
        else:
            tell_success(translate("The raw material is saved."))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return form_page(
        render_template("traceability/lots/lot_form.html", form=form, lot=None, is_input=True), form
    )


@localized(bp, "/co-so-cua-toi/lo/<int:lot_id>", "/my-facility/lots/<int:lot_id>")
@access("trace.manage")
def lot(lot_id: int) -> str:
    """One lot: next diary entries, its diary, origin and destination, printed labels."""
    row = member_lot(lot_id)
    return lot_page(row, *_answer_before_login(row))


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/sua", "/my-facility/lots/<int:lot_id>/edit", methods=("GET", "POST")
)
@access("trace.manage")
def edit(lot_id: int) -> Page:
    """Change dates and quantity."""
    row = own_lot(lot_id)
    form = LotForm(data=lot_values(row))
    del form.product_id
    if form.validate_on_submit():
        version = form.asked_version()
        try:
            with transaction():
                edit_lot(current_actor(), lot_id, form.lot_data(), version=version)
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            tell_success(translate("Saved."))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return form_page(render_template("traceability/lots/lot_form.html", form=form, lot=row), form)


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/trang-thai", "/my-facility/lots/<int:lot_id>/state", methods=("POST",)
)
@access("trace.manage")
def set_state(lot_id: int) -> BaseResponse:
    """Publish the lot's page, update it from the product, close the lot, reopen it."""
    act = request.form.get("act", "")
    with refusals_as_notices():
        with transaction():
            if act == "publish":
                publish_lot(current_actor(), lot_id)
            elif act == "renew":
                renew_snapshot(current_actor(), lot_id)
            elif act in {"close", "reopen"}:
                set_lot_state(current_actor(), lot_id, LotState.CLOSED if act == "close" else LotState.OPEN)
            else:
                raise NotFound("not_found")
        tell_success(translate("Saved."))
    return redirect(local_url("traceability.lot", lot_id=lot_id), 303)


@localized(bp, "/co-so-cua-toi/lo/<int:lot_id>/epcis.json", "/my-facility/lots/<int:lot_id>/epcis.json")
@access("trace.manage")
def export(lot_id: int) -> BaseResponse:
    """The diary as an EPCIS 2.0 document."""
    from traceability.workspace.export import epcis_document  # noqa: PLC0415  # heavy and rare

    row = seen_lot(lot_id)
    response = make_response(epcis_document(row))
    response.content_type = "application/ld+json"
    response.headers["Content-Disposition"] = disposition(f"lot-{row.code}-epcis.json")
    return response


def _recorded_facilities(actor: Actor) -> list[Facility]:
    """Those of a person where lots may be kept."""
    return [facility for facility in list_facilities_of(actor) if can_record_lots(actor, facility)]


def lot_page(row: Lot, answered: int = 0, form: AnswerForm | None = None) -> str:
    """The page of a lot for its facility. answered: the report whose answer `form` holds."""
    if form is not None:
        form.answer.id = f"answer-{answered}"
    return render_template(
        "traceability/workspace/lot.html", **lot_context(row), answered=answered, answer_form=form
    )


def _answer_before_login(row: Lot) -> tuple[int, AnswerForm] | tuple[()]:
    """The answer to a report sent after the session had ended, and which report."""
    for report in list_open_reports(row):
        address = local_url("traceability.answer_report", report_id=report.id)
        if typed := held_formdata(address):
            return report.id, AnswerForm(formdata=typed)
    return ()


def lot_context(row: Lot, *, may_manage: bool = True) -> dict[str, object]:
    """Everything the page of a lot shows, to its facility (may_manage) and to officers."""
    code = lot_code_row(row)
    may_write = may_manage and bool(can_manage_lot(current_actor(), row))
    return {
        "may_manage": may_manage,
        "may_write": may_write,
        "phone": phone_context() if may_write else None,
        "lot": row,
        "code": code,
        "uri": lot_uri(row, code.code),
        "public_url": scan_url(code.code, "vi"),
        "steps": steps_of(list(row.events), public_only=False, expected=expected_of(row)),
        "supplies": list_supplies(row.id) if row.product_id is None else [],
        "acts": acts_of(row, list_steps(row.product_id)),
        "broken": find_break(row),
        "family": _family(row, may_manage=may_manage),
        "recalls": [recall_view(recall) | {"recall": recall} for recall in list_recalls_on(row.id)],
        "law": completeness_of(row, may_manage=may_write),
        "renew": local_url("traceability.set_state", lot_id=row.id) if may_renew(row) and may_write else None,
        "runs": list_runs(row),
        "code_counts": count_codes(row),
        "code_states": CODE_STATES,
        "run_kinds": RUN_KINDS,
        "run_states": RUN_STATES,
        "lot_states": LOT_STATES,
        "report_reasons": REPORT_REASONS,
        "reports": list_open_reports(row),
        "scans": count_scans(code.code)[0],
        "lot_scans": count_scans_of_lot(row.id),
        "own_recalls": list_own_recalls(row.id),
        "drills": list_drills(row.id) if may_manage else [],
        "recall_kinds": RECALL_KINDS,
        "quantity_text": quantity_text,
    }


def _family(row: Lot, *, may_manage: bool) -> FamilyView:
    family = get_family(row, whole=not may_manage)
    endpoint = "traceability.lot" if may_manage else "traceability.overseen_lot"

    def href(other: Lot) -> str:
        """The work page of one's own lot; the public page of another facility's lot."""
        if other.facility_id == row.facility_id or not may_manage:
            return local_url(endpoint, lot_id=other.id)
        return local_url("traceability.scan", code=lot_code_row(other).code) if other.is_public else ""

    return family_view(family, row, recalled=list_recalled_lot_ids(family.lots()), href=href)
