"""Pages for changes to a round in progress: appoint a late juror, disqualify an entry."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.amendments import services as amendments
from voting.amendments.forms import LateJurorForm
from voting.blueprint import bp
from voting.experts.queries import list_free
from voting.jury.services import list_shut_out
from voting.jury.shares import has_sheet, lacking_of
from voting.models import Nomination, SelectionRound
from voting.policies import can_decide, can_lead
from voting.rounds.pages import get_council_round

Page = Response | str | tuple[str, int]


@localized(
    bp,
    "/hoi-dong/<slug>/them-giam-khao/<group>",
    "/council/<slug>/add-juror/<group>",
    methods=("GET", "POST"),
)
@access("voting.council")
def add_juror(slug: str, group: str) -> Page:
    """The chair appoints one more juror of a group while scoring is open."""
    round_ = get_council_round(slug)
    authorize(current_actor(), can_lead, round_)
    if group not in set(ProductGroup):
        raise NotFound("not_found")
    form = LateJurorForm()
    form.email.choices = [SelectChoice("", translate("Choose"))]
    form.email.choices += [
        SelectChoice(row.user.email, f"{row.name} ({row.user.email})") for row in list_free(round_, group)
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                juror = amendments.seat_late_juror(
                    current_actor(), round_.id, group, form.email.data or "", form.reason.data or ""
                )
        except DomainError as error:
            form.refuse(error)
        else:
            done = translate("The juror is appointed and has been informed.")
            idle = translate(
                "The juror is appointed and has been informed. No entry lacks jurors, so there is nothing to score yet."
            )
            tell("success", done if has_sheet(juror) else idle)
            return redirect(local_url("voting.work_round", slug=slug), 303)
    round_ = get_council_round(slug)
    page = render_template(
        "voting/amendments/add_juror.html",
        round=round_,
        form=form,
        **_shares(round_, group),
        group=GROUPS[ProductGroup(group)],
    )
    return page, 422 if form.is_submitted() else 200


def _shares(round_: SelectionRound, group: str) -> dict[str, Any]:
    """Whether the jury of a group is divided, and the codes of entries that lack jurors."""
    panel = next((panel for panel in round_.panels if panel.group == group), None)
    if panel is None:
        return {"is_divided": False, "lacking": ""}
    lacking = lacking_of(round_, panel, list_shut_out(round_.id))
    return {"is_divided": panel.per_entry > 0, "lacking": ", ".join(lacking)}


@localized(
    bp,
    "/hoi-dong/ho-so/<int:nomination_id>/loai",
    "/council/dossier/<int:nomination_id>/disqualify",
    methods=("GET", "POST"),
)
@access("voting.council")
def disqualify(nomination_id: int) -> Page:
    """Remove an entry for breaking the rules."""
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("not_found")
    get_council_round(nomination.round.slug)
    authorize(current_actor(), can_decide, nomination.round)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                amendments.disqualify_entry(current_actor(), nomination_id, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The entry is disqualified. Its facility has been informed."))
            return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)
    nomination = db.session.get_one(Nomination, nomination_id)
    page = render_template("voting/amendments/disqualify.html", nomination=nomination, form=form)
    return page, 422 if form.is_submitted() else 200
