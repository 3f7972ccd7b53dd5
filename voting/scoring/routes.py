"""Chair and secretary during scoring: conflicts, jurors, the two signatures that close."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import ReasonForm, whole_number
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.models import SelectionRound
from voting.policies import can_lead
from voting.rounds.queries import get_work_round, list_progress
from voting.rounds.signatures import list_signatures
from voting.rounds.status import accepts_scores
from voting.score_sheets.services import reopen_sheet
from voting.scoring import services as scoring_stage
from voting.scoring.forms import ReturnSheetForm
from voting.scoring.queries import find_seated_juror, list_returnable

Page = Response | str | tuple[str, int]


@bp.context_processor
def scoring_words() -> dict[str, object]:
    """What the pages with the progress of the sheets look up."""
    return {"may_return_sheets": may_return_sheets}


def may_return_sheets(round_: SelectionRound) -> bool:
    """Whether the reader may return a submitted sheet to its juror now."""
    return accepts_scores(round_, utc_now()) and bool(can_lead(current_actor(), round_))


@localized(bp, "/hoi-dong/<slug>/dong-cham", "/council/<slug>/close", methods=("GET", "POST"))
@access("voting.council")
def close_scoring(slug: str) -> Page:
    """The page both people sign to close scoring; completeness only, never a score."""
    round_ = get_work_round(current_actor(), slug)
    given = list_signatures(round_, "close_scoring")
    form = ReasonForm(data={"reason": given[0].reason if given else ""})
    if form.validate_on_submit():
        try:
            with transaction():
                done = scoring_stage.sign_closing(current_actor(), round_.id, reason=form.reason.data or "")
        except DomainError as error:
            if error.code == "confirmation_needed":
                raise
            form.refuse(error)
        else:
            if done:
                tell("success", translate("Scoring is closed and counted."))
                return redirect(local_url("voting.board", slug=slug), 303)
            tell("success", translate("You have signed. The other person signs next."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    round_ = get_work_round(current_actor(), slug)
    progress = list_progress(current_actor(), round_)
    page = render_template(
        "voting/scoring/close.html",
        round=round_,
        form=form,
        progress=progress,
        missing=sum(row.expected - row.submitted for row in progress),
        short=scoring_stage.list_short(round_),
        signatures=list_signatures(round_, "close_scoring"),
        groups=GROUPS,
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/xung-dot", "/council/<slug>/conflicts", methods=("POST",))
@access("voting.council")
def decide_conflict(slug: str) -> Page:
    """The chair decides a conflict that a rule proposed."""
    get_work_round(current_actor(), slug)
    recusal_id = request.form.get("recusal", "")
    try:
        with transaction():
            scoring_stage.decide_conflict(
                current_actor(),
                whole_number(recusal_id),
                stands=request.form.get("act") == "confirm",
            )
    except DomainError as error:
        tell("danger", message_for(error))
    return redirect(local_url("voting.work_round", slug=slug), 303)


@localized(
    bp, "/hoi-dong/<slug>/giam-khao/<int:juror_id>/rut", "/council/<slug>/jurors/<int:juror_id>/remove",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def remove_juror(slug: str, juror_id: int) -> Page:
    """The chair removes a juror; the sheets stay in the log and are not counted."""
    round_ = get_work_round(current_actor(), slug)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                scoring_stage.remove_juror(current_actor(), round_.id, juror_id, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("voting.work_round", slug=slug), 303)
    juror = next((j for panel in round_.panels for j in panel.jurors if j.id == juror_id), None)
    if juror is None:
        raise NotFound("not_found")
    page = render_template("voting/scoring/remove_juror.html", round=round_, juror=juror, form=form)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/giam-khao/<int:juror_id>/tra-phieu", "/council/<slug>/jurors/<int:juror_id>/return-sheet",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def return_sheet(slug: str, juror_id: int) -> Page:
    """The chair returns a submitted sheet to its juror, who may then change and submit it again."""
    round_ = get_work_round(current_actor(), slug)
    rows = list_returnable(current_actor(), round_, juror_id)
    form = ReturnSheetForm()
    form.sheet.choices = [SelectChoice("", translate("Choose"))]
    form.sheet.choices += [SelectChoice(sheet.key, code) for sheet, code in rows]
    if form.validate_on_submit():
        try:
            with transaction():
                reopen_sheet(current_actor(), form.sheet.data, form.reason.data or "", juror_id=juror_id)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The sheet is returned. Its juror has been informed."))
            return redirect(local_url("voting.work_round", slug=slug), 303)
    round_ = get_work_round(current_actor(), slug)
    page = render_template(
        "voting/scoring/return_sheet.html",
        round=round_,
        juror=find_seated_juror(round_, juror_id),
        has_sheets=bool(rows),
        form=form,
    )
    return page, 422 if form.is_submitted() else 200
