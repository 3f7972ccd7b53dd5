"""Pages for changes to a round in progress: appoint a late juror, disqualify an entry."""

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
from voting.models import Nomination
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
                amendments.seat_late_juror(
                    current_actor(), round_.id, group, form.email.data or "", form.reason.data or ""
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The juror is appointed and has been informed."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    page = render_template(
        "voting/amendments/add_juror.html",
        round=get_council_round(slug),
        form=form,
        group=GROUPS[ProductGroup(group)],
    )
    return page, 422 if form.is_submitted() else 200


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
