"""The council merges similar entries of one facility into sets, and dissolves sets."""

from collections import defaultdict
from operator import itemgetter

from flask import redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.filters import exact_total
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.enums import NominationState, RoundState, Verdict
from voting.models import Nomination, SelectionRound
from voting.product_sets import services as product_sets
from voting.product_sets.forms import SetForm
from voting.product_sets.labels import SET_CASES
from voting.product_sets.queries import list_sets, sets_by_lead
from voting.results.board import BoardRow, list_board
from voting.rounds.pages import get_council_round

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong/<slug>/bo-san-pham", "/council/<slug>/sets", methods=("GET", "POST"))
@access("voting.council")
def sets(slug: str) -> Page:
    """What could be a set: entries of one facility and group that reached the pass mark."""
    round_ = get_council_round(slug)
    form = SetForm()
    if form.validate_on_submit():
        try:
            with transaction():
                product_sets.merge_entries(
                    current_actor(),
                    round_.id,
                    form.members.data or [],
                    name=form.name.data or "",
                    set_case=form.set_case.data or "",
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The entries are one set now."))
            return redirect(local_url("voting.sets", slug=slug), 303)
    round_ = get_council_round(slug)
    page = render_template(
        "voting/product_sets/sets.html",
        round=round_,
        is_open=round_.state == RoundState.COUNCIL,
        candidates=_candidates(round_, form),
        merged=list_sets(round_.id),
        set_cases=SET_CASES,
        groups=GROUPS,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong/<slug>/bo-san-pham/<int:set_id>/tach",
    "/council/<slug>/sets/<int:set_id>/dissolve",
    methods=("GET", "POST"),
)
@access("voting.council")
def dissolve_set(slug: str, set_id: int) -> Page:
    """Dissolve a set, with a reason."""
    round_ = get_council_round(slug)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                product_sets.take_set_apart(current_actor(), set_id, form.reason.data or "")
        except DomainError as error:
            if error.field is None:
                tell("danger", message_for(error))
                return redirect(local_url("voting.sets", slug=slug), 303)
            form.refuse(error)
        else:
            tell("success", translate("The set is dissolved."))
            return redirect(local_url("voting.sets", slug=slug), 303)
    merged = next((row for row in list_sets(round_.id) if row.id == set_id), None)
    if merged is None:
        return redirect(local_url("voting.sets", slug=slug), 303)
    page = render_template("voting/product_sets/dissolve_set.html", round=round_, merged=merged, form=form)
    return page, 422 if form.is_submitted() else 200


def _candidates(round_: SelectionRound, form: SetForm) -> list[tuple[str, str, list[BoardRow], SetForm]]:
    """(facility, group, board rows, form) wherever two or more free entries could be merged.

    The form that was just refused, or sent before a log-in, keeps what was typed; the others are empty.
    Ids of fields stay unique on the page.
    """
    sent = request.form if form.is_submitted() else held_formdata()
    rows = []
    for number, entries in enumerate(_mergeable(round_)):
        is_typed = sent is not None and (
            sent.get("merge") == str(number + 1) or _names_any(form, [row.nomination for row in entries])
        )
        own = form if is_typed else SetForm(formdata=None)
        own.members.choices = [SelectChoice(row.nomination.id, _label(row)) for row in entries]
        for field in own:
            if field.name != "csrf_token":
                field.id = f"{field.name}-{number}"
        first = entries[0].nomination
        rows.append((first.facility.name, first.group, entries, own))
    return rows


def _mergeable(round_: SelectionRound) -> list[list[BoardRow]]:
    """Two or more free entries that passed, of one facility and group, by the facility's name."""
    carrying = sets_by_lead(round_.id)
    found: defaultdict[tuple[str, int, str], list[BoardRow]] = defaultdict(list)
    for row in list_board(current_actor(), round_):
        entry = row.nomination
        is_free = entry.state == NominationState.ACCEPTED and entry.id not in carrying
        if is_free and row.row["verdict"] == Verdict.PASS:
            found[entry.facility.sort_key, entry.facility_id, entry.group].append(row)
    return [entries for _, entries in sorted(found.items(), key=itemgetter(0)) if len(entries) > 1]


def _names_any(form: SetForm, entries: list[Nomination]) -> bool:
    return not {entry.id for entry in entries}.isdisjoint(form.members.data or [])


def _label(row: BoardRow) -> str:
    return f"{row.code} · {row.nomination.product.name_vi} · {exact_total(row.row['total'])}"
