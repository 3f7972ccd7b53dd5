"""Signals about scans: the queues of facilities and officers; the visitor's statement of the province."""

from flask import current_app, redirect, render_template, request

from app.accounts.limits import Limit, spend
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import N_, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.requests.networks import line_of
from traceability.blueprint import bp
from traceability.code_reports.forms import AnswerForm
from traceability.codes.lookup import find_code
from traceability.lot_pages import Page, form_page, tell_success
from traceability.scans.buffer import is_person, visitor_of
from traceability.scans.store import scan_store
from traceability.signals.forms import PlaceForm
from traceability.signals.public_texts import signal_views
from traceability.signals.queries import list_own_signals, list_signals_in_scope
from traceability.signals.services import close_signal

PLACES = Limit("scan-place", 60, 3600, by_day=True)


@localized(bp, "/truy-xuat/<code>/noi-xem", "/trace/<code>/place", methods=("GET", "POST"))
@access("anyone")
def place(code: str) -> Page:
    """A visitor can say in which province the scan was; nothing else is asked or stored."""
    found = find_code(code)
    if found is None or not found.lot.is_public:
        raise NotFound("not_found")
    name, form = found.code, PlaceForm()
    if form.validate_on_submit():
        spend((PLACES, line_of(request.remote_addr)))
        if is_person(request.environ | {"REQUEST_METHOD": "GET"}):
            _tell(name, form.unit_code.data)
        tell_success(translate("Thank you. Only the province is kept, without anything about you."))
        return redirect(local_url("traceability.scan", code=name), 303)
    return form_page(
        render_template("traceability/signals/place.html", form=form, found=found, lot=found.lot), form
    )


@localized(bp, "/co-so-cua-toi/dau-hieu", "/my-facility/signals")
@access("trace.manage")
def own_signals() -> str:
    """Item codes of the facility whose scans should be checked."""
    return _page(overseen=False)


@localized(bp, "/can-bo/dau-hieu", "/officer/signals")
@access("trace.oversee")
def signals() -> str:
    """The same for the places an officer serves."""
    return _page(overseen=True)


@localized(
    bp, "/co-so-cua-toi/dau-hieu/<int:signal_id>/dong", "/my-facility/signals/<int:signal_id>/close",
    methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def answer_signal(signal_id: int) -> Page:
    """The facility closes a signal with what it found."""
    return _close(signal_id, overseen=False)


@localized(
    bp,
    "/can-bo/dau-hieu/<int:signal_id>/dong",
    "/officer/signals/<int:signal_id>/close",
    methods=("POST",),
)
@access("trace.oversee")
def settle_signal(signal_id: int) -> Page:
    """An officer closes a signal with what was found."""
    return _close(signal_id, overseen=True)


def _close(signal_id: int, *, overseen: bool) -> Page:
    form = AnswerForm()
    if form.validate():
        try:
            with transaction():
                close_signal(current_actor(), signal_id, form.answer.data)
        except RuleBroken as error:
            form.refuse(error)
        except Conflict as error:
            tell("info", message_for(error))
        else:
            tell_success(translate("The signal is closed. Scans from before do not raise it again."))
    if form.errors:
        return form_page(_page(overseen=overseen, answered=signal_id, form=form), form)
    return redirect(local_url("traceability.signals" if overseen else "traceability.own_signals"), 303)


def _page(*, overseen: bool, answered: int = 0, form: AnswerForm | None = None) -> str:
    """answered: the signal whose answer `form` holds, refused or sent before a log-in."""
    actor = current_actor()
    views = signal_views(list_signals_in_scope(actor) if overseen else list_own_signals(actor))
    endpoint = "traceability.settle_signal" if overseen else "traceability.answer_signal"
    for view in views:
        if typed := held_formdata(local_url(endpoint, signal_id=view.signal.id)):
            answered, form = view.signal.id, AnswerForm(formdata=typed)
    if form is not None:
        form.answer.id, form.answer.label.text = f"answer-{answered}", N_("What was found")
    return render_template(
        "traceability/signals/signals.html",
        views=views,
        overseen=overseen,
        endpoint=endpoint,
        answered=answered,
        form=form,
    )


def _tell(code: str, unit_code: str) -> None:
    buffer = current_app.extensions["scan_buffer"]
    buffer.flush()
    scan_store().tell_province(buffer.scan_of(code, visitor_of(request.environ)), unit_code)
