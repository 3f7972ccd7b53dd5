"""Samples of a round: the list, one that comes in, where it goes, labels to print."""

from flask import redirect, render_template
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import FILL_IN, TOO_LONG, IntegerField, RowField, options
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.models import Nomination, SelectionRound
from voting.rounds.queries import get_work_round, list_dossiers
from voting.samples import queries, services
from voting.samples.labels import SAMPLE_ACTS, SAMPLE_STATES
from voting.samples.rules import GOES_TO, SampleState
from voting.samples.services import HERE, MOST
from voting.support_team.policies import can_support

Page = Response | str | tuple[str, int]
SHORT = [Length(max=300, message=TOO_LONG)]


class SampleForm(Form):
    nomination_id = RowField(N_("Entry"))
    description = StringField(
        N_("What came"),
        [InputRequired(FILL_IN), *SHORT],
        description=N_("As two bottles of 500 ml in a box."),
    )
    count = IntegerField(N_("How many pieces"), [InputRequired(FILL_IN), NumberRange(1, MOST)])
    instead = StringField(
        N_("Came instead of the product"),
        SHORT,
        description=N_("Too large to bring: the catalogue, a model, photos."),
    )
    handed_in_by = StringField(N_("Handed in by"), [InputRequired(FILL_IN), *SHORT])


class MoveForm(Form):
    target = SelectField(N_("What happens to it"), choices=options(SAMPLE_ACTS))
    note = StringField(N_("Place, who took it, or how it was used"), [InputRequired(FILL_IN), *SHORT])


@localized(bp, "/hoi-dong/<slug>/mau", "/council/<slug>/samples", methods=("GET", "POST"))
@access("voting.support")
def samples(slug: str) -> Page:
    """All samples of a round; receives the next one."""
    round_ = get_work_round(current_actor(), slug)
    form = SampleForm()
    form.nomination_id.offer(entries := _entries(round_))
    if form.validate_on_submit():
        try:
            with transaction():
                label = services.receive_sample(
                    current_actor(),
                    round_.id,
                    form.nomination_id.data,
                    description=form.description.data or "",
                    count=form.count.data,
                    handed_in_by=form.handed_in_by.data or "",
                    instead=form.instead.data or "",
                ).label
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The sample is received under the label %(label)s.", label=label))
            return redirect(local_url("voting.samples", slug=slug), 303)
    round_ = get_work_round(current_actor(), slug)
    page = render_template(
        "voting/samples/samples.html",
        round=round_,
        rows=queries.list_samples(round_),
        form=form,
        states=SAMPLE_STATES,
        may_receive=bool(can_support(current_actor(), round_) and (entries or form.is_submitted())),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong/<slug>/mau/<int:sample_id>",
    "/council/<slug>/samples/<int:sample_id>",
    methods=("GET", "POST"),
)
@access("voting.support")
def sample(slug: str, sample_id: int) -> Page:
    """One sample and where it goes next."""
    found = queries.get_sample(current_actor(), slug, sample_id)
    form = MoveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.move_sample(
                    current_actor(), sample_id, SampleState(form.target.data), form.note.data or ""
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Where the sample is has been noted."))
            return redirect(local_url("voting.samples", slug=slug), 303)
    found = queries.get_sample(current_actor(), slug, sample_id)
    page = render_template(
        "voting/samples/sample.html",
        round=found.nomination.round,
        sample=found,
        form=form,
        states=SAMPLE_STATES,
        may_move=bool(GOES_TO[SampleState(found.state)])
        and bool(can_support(current_actor(), found.nomination.round)),
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/mau/nhan.pdf", "/council/<slug>/samples/labels.pdf")
@access("voting.support")
def sample_labels(slug: str) -> Response:
    """Labels of all samples that are there."""
    from voting.samples.label_sheet import labels_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    round_ = get_work_round(current_actor(), slug)
    there = [one for one in queries.list_samples(round_) if one.left_at is None]
    if not there:
        raise NotFound("not_found")
    response = Response(labels_pdf(there, f"Nhãn mẫu - {round_.title_vi}"), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-nhan-mau.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _code(nomination: Nomination) -> str:
    return nomination.codes[-1].code if nomination.codes else ""


def _entries(round_: SelectionRound) -> list[tuple[int, str]]:
    return [
        (one.id, " · ".join(filter(None, (_code(one), one.product.name_vi, one.facility.name))))
        for one in list_dossiers(current_actor(), round_)
        if one.state in HERE
    ]
