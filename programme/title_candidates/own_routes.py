"""Artisans that a facility puts forward: open rounds of its province, and what became of those handed in."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.listings.workspace import list_managed_of
from programme.artisans.labels import TITLES
from programme.blueprint import bp
from programme.title_candidates import queries, services
from programme.title_candidates.forms import CandidateForm
from programme.title_candidates.policies import can_change_candidate
from programme.title_rounds.labels import CANDIDATE_STATES, TONES
from programme.title_rounds.queries import get_public_round, list_open_rounds
from programme.title_rounds.rules import OPEN_TO_CHANGE

Page = Response | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(bp, "/co-so-cua-toi/danh-hieu", "/my-facility/titles")
@access("catalog.manage")
def my_titles() -> str:
    """Rounds in which the facility may put somebody forward, and whom it has put forward."""
    return render_template(
        "programme/title_candidates/own.html",
        facilities=[
            {"row": facility, "rounds": list_open_rounds(facility.unit.present.id, today())}
            for facility in list_managed_of(current_actor())
        ],
        rows=[
            {"row": row, "state": translate(CANDIDATE_STATES[row.state]), "tone": TONES[row.state]}
            for row in queries.list_handed_in(current_actor())
        ],
        titles=TITLES,
        today=today(),
    )


@localized(
    bp,
    "/co-so-cua-toi/danh-hieu/<slug>/<int:facility_id>",
    "/my-facility/titles/<slug>/<int:facility_id>",
    methods=POSTED,
)
@access("catalog.manage")
def my_title_new(slug: str, facility_id: int) -> Page:
    """Put an artisan of the facility forward."""
    row, form = get_public_round(slug), CandidateForm()
    facility = next((each for each in list_managed_of(current_actor()) if each.id == facility_id), None)
    if facility is None or row.unit_id != facility.unit.present.id:
        raise NotFound("not_found")
    del form.handed_in_on
    form.offer(queries.list_of_facility(facility.id, row))
    if form.validate_on_submit():
        try:
            with transaction():
                made = services.hand_in_candidate(current_actor(), row.id, facility, form.typed())
                candidate_id = made.id
        except DomainError as error:
            form.take(_at_form(error), None)
        else:
            tell("success", translate("Handed in. Attach the papers; the office then receives it."))
            return redirect(local_url("programme.title_candidate", candidate_id=candidate_id), 303)
    page = render_template(
        "programme/title_candidates/form.html", form=form, round=get_public_round(slug),
        back=local_url("programme.my_titles"), is_facility=True, returned="",
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/co-so-cua-toi/danh-hieu/ung-vien/<int:candidate_id>",
    "/my-facility/titles/candidates/<int:candidate_id>",
    methods=POSTED,
)
@access("catalog.manage")
def my_title_edit(candidate_id: int) -> Page:
    """Put right what was returned, and hand it in again."""
    row, form = queries.get_candidate(current_actor(), candidate_id), CandidateForm()
    if not can_change_candidate(current_actor(), row) or row.state not in OPEN_TO_CHANGE:
        raise NotFound("not_found")
    del form.handed_in_on, form.artisan
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    artisan_id, back = row.artisan_id, local_url("programme.title_candidate", candidate_id=candidate_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.hand_in_again(
                    current_actor(), candidate_id, form.typed(artisan_id), version=form.asked_version()
                )
        except DomainError as error:
            form.take(_at_form(error), queries.version_of(candidate_id))
        else:
            tell("success", translate("Handed in again."))
            return redirect(back, 303)
    row = queries.get_candidate(current_actor(), candidate_id)
    page = render_template(
        "programme/title_candidates/form.html", form=form, round=row.round, back=back, is_facility=True,
        returned=row.reason,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _at_form(error: DomainError) -> DomainError:
    """The day of handing in is no field of this form."""
    for each in (error, *error.also):
        if each.field == "handed_in_on":
            each.field = None
    return error
