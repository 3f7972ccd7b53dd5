"""The diary: one short form per kind of entry, prefilled from the last one; corrections."""

from typing import Any

from flask import redirect, render_template

from app.core.clock import VIETNAM, today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.forms import chosen_file
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.diary.forms import CorrectForm, EntryForm, event_values, first_values, use_values
from traceability.diary.offline import from_phone, phone_context, received, refused
from traceability.diary.photos.files import keep_photo, photo_view
from traceability.diary.queries import find_last_event, get_event
from traceability.diary.services import ask_same_again, correct_event, record_event
from traceability.diary_plan.queries import find_step, list_uses, match_uses
from traceability.enums import DIARY_KINDS, EventKind
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.lots.queries import list_input_choices
from traceability.models import Lot, TraceEvent
from traceability.recalls.queries import list_recalled_lot_ids
from traceability.terms import EVENT_ACTS, EVENT_KINDS, unit_text

WITH_PARTY = {
    EventKind.RECEIVE: "supplier",
    EventKind.SHIP: "recipient",
    EventKind.SELL: "recipient",
    EventKind.TAKE_BACK: "recipient",
}


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/nhat-ky/<kind>", "/my-facility/lots/<int:lot_id>/diary/<kind>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("trace.manage")
def diary(lot_id: int, kind: str) -> Page:
    """Write one entry."""
    if kind not in DIARY_KINDS:
        raise NotFound("not_found")
    row, wanted = own_lot(lot_id), EventKind(kind)
    last = find_last_event(row, wanted)
    choices = _input_choices(row, wanted)
    form = EntryForm(data=first_values(last, find_step(row, wanted)) | _inputs_as(last, choices))
    if form.validate_on_submit():
        try:
            picture = kept_picture(form)
            entry = form.entry(wanted, {other.id: other.unit for other in choices}, picture)
            ask_same_again(row, entry)
            with transaction():
                event_id = record_event(current_actor(), lot_id, entry).id
        except DomainError as error:
            form.refuse(error)
            row, choices = own_lot(lot_id), _input_choices(own_lot(lot_id), wanted)
        else:
            if from_phone():
                return received(get_event(event_id))
            tell_success(translate("Saved in the diary."))
            return redirect(local_url("traceability.lot", lot_id=lot_id, _anchor="diary"), 303)
    if form.is_submitted() and from_phone():
        return refused(form)
    return form_page(_page(row, wanted, form, choices, last=last), form)


@localized(
    bp, "/co-so-cua-toi/nhat-ky/<int:event_id>/dinh-chinh", "/my-facility/diary/<int:event_id>/correct",
    methods=("GET", "POST"),
)  # fmt: skip
@access("trace.manage")
def correct(event_id: int) -> Page:
    """Declare an entry wrong and add the right one."""
    event = get_event(event_id)
    if event.kind not in DIARY_KINDS:
        raise NotFound("not_found")
    row, kind = own_lot(event.lot_id), EventKind(event.kind)
    choices = _input_choices(row, kind, event)
    form = CorrectForm(data=_correct_values(event, choices))
    if form.validate_on_submit():
        try:
            with transaction():
                _correct(form, event_id, kind, choices)
        except DomainError as error:
            form.refuse(error)
            event = get_event(event_id)
            row, choices = own_lot(event.lot_id), _input_choices(own_lot(event.lot_id), kind, event)
        else:
            tell_success(translate("Corrected. The old entry stays readable."))
            return redirect(local_url("traceability.lot", lot_id=row.id, _anchor="diary"), 303)
    return form_page(_page(row, kind, form, choices, event=event), form)


def kept_picture(form: EntryForm) -> dict[str, Any] | None:
    """The photo of an entry, kept; shown to the public only with its entry and if that is ticked."""
    file = chosen_file(form.picture)
    return keep_photo(file.read(), shown=_photo_shown(form)) if file is not None else None


def _photo_shown(form: EntryForm) -> bool:
    return bool(form.is_public.data and form.picture_shown.data)


def _inputs_as(earlier: TraceEvent | None, choices: list[Lot]) -> dict[str, Any]:
    """The inputs of the last entry; lots on hold or recalled are not ticked."""
    uses = match_uses(list_uses(earlier), choices) if choices else {}
    held = list_recalled_lot_ids(uses) if uses else frozenset()
    return {"inputs": use_values(choices, {key: use for key, use in uses.items() if key not in held})}


def _correct(form: CorrectForm, event_id: int, kind: EventKind, choices: list[Lot]) -> None:
    units = {other.id: other.unit for other in choices}
    old = get_event(event_id).picture
    picture = old | {"shown": _photo_shown(form)} if old else None
    entry = None if form.never_happened.data else form.entry(kind, units, picture)
    correct_event(
        current_actor(),
        event_id,
        reason=form.reason.data,
        client_id=f"{form.client_id.data}-c",
        replacement=entry,
    )


def _correct_values(event: TraceEvent, choices: list[Lot]) -> dict[str, Any]:
    local = event.happened_at.astimezone(VIETNAM)
    values = first_values(None) | event_values(event) | {"happened_on": local.date()}
    if event.happened_precision == "minute":
        values["happened_at"] = local.time()
    return values | {"inputs": use_values(choices, {lot.id: edge for edge, lot in list_uses(event)})}


def _input_choices(row: Lot, kind: EventKind, event: TraceEvent | None = None) -> list[Lot]:
    """Possible input lots; for a correction also the inputs of the corrected entry."""
    if kind != EventKind.MAKE:
        return []
    return list_input_choices(row, also=[lot.id for _edge, lot in list_uses(event)])


def _page(row: Lot, kind: EventKind, form: EntryForm, choices: list[Lot], **more: Any) -> str:
    event: TraceEvent | None = more.get("event")
    title = EVENT_KINDS[kind] if event is not None else EVENT_ACTS[kind]
    photo = photo_view(event.id, event.picture, "", private=True) if event and event.picture else None
    return render_template(
        "traceability/diary/entry.html",
        lot=row,
        kind=kind,
        title=title,
        photo=photo,
        held=list_recalled_lot_ids([other.id for other in choices]) if choices else (),
        form=form,
        choices=choices,
        party=WITH_PARTY.get(kind),
        measured=form.measured(kind),
        unit_text=unit_text,
        today=today(),
        phone=None if event is not None else phone_context(),
        **more,
    )
