"""The course of a trademark: what happened, what comes next and until when; and the classes of goods by words."""

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateField, SelectField
from wtforms.fields import FileField
from wtforms.validators import DataRequired

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.awards.expiry.queries import ends_of_marks
from catalog.blueprint import bp
from catalog.credentials.nice import edition_on, find_classes
from catalog.credentials.queries import get_paper
from catalog.credentials.uploads import keep_scan
from catalog.enums import TrademarkState, TrademarkStepKind
from catalog.forms import REQUIRED, ShortText
from catalog.labels import TRADEMARK_STATES
from catalog.models import Trademark, TrademarkStep
from catalog.policies import can_manage_paper, can_see_scan
from catalog.trademark_course.deadlines import renewal_opens
from catalog.trademark_course.labels import DEADLINES, STEPS
from catalog.trademark_course.queries import list_deadlines, list_steps, list_support
from catalog.trademark_course.services import add_step, ask_support, remove_step
from catalog.trademark_course.terms import list_term_sets, source_on

Answer = BaseResponse | tuple[str, int] | str
LEADS_TO = {
    TrademarkStepKind.PUBLISHED: TrademarkState.PUBLISHED,
    TrademarkStepKind.GRANTED: TrademarkState.GRANTED,
    TrademarkStepKind.REFUSED: TrademarkState.REFUSED,
}


class StepForm(Form):
    kind = SelectField(
        N_("Step of the application"), [DataRequired(REQUIRED)], choices=options({"": N_("Choose"), **STEPS})
    )
    happened_on = DateField(N_("Day of the notice or act"), [DataRequired(REQUIRED)])
    note = ShortText(N_("Note"))
    scan = FileField(N_("Scan (PDF or picture)"))


class SupportForm(Form):
    wish = ShortText(N_("What support do you need?"), [DataRequired(REQUIRED)])


@localized(
    bp, "/co-so-cua-toi/nhan-hieu/<int:paper_id>/tien-trinh", "/my-facility/trademarks/<int:paper_id>/course",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def trademark_course(paper_id: int) -> Answer:
    """What happened to the application, and the deadlines; another step is added here."""
    mark = get_paper(Trademark, paper_id)
    authorize(current_actor(), can_manage_paper, mark)
    form = StepForm()
    if form.validate_on_submit():
        try:
            scan = keep_scan(form.scan.data)
            with transaction():
                add_step(
                    current_actor(),
                    paper_id,
                    form.kind.data,
                    form.happened_on.data,
                    form.note.data or "",
                    scan,
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("catalog.trademark_course", paper_id=paper_id), 303)
    return _page(mark, form, SupportForm(formdata=None) if form.is_submitted() else SupportForm())


@localized(
    bp, "/co-so-cua-toi/nhan-hieu/<int:paper_id>/ho-tro", "/my-facility/trademarks/<int:paper_id>/support",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def trademark_support(paper_id: int) -> Answer:
    """Ask the department for support with the mark."""
    mark = get_paper(Trademark, paper_id)
    authorize(current_actor(), can_manage_paper, mark)
    form = SupportForm()
    if form.validate():
        try:
            with transaction():
                ask_support(current_actor(), paper_id, form.wish.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Your wish is recorded for the department."))
            return redirect(local_url("catalog.trademark_course", paper_id=paper_id), 303)
    return _page(mark, StepForm(formdata=None), form)


@localized(
    bp, "/co-so-cua-toi/nhan-hieu/buoc/<int:step_id>/xoa", "/my-facility/trademarks/steps/<int:step_id>/remove",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def trademark_step_remove(step_id: int) -> BaseResponse:
    """Take back a step told by mistake."""
    with transaction():
        paper_id = remove_step(current_actor(), step_id).id
    tell("success", translate("Removed."))
    return redirect(local_url("catalog.trademark_course", paper_id=paper_id), 303)


@localized(
    bp, "/giay-to/nhan-hieu/buoc/<int:step_id>/ban-quet", "/papers/trademarks/steps/<int:step_id>/scan"
)
@access("member")
def trademark_step_file(step_id: int) -> Response:
    """The paper of a step, as a download, to the facility and its officers."""
    row = db.session.get(TrademarkStep, step_id)
    if row is None or not row.file:
        raise NotFound("not_found")
    authorize(current_actor(), can_see_scan, row.trademark)
    return private_file(row.file, row.file_type, f"nhan-hieu-{step_id}")


@localized(bp, "/co-so-cua-toi/nhom-nice", "/my-facility/nice-classes")
@access("catalog.manage")
def nice_classes() -> str:
    """The classes of goods and services, found by words or number."""
    asked = request.args.get("q", "").strip()[:100]
    return render_template(
        "catalog/trademark_course/nice.html",
        asked=asked,
        classes=find_classes(asked),
        edition=edition_on(today()),
    )


def _page(mark: Trademark, form: StepForm, support: SupportForm) -> Answer:
    steps = list_steps(mark.id)
    page = render_template(
        "catalog/trademark_course/course.html",
        mark=mark,
        form=form,
        support=support,
        steps=[{"row": row, "text": translate(STEPS[row.kind])} for row in steps],
        deadlines=_deadlines(mark),
        renewed_until=_renewed_until(mark),
        state_behind=_state_behind(mark, steps),
        terms_source=source_on(list_term_sets(), today()),
        wishes=list_support(mark.id),
        old_edition=mark.nice_edition if mark.nice_edition not in {"", edition_on(today())} else "",
        today=today(),
    )
    return (page, 422) if form.errors or form.form_errors or support.errors or support.form_errors else page


def _deadlines(mark: Trademark) -> list[dict[str, Any]]:
    """The open deadlines in words, each with its state."""
    return [
        {
            "text": translate(DEADLINES[each.code]),
            "until": each.until,
            "ours": each.ours,
            "late": each.until < today(),
            "opens": renewal_opens(each.until) if each.code == "renewal" else None,
        }
        for _mark, each in list_deadlines([mark])
    ]


def _renewed_until(mark: Trademark) -> date | None:
    """The new end of a mark whose renewal was told and whose stated end is still the one before."""
    until = ends_of_marks([mark]).get(mark.id)
    return until if mark.valid_until is not None and until != mark.valid_until else None


def _state_behind(mark: Trademark, steps: list[TrademarkStep]) -> str:
    """What the last notice of the office made of the mark, where its data say something earlier; else empty."""
    led = [LEADS_TO[kind] for row in steps if (kind := TrademarkStepKind(row.kind)) in LEADS_TO]
    behind = led and mark.state in {TrademarkState.FILED, TrademarkState.PUBLISHED} and led[-1] != mark.state
    return TRADEMARK_STATES[led[-1]] if behind else ""
