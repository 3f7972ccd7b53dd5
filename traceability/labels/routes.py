"""Labels: ordering, the run with its PDF, printing again."""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.documents.qr import QrError
from app.core.errors import Conflict, DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.addresses import base_url
from app.web.file_names import disposition
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.enums import ProductGroup
from traceability.blueprint import bp
from traceability.enums import RunState
from traceability.labels.forms import LabelForm, ReprintForm
from traceability.labels.layout.sheets import RESOLUTIONS, SHEETS, SheetError, get_sheet, is_roll
from traceability.labels.printing import ZPL_PART, fits, print_run, with_best_level, zpl_of
from traceability.labels.queries import activates_by_choice, get_run, list_runs
from traceability.labels.services import LabelOrder, order_labels, reprint
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.lots.queries import get_name
from traceability.lots.services import may_renew
from traceability.models import LabelRun, Lot
from traceability.passport.view import completeness_of
from traceability.policies import can_manage_lot
from traceability.recalls.hold import require_not_recalled
from traceability.recalls.queries import list_recalls_on
from traceability.recalls.view import recall_view
from traceability.terms import RUN_KINDS, RUN_STATES, SHEET_NAMES

FIELDS = {"logo_needs_level": "level", "unreadable": "logo"}
"""The field in which a refused drawing can be corrected; otherwise the sheet."""


@localized(
    bp,
    "/co-so-cua-toi/lo/<int:lot_id>/in-tem",
    "/my-facility/lots/<int:lot_id>/labels",
    methods=("GET", "POST"),
)
@access("trace.manage")
def print_labels(lot_id: int) -> Page:
    """Order labels; what is missing on the lot's page is listed above."""
    row = own_lot(lot_id)
    form = LabelForm(data={"activates": activates_by_choice(row.facility_id)})
    if form.validate_on_submit():
        try:
            order = with_best_level(row, form.order(form.kept_logo()), _gtin(row))
            require_fit(row, order)
            with transaction():
                run_id = order_labels(current_actor(), lot_id, order).id
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            return _drawn(run_id)
    page = render_template(
        "traceability/labels/print.html", lot=row, form=form, law=completeness_of(row, may_manage=True),
        recalls=[recall_view(recall) for recall in list_recalls_on(row.id)],
        renew=local_url("traceability.set_state", lot_id=row.id) if may_renew(row) else None,
        address_doubt=address_doubt(base_url()), base_url=base_url(),
        sheet_names=SHEET_NAMES,
        food_without_date=_is_food(row) and row.best_before is None, printed=bool(list_runs(row)),
    )  # fmt: skip
    return form_page(page, form)


def _is_food(row: Lot) -> bool:
    return row.product is not None and row.product.group == ProductGroup.FOOD


def address_doubt(address: str) -> str:
    """Why codes with this address should not be printed: `local` leads nowhere, `plain` is not https; "" for none."""
    parts = urlsplit(address)
    if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return "local"
    return "plain" if parts.scheme != "https" else ""


@localized(bp, "/co-so-cua-toi/lo/tem/<int:run_id>", "/my-facility/lots/labels/<int:run_id>")
@access("trace.manage")
def run(run_id: int) -> str:
    """A run: ready to print, or its progress."""
    found = _own_run(run_id)
    return render_template(
        "traceability/labels/run.html", form=ReprintForm(formdata=None), **_run_context(found)
    )


@localized(
    bp,
    "/co-so-cua-toi/lo/tem/<int:run_id>/ve",
    "/my-facility/lots/labels/<int:run_id>/draw",
    methods=("POST",),
)
@access("trace.manage")
def draw(run_id: int) -> BaseResponse:
    """Draw a run whose drawing was interrupted."""
    _own_run(run_id)
    return _drawn(run_id)


@localized(
    bp, "/co-so-cua-toi/lo/tem/<int:run_id>/in-lai", "/my-facility/lots/labels/<int:run_id>/reprint",
    methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def print_again(run_id: int) -> Page:
    """Print the same codes again."""
    found = _own_run(run_id)
    form = ReprintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                new_id = reprint(current_actor(), run_id, **form.asked()).id
        except DomainError as error:
            form.refuse(error)
            found = _own_run(run_id)
        else:
            return _drawn(new_id)
    return form_page(render_template("traceability/labels/run.html", form=form, **_run_context(found)), form)


@localized(bp, "/co-so-cua-toi/lo/tem/<int:run_id>.pdf", "/my-facility/lots/labels/<int:run_id>.pdf")
@access("trace.manage")
def pdf(run_id: int) -> BaseResponse:
    """The sheet, as a download."""
    found = _own_run(run_id)
    if found.state != RunState.DONE:
        raise Conflict("run_not_ready")
    require_not_recalled(found.lot_id)
    response = make_response(ports().files.get(found.file))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = disposition(f"tem-{found.lot.code}-{found.id}.pdf")
    return response


@localized(bp, "/co-so-cua-toi/lo/tem/<int:run_id>.zpl", "/my-facility/lots/labels/<int:run_id>.zpl")
@access("trace.manage")
def zpl_file(run_id: int) -> BaseResponse:
    """A run on a roll in the language of thermal printers, some hundred labels a file."""
    found = _own_run(run_id)
    if found.state != RunState.DONE:
        raise Conflict("run_not_ready")
    require_not_recalled(found.lot_id)
    dpi, part = request.args.get("dpi", 203, type=int), request.args.get("part", 0, type=int)
    if dpi not in RESOLUTIONS or not 0 <= part * ZPL_PART < found.quantity:
        raise NotFound("not_found")
    try:
        formats = zpl_of(found, part, dpi)
    except (SheetError, QrError) as problem:
        raise refusal(problem) from problem
    response = make_response(b"".join(formats))
    response.content_type = "application/octet-stream"
    name = f"tem-{found.lot.code}-{found.id}-{part + 1}-{dpi}dpi.zpl"
    response.headers["Content-Disposition"] = disposition(name)
    return response


@localized(bp, "/co-so-cua-toi/lo/to-in-thu/<sheet>.pdf", "/my-facility/lots/test-sheet/<sheet>.pdf")
@access("trace.manage")
def test_sheet(sheet: str) -> BaseResponse:
    """Frames, rulers and a code, to see how straight a printer feeds before codes are made."""
    from traceability.labels.layout.trial_page import draw_test_page  # noqa: PLC0415  # what draws is loaded when it is wanted

    if sheet not in SHEETS:
        raise NotFound("not_found")
    response = make_response(draw_test_page(SHEETS[sheet], base_url()))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="to-in-thu-{sheet}.pdf"'
    return response


@localized(bp, "/co-so-cua-toi/lo/tem/<int:run_id>.json", "/my-facility/lots/labels/<int:run_id>.json")
@access("trace.manage")
def signed_list(run_id: int) -> BaseResponse:
    """The signed list of a run's codes, checkable by anyone who has it."""
    found = _own_run(run_id)
    if found.signed_list is None:
        raise Conflict("run_not_ready")
    response = make_response(found.signed_list)
    response.headers["Content-Disposition"] = disposition(f"codes-{found.lot.code}-{found.id}.json")
    return response


def require_fit(row: Lot, order: LabelOrder) -> None:
    """Refuse a sheet whose labels are too small for the code, before any code is made."""
    problem = fits(row, order, _gtin(row))
    if problem is not None:
        raise refusal(problem)


def _gtin(row: Lot) -> str | None:
    return row.product.gtin if row.product is not None else None


def _run_context(found: LabelRun) -> dict[str, object]:
    return {
        "run": found,
        "lot": found.lot,
        "run_kinds": RUN_KINDS,
        "run_states": RUN_STATES,
        "sheet_names": SHEET_NAMES,
        "zpl_parts": _zpl_parts(found),
        "zpl_part": ZPL_PART,
        "resolutions": RESOLUTIONS,
        "approver": get_name(found.approved_by),
        "recalls": [recall_view(recall) for recall in list_recalls_on(found.lot_id)],
    }


def _zpl_parts(found: LabelRun) -> int:
    """How many files for a thermal printer a run makes; 0 if it is no roll or has a mark."""
    if found.logo or not is_roll(get_sheet(found.own_sheet or found.sheet)):
        return 0
    return -(-found.quantity // ZPL_PART)


def refusal(problem: SheetError | QrError) -> RuleBroken:
    params = {name: value for name, value in problem.params.items() if name != "field"}
    return RuleBroken(problem.code, FIELDS.get(problem.code, "sheet"), **params)


def _drawn(run_id: int) -> BaseResponse:
    """Draw a small run now; a large one is a job with its own page."""
    found = get_run(run_id)
    if found.state == RunState.ASKED:
        tell_success(translate("The run exceeds the quota of the facility: an officer has to approve it."))
        return redirect(local_url("traceability.run", run_id=run_id), 303)
    if found.job_id is not None and found.state != RunState.DONE:
        return redirect(local_url("backoffice.job", job_id=found.job_id), 303)
    try:
        print_run(run_id)
    except (SheetError, QrError) as problem:
        tell("danger", message_for(refusal(problem)))
    except Conflict as held:
        tell("danger", message_for(held))
    else:
        tell_success(translate("The labels are ready to print."))
    return redirect(local_url("traceability.run", run_id=run_id), 303)


def _own_run(run_id: int) -> LabelRun:
    found = get_run(run_id)
    authorize(current_actor(), can_manage_lot, found.lot)
    return found
