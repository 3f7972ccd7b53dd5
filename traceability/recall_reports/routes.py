"""Drills, and the report of a drill or a recall: page, PDF, CSV."""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.file_names import disposition
from app.web.forms import held_formdata
from app.web.i18n import current_locale, local_url, localized, translate, use_locale
from traceability.blueprint import bp
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.models import Recall, RecallDrill
from traceability.policies import can_follow_recall, can_manage_lot, can_oversee_lot, can_see_lot
from traceability.recall_reports.drills import (
    finish_drill,
    note_drill_recipient,
    note_recall_recipient,
    start_drill,
)
from traceability.recall_reports.forms import DrillForm, FinishForm, RecipientForm
from traceability.recall_reports.queries import get_drill, get_report
from traceability.recall_reports.report import Report
from traceability.recall_reports.view import (
    HEADER,
    amounts_text,
    csv_rows,
    heading,
    left_text,
    moment_text,
    overdrawn_lots,
    share_text,
    subject_of,
    taken_text,
)
from traceability.recalls.queries import get_recall

FORMS = ("pdf", "csv")
MOST_LOTS = 100
"""Lots that the page lists; the files hold all."""


@localized(
    bp,
    "/co-so-cua-toi/lo/<int:lot_id>/dien-tap",
    "/my-facility/lots/<int:lot_id>/drill",
    methods=("GET", "POST"),
)
@access("trace.manage")
def start(lot_id: int) -> Page:
    """Begin a drill."""
    row = own_lot(lot_id)
    form = DrillForm()
    if form.validate_on_submit():
        try:
            with transaction():
                drill_id = start_drill(current_actor(), lot_id, form.scenario.data or "").id
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            tell_success(translate("The drill has started; the clock is running."))
            return redirect(local_url("traceability.drill", drill_id=drill_id), 303)
    return form_page(render_template("traceability/recall_reports/drill.html", lot=row, form=form), form)


@localized(
    bp,
    "/co-so-cua-toi/dien-tap/<int:drill_id>",
    "/my-facility/drills/<int:drill_id>",
    methods=("GET", "POST"),
)
@access("trace.manage")
def drill(drill_id: int) -> Page:
    """A drill: what it found, whom to call, how long it takes."""
    found = _own_drill(drill_id)
    form = FinishForm()
    if form.validate_on_submit():
        try:
            with transaction():
                finish_drill(current_actor(), drill_id, form.found.data or "")
        except DomainError as error:
            form.refuse(error)
            found = _own_drill(drill_id)
        else:
            tell_success(translate("The drill is over; its report is final."))
            return redirect(local_url("traceability.drill", drill_id=drill_id), 303)
    return form_page(_page(found, may_write=_is_open(found), finish=form), form)


@localized(
    bp, "/co-so-cua-toi/dien-tap/<int:drill_id>/noi-nhan", "/my-facility/drills/<int:drill_id>/recipient",
    methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def drill_recipient(drill_id: int) -> Page:
    """Note how a recipient is reached, and that it was."""
    found = _own_drill(drill_id)
    form = RecipientForm()
    if form.validate_on_submit():
        try:
            with transaction():
                note_drill_recipient(current_actor(), drill_id, form.recipient(request.form.get("act", "")))
        except DomainError as error:
            form.refuse(error)
            found = _own_drill(drill_id)
        else:
            tell_success(translate("Saved."))
            return redirect(local_url("traceability.drill", drill_id=drill_id) + "#recipients", 303)
    return form_page(_page(found, may_write=_is_open(found), recipient=form), form)


@localized(
    bp,
    "/co-so-cua-toi/dien-tap/<int:drill_id>.<any(pdf,csv):form>",
    "/my-facility/drills/<int:drill_id>.<any(pdf,csv):form>",
)
@access("trace.manage")
def drill_file(drill_id: int, form: str) -> BaseResponse:
    """The report of a drill as PDF or CSV."""
    return _file(_own_drill(drill_id), form)


@localized(bp, "/co-so-cua-toi/thu-hoi/<int:recall_id>", "/my-facility/recalls/<int:recall_id>")
@access("trace.manage")
def recall_report(recall_id: int) -> Page:
    """The facility's report of a hold or recall."""
    return _page(_own_recall(recall_id), may_write=True)


@localized(
    bp, "/co-so-cua-toi/thu-hoi/<int:recall_id>/noi-nhan", "/my-facility/recalls/<int:recall_id>/recipient",
    methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def recall_recipient(recall_id: int) -> Page:
    """Note how a recipient is reached, and that it was."""
    found = _own_recall(recall_id)
    form = RecipientForm()
    if form.validate_on_submit():
        try:
            with transaction():
                note_recall_recipient(current_actor(), recall_id, form.recipient(request.form.get("act", "")))
        except DomainError as error:
            form.refuse(error)
            found = _own_recall(recall_id)
        else:
            tell_success(translate("Saved."))
            return redirect(local_url("traceability.recall_report", recall_id=recall_id) + "#recipients", 303)
    return form_page(_page(found, may_write=True, recipient=form), form)


@localized(
    bp,
    "/co-so-cua-toi/thu-hoi/<int:recall_id>.<any(pdf,csv):form>",
    "/my-facility/recalls/<int:recall_id>.<any(pdf,csv):form>",
)
@access("trace.manage")
def recall_file(recall_id: int, form: str) -> BaseResponse:
    """The report of a hold or recall as PDF or CSV."""
    return _file(_own_recall(recall_id), form)


@localized(bp, "/can-bo/thu-hoi/<int:recall_id>", "/officer/recalls/<int:recall_id>")
@access("trace.oversee")
def overseen_report(recall_id: int) -> Page:
    """The same report for an officer of the place, to read."""
    return _page(_seen_recall(recall_id), may_write=False, overseen=True)


@localized(
    bp,
    "/can-bo/thu-hoi/<int:recall_id>.<any(pdf,csv):form>",
    "/officer/recalls/<int:recall_id>.<any(pdf,csv):form>",
)
@access("trace.oversee")
def overseen_file(recall_id: int, form: str) -> BaseResponse:
    """The report as PDF or CSV for an officer."""
    return _file(_seen_recall(recall_id), form)


def _page(found: RecallDrill | Recall, *, may_write: bool, overseen: bool = False, **forms: Any) -> str:
    begun = perf_counter()
    report = _report(found)
    seconds = perf_counter() - begun
    subject, at = subject_of(found), _addresses(found, overseen=overseen)
    typed = forms.get("recipient") or _held_form(at.recipient)
    refused = next((form for form in forms.values() if form.errors or form.form_errors), None)
    return render_template(
        "traceability/recall_reports/recall_report.html", subject=subject, report=report, heading=heading(subject),
        taken=taken_text(subject), searched=_seconds_text(seconds), may_write=may_write, overseen=overseen,
        finish=forms.get("finish") or FinishForm(formdata=None), refused=refused,
        typed=typed, recipient_url=at.recipient, amounts_text=amounts_text, moment_text=moment_text,
        share_text=share_text, left_text=left_text, overdrawn=overdrawn_lots(report),
        files=at.files, most_lots=MOST_LOTS, finish_url=at.finish,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The addresses used by a report's page. finish: of a drill, "" otherwise."""

    recipient: str
    files: dict[str, str]
    finish: str = ""


def _addresses(found: RecallDrill | Recall, *, overseen: bool) -> _Addresses:
    if isinstance(found, RecallDrill):
        return _Addresses(
            local_url("traceability.drill_recipient", drill_id=found.id),
            {form: local_url("traceability.drill_file", form=form, drill_id=found.id) for form in FORMS},
            local_url("traceability.drill", drill_id=found.id),
        )
    file = "traceability.overseen_file" if overseen else "traceability.recall_file"
    return _Addresses(
        local_url("traceability.recall_recipient", recall_id=found.id),
        {form: local_url(file, form=form, recall_id=found.id) for form in FORMS},
    )


def _held_form(address: str) -> RecipientForm | None:
    """What was typed before a log-in, if something was."""
    held = held_formdata(address)
    return RecipientForm(formdata=held) if held else None


def _file(found: RecallDrill | Recall, form: str) -> BaseResponse:
    report, subject = _report(found), subject_of(found)
    if form == "csv":
        return csv_response(
            subject.file_name, [translate(name) for name in HEADER], csv_rows(subject, report)
        )
    from traceability.recall_reports.pdf import report_pdf  # noqa: PLC0415  # heavy and rare

    use_locale("vi")  # the document is in Vietnamese for everyone
    response = make_response(report_pdf(subject, report))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = disposition(f"{subject.file_name}.pdf")
    return response


def _report(found: RecallDrill | Recall) -> Report:
    if isinstance(found, RecallDrill):
        return get_report(found.lot, drill_id=found.id, whole=False)
    return get_report(found.lot, recall_id=found.id, whole=bool(can_oversee_lot(current_actor(), found.lot)))


def _seconds_text(seconds: float) -> str:
    text = f"{seconds:.2f}"
    return text.replace(".", ",") if current_locale() == "vi" else text


def _own_drill(drill_id: int) -> RecallDrill:
    found = get_drill(drill_id)
    authorize(current_actor(), can_follow_recall, found.lot)
    return found


def _is_open(drill: RecallDrill) -> bool:
    """Whether the person may add to it still."""
    return drill.finished_at is None and bool(can_manage_lot(current_actor(), drill.lot))


def _own_recall(recall_id: int) -> Recall:
    found = get_recall(recall_id)
    authorize(current_actor(), can_follow_recall, found.lot)
    return found


def _seen_recall(recall_id: int) -> Recall:
    found = get_recall(recall_id)
    authorize(current_actor(), can_see_lot, found.lot)
    return found
