"""Label runs beyond a facility's quota, as officers approve them; the scratch number; the signed lists."""

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.limits import Limit, spend
from app.core.clock import VIETNAM
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from app.web.access import access, current_actor
from app.web.cache import public
from app.web.i18n import local_url, localized, translate
from app.web.requests.networks import line_of
from traceability.blueprint import bp
from traceability.codes.lookup import find_code
from traceability.codes.scratch_numbers.services import check_pin
from traceability.codes.signed_lists.keys import list_label_keys
from traceability.codes.signed_lists.list_log import find_last_note, list_list_keys
from traceability.codes.signed_lists.signed_list import key_id
from traceability.labels.forms import PinForm
from traceability.labels.queries import get_run, list_asked_runs
from traceability.labels.services import QUOTA, approve_run, count_fresh_codes, refuse_run
from traceability.lot_pages import Page, form_page, refusals_as_notices, tell_success
from traceability.models import LabelRun
from traceability.terms import quantity_text

PIN_TRIES = Limit("scratch-number", 30, 3600, by_day=True)


@localized(bp, "/can-bo/dot-in-tem", "/officer/label-runs")
@access("trace.oversee")
def asked_runs() -> str:
    """Runs to be approved by an officer."""
    runs = list_asked_runs(current_actor())
    made = {run.id: count_fresh_codes(run.lot.facility_id) for run in runs}
    return render_template(
        "traceability/labels/asked_runs.html", runs=runs, made=made, quota=QUOTA, quantity_text=quantity_text
    )


@localized(bp, "/can-bo/dot-in-tem/<int:run_id>", "/officer/label-runs/<int:run_id>", methods=("POST",))
@access("trace.oversee")
def decide_run(run_id: int) -> BaseResponse:
    """Approve or refuse one."""
    approved = request.form.get("act") == "approve"
    with refusals_as_notices():
        with transaction():
            (approve_run if approved else refuse_run)(current_actor(), run_id)
        tell_success(
            translate("The labels are being made.") if approved else translate("The run is refused.")
        )
    return redirect(local_url("traceability.asked_runs"), 303)


@localized(bp, "/truy-xuat/<code>/so-cao", "/trace/<code>/pin", methods=("GET", "POST"))
@access("anyone")
def pin(code: str) -> Page:
    """Check the number under the scratch layer: first check, checked before, or wrong."""
    found = find_code(code)
    if found is None or not found.lot.is_public or not found.pin_hash:
        raise NotFound("not_found")
    form, check, name = PinForm(), None, found.code
    if form.validate_on_submit():
        spend((PIN_TRIES, line_of(request.remote_addr)))
        with transaction():
            check = check_pin(name, form.pin.data)
        found = find_code(name)
    at = check.at.astimezone(VIETNAM) if check is not None and check.at is not None else None
    page = render_template("traceability/labels/pin.html", form=form, found=found, check=check, at=at)
    return form_page(page, form)


@bp.get("/.well-known/label-keys.json")
@access("public")
def label_keys() -> BaseResponse:
    """The public keys that signed lists of codes are checked with, revoked ones with their date; those of the log that
    countersigns lists; and its newest signed root.
    """
    keys = [
        {
            "id": key_id(bytes.fromhex(row.public)),
            "algorithm": "Ed25519",
            "public": row.public,
            "since": row.since.isoformat(),
            "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        }
        for row in list_label_keys()
    ]
    log = {"log_keys": list_list_keys(), "log": find_last_note()}
    return public(jsonify({"keys": keys, **log}), 300)


@bp.get("/.well-known/label-lists/<int:run_id>.json")
@access("public")
def label_list(run_id: int) -> BaseResponse:
    """The signed list of a run: only digests, no usable code."""
    run: LabelRun = get_run(run_id)
    if run.signed_list is None or not run.lot.is_public:
        raise NotFound("not_found")
    response: Response = jsonify(run.signed_list)
    return public(response, 300)
