"""Merge duplicates: two entries side by side with what the merge touches, a reason, a second officer where asked."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
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
from catalog.merging.queries import Entry, find_by_id, find_entry, get_merge, list_open_merges
from catalog.merging.services import (
    can_confirm_merge,
    can_merge,
    confirm_merge,
    drop_merge,
    needs_second_person,
    propose_merge,
)
from catalog.models import Merge

Answer = BaseResponse | tuple[str, int] | str
TEXT_LIMIT = 200


class MergeForm(Form):
    from_id = HiddenField()
    into_id = HiddenField()
    reason = TextAreaField(N_("Reason"), [DataRequired(REQUIRED)])


@localized(bp, "/can-bo/gop", "/officer/merges")
@access("catalog.review")
def merges() -> str:
    """What waits for a second officer, and the way to begin."""
    return render_template(
        "catalog/merging/merges.html", rows=list_open_merges(current_actor()), kinds=KINDS_OF_MERGE
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
        error.params["what"] = ", ".join(translate(NAMES[name]) for name in error.params["tables"])
    return error


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
        same=old is not None and new is not None and old.id == new.id,
        ready=ready,
        form=form,
        labels=labels,
        second=needs_second_person(kind, old.id) if ready and old is not None else False,
        touched=_touched(kind, old, new) if ready and old is not None and new is not None else [],
    )


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
    entries = [find_by_id(row.kind, key) for key in (row.from_id, row.into_id)]
    if entries[0] is None or entries[1] is None:
        raise NotFound("not_found")
    authorize(current_actor(), can_merge, entries[1])
    if request.method == "POST":
        _decide(row)
        return redirect(local_url("catalog.merge_decision", merge_id=merge_id), 303)
    waits = row.confirmed_at is None and row.dropped_at is None
    return render_template(
        "catalog/merging/decision.html",
        merge=row,
        old=entries[0],
        new=entries[1],
        labels=labels,
        waits=waits,
        may_confirm=waits and bool(can_confirm_merge(current_actor(), row)),
        touched=_touched(row.kind, entries[0], entries[1]) if waits else [],
    )


def _decide(row: Merge) -> None:
    act, merge_id = request.form.get("act", ""), row.id
    acts = {"confirm": confirm_merge, "drop": drop_merge}
    try:
        if act not in acts:
            raise RuleBroken("step_unknown")
        with transaction():
            acts[act](current_actor(), merge_id)
    except DomainError as error:
        tell("danger", message_for(_named(error)))
    else:
        dropped = translate("The merge is taken back; nothing has changed.")
        tell("success", dropped if act == "drop" else _told(done=True))
