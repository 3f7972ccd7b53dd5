"""Merge duplicates: two entries side by side with what the merge touches, a reason, a second officer where asked."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import whole_number
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.forms import REQUIRED
from catalog.merging.labels import FATES_IN_WORDS, KINDS_OF_MERGE, NAMES
from catalog.merging.parts import list_touched
from catalog.merging.policies import can_confirm_merge, can_confirm_undo, can_merge
from catalog.merging.queries import (
    MOST_NAMED,
    Entry,
    entries_of,
    find_entry,
    get_merge,
    list_done_merges,
    list_named,
    list_open_merges,
)
from catalog.merging.services import (
    confirm_merge,
    drop_merge,
    needs_second_person,
    propose_merge,
)
from catalog.merging.undo import (
    confirm_undo,
    drop_undo,
    propose_undo,
    recognitions_return,
    what_stands_in_the_way,
)
from catalog.models import Facility, Merge

Answer = BaseResponse | tuple[str, int] | str
TEXT_LIMIT = 200


class MergeForm(Form):
    from_id = HiddenField()
    into_id = HiddenField()
    reason = TextAreaField(N_("Reason"), [DataRequired(REQUIRED)])


class UndoForm(Form):
    reason = TextAreaField(N_("Reason"), [DataRequired(REQUIRED)])


@localized(bp, "/can-bo/gop", "/officer/merges")
@access("catalog.review")
def merges() -> str:
    """What waits for a second officer, and the way to begin."""
    return render_template(
        "catalog/merging/merges.html",
        rows=list_open_merges(current_actor()),
        done=list_done_merges(current_actor()),
        kinds=KINDS_OF_MERGE,
    )


@localized(
    bp,
    "/can-bo/gop/<any(facility, product):kind>",
    "/officer/merges/<any(facility, product):kind>",
    methods=("GET", "POST"),
)
@access("catalog.review")
def merge(kind: str) -> Answer:
    """Two entries side by side, with all that the merge would touch."""
    form = MergeForm()
    texts = _asked(form)
    found = {name: find_entry(kind, text) for name, text in texts.items()}
    for entry in found.values():
        if entry is not None:
            authorize(current_actor(), can_merge, entry)
    if form.validate_on_submit() and (made := _proposed(kind, found, form)) is not None:
        tell("success", _told(done=made.confirmed_at is not None))
        return redirect(local_url("catalog.merge_decision", merge_id=made.id), 303)
    page = _page(kind, texts, found, form)
    return (page, 422) if form.is_submitted() else page


def _asked(form: MergeForm) -> dict[str, str]:
    """What names the two entries: the numbers in the form sent, else the texts of the address."""
    if form.is_submitted():
        return {name: str(whole_number(form[f"{name}_id"].data)) for name in ("from", "into")}
    return {name: request.args.get(name, "")[:TEXT_LIMIT] for name in ("from", "into")}


def _proposed(kind: str, found: dict[str, Entry | None], form: MergeForm) -> Merge | None:
    """The merge written down; None where it is refused, which the form then says."""
    old, new = found["from"], found["into"]
    if old is None or new is None:
        return None
    try:
        with transaction():
            return propose_merge(current_actor(), kind, old.id, new.id, form.reason.data or "")
    except DomainError as error:
        form.refuse(_named(error))
        return None


def _named(error: DomainError) -> DomainError:
    """The refusal with the tables in its way named in words."""
    if "tables" in error.params:
        error.params["what"] = _names(error.params["tables"])
    return error


def _names(tables: Iterable[str]) -> str:
    return ", ".join(translate(NAMES.get(name, name)) for name in tables)


def _told(*, done: bool) -> str:
    if done:
        return translate("The two entries are one now. Old addresses, names and codes lead to it.")
    return translate("The merge is written down. It takes effect when another officer confirms it.")


def _page(kind: str, texts: dict[str, str], found: dict[str, Entry | None], form: MergeForm) -> str:
    old, new = found["from"], found["into"]
    ready = old is not None and new is not None and old.id != new.id
    form.from_id.data = old.id if old is not None else ""
    form.into_id.data = new.id if new is not None else ""
    return render_template(
        "catalog/merging/merge.html",
        kind=kind,
        kinds=KINDS_OF_MERGE,
        texts=texts,
        found=found,
        most=MOST_NAMED,
        named=_named_so(kind, texts, found),
        same=old is not None and new is not None and old.id == new.id,
        ready=ready,
        form=form,
        labels=labels,
        second=needs_second_person(kind, old.id) if ready and old is not None else False,
        touched=_touched(kind, old, new) if ready and old is not None and new is not None else [],
    )


def _named_so(
    kind: str, texts: dict[str, str], found: dict[str, Entry | None]
) -> dict[str, list[dict[str, str]]]:
    """For what names no entry by a code or address: the entries with this in their names, each with its way on."""
    return {
        side: [
            {
                "name": entry.name if isinstance(entry, Facility) else entry.name_vi,
                "about": _about(entry),
                "href": local_url("catalog.merge", kind=kind, **(texts | {side: entry.slug})),
            }
            for entry in (list_named(current_actor(), kind, text) if text and found[side] is None else [])
        ]
        for side, text in texts.items()
    }


def _about(entry: Entry) -> str:
    """What tells it from others of its name."""
    parts: tuple[str | None, ...]
    if isinstance(entry, Facility):
        parts = (entry.registration_number, entry.commune, entry.unit.name_vi)
    else:
        parts = (entry.facility.name, entry.net_content, entry.gtin)
    return ", ".join(part for part in parts if part)


def _touched(kind: str, old: Entry, new: Entry) -> list[dict[str, Any]]:
    return [
        {
            "name": translate(NAMES[part.table]),
            "number": part.number,
            "fate": translate(FATES_IN_WORDS[part.fate]),
            "same": part.same,
            "is_obstacle": part.is_obstacle,
        }
        for part in list_touched(kind, old.id, new.id)
    ]


@localized(
    bp,
    "/can-bo/gop/<int:merge_id>",
    "/officer/merges/<int:merge_id>",
    methods=("GET", "POST"),
)
@access("catalog.review")
def merge_decision(merge_id: int) -> Answer:
    """One merge: who wrote it down, what it touches, and the second officer's answer."""
    row = get_merge(merge_id)
    old, new = entries_of(row)
    authorize(current_actor(), can_merge, new)
    form = UndoForm()
    if request.method == "POST" and request.form.get("act") == "ask_undo":
        if form.validate_on_submit() and _asked_undo(form, merge_id):
            return redirect(local_url("catalog.merge_decision", merge_id=merge_id), 303)
    elif request.method == "POST":
        _decide(row)
        return redirect(local_url("catalog.merge_decision", merge_id=merge_id), 303)
    page = _decision(get_merge(merge_id), old, new, form)
    return (page, 422) if form.is_submitted() else page


def _decision(row: Merge, old: Entry, new: Entry, form: UndoForm) -> str:
    actor = current_actor()
    waits = row.confirmed_at is None and row.dropped_at is None
    return render_template(
        "catalog/merging/decision.html",
        merge=row,
        old=old,
        new=new,
        labels=labels,
        waits=waits,
        may_confirm=waits and bool(can_confirm_merge(actor, row, (old, new))),
        touched=_touched(row.kind, old, new) if waits else [],
        form=form,
        **_undo_of(row, old, new),
    )


def _undo_of(row: Merge, old: Entry, new: Entry) -> dict[str, Any]:
    """What the page says of undoing a merge that stands."""
    if row.confirmed_at is None or row.undone_at is not None or not row.moved:
        return dict.fromkeys(
            ("undo_waits", "may_ask_undo", "may_confirm_undo", "returns", "changed", "second")
        )
    actor, waits = current_actor(), row.undo_at is not None
    return {
        "undo_waits": waits,
        "may_ask_undo": not waits and bool(can_merge(actor, old)),
        "may_confirm_undo": waits and bool(can_confirm_undo(actor, row, (old, new))),
        "returns": _returning(row),
        "changed": _names(what_stands_in_the_way(row)),
        "second": recognitions_return(row),
    }


def _returning(row: Merge) -> list[dict[str, Any]]:
    """What goes back with an undo: table -> how many rows."""
    numbers: Counter[str] = Counter()
    for place, keys in row.moved.get("rows", {}).items():
        numbers[place.partition(".")[0]] += len(keys)
    for name, rows in row.moved.get("dropped", {}).items():
        numbers[name] += len(rows)
    return [{"name": translate(NAMES[name]), "number": number} for name, number in sorted(numbers.items())]


def _asked_undo(form: UndoForm, merge_id: int) -> bool:
    try:
        with transaction():
            undone = propose_undo(current_actor(), merge_id, form.reason.data or "").undone_at is not None
    except DomainError as error:
        form.refuse(_named(error))
        return False
    waits = translate("It is written down. It takes effect when another officer confirms it.")
    tell("success", translate("The merge is undone: each entry has what was its own.") if undone else waits)
    return True


def _decide(row: Merge) -> None:
    act, merge_id = request.form.get("act", ""), row.id
    acts = {
        "confirm": (confirm_merge, _told(done=True)),
        "drop": (drop_merge, translate("The merge is taken back; nothing has changed.")),
        "confirm_undo": (confirm_undo, translate("The merge is undone: each entry has what was its own.")),
        "drop_undo": (drop_undo, translate("The merge stays as it is.")),
    }
    try:
        if act not in acts:
            raise RuleBroken("step_unknown")
        with transaction():
            acts[act][0](current_actor(), merge_id)
    except DomainError as error:
        tell("danger", message_for(_named(error)))
    else:
        tell("success", acts[act][1])
