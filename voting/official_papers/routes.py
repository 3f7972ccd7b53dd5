"""The office of a round: heads of papers, numbers, and the plan as a paper."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.documents.official.media import DOCX, paper_docx, paper_pdf
from app.core.documents.official.paper import Paper
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.models import SelectionRound
from voting.official_papers import services as office_papers
from voting.official_papers.forms import NumberForm, OfficeForm
from voting.official_papers.labels import PAPER_KINDS
from voting.official_papers.plan import plan_paper
from voting.official_papers.queries import get_office, list_numbers, propose_number
from voting.official_papers.series import PaperKind
from voting.policies import can_decide
from voting.rounds.queries import get_work_round

Page = Response | str | tuple[str, int]
OWN_KINDS = (PaperKind.PLAN, PaperKind.MINUTES, PaperKind.SUBMISSION)
"""One paper a round; notices are numbered together."""


@localized(bp, "/hoi-dong/<slug>/so-van-ban", "/council/<slug>/paper-numbers")
@access("voting.run")
def paper_office(slug: str) -> Page:
    """How papers are headed and signed, and the numbers they have."""
    return _page(get_work_round(current_actor(), slug))


@localized(
    bp,
    "/hoi-dong/<slug>/so-van-ban/dau-van-ban",
    "/council/<slug>/paper-numbers/office",
    methods=("GET", "POST"),
)
@access("voting.run")
def set_paper_office(slug: str) -> Page:
    """Fill in how the papers of the round are headed and signed."""
    round_ = get_work_round(current_actor(), slug)
    office = get_office(round_)
    form = OfficeForm(
        data={name: getattr(office, name) for name in office_papers.OfficeData.__dataclass_fields__}
    )
    if form.validate_on_submit():
        try:
            with transaction():
                office_papers.set_office(current_actor(), round_.id, form.office())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The heads of the papers are saved."))
            return redirect(local_url("voting.paper_office", slug=slug), 303)
    page = render_template("voting/official_papers/office.html", round=round_, form=form, office=office)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/so-van-ban/cap-so", "/council/<slug>/paper-numbers/give", methods=("GET", "POST")
)
@access("voting.run")
def give_paper_number(slug: str) -> Page:
    """Give one of the round's papers its number and day."""
    round_ = get_work_round(current_actor(), slug)
    form = NumberForm(data={"signed_on": today(), "kind": request.args.get("kind", "")})
    kind = next((one for one in OWN_KINDS if one == form.kind.data), None)
    if kind is None:
        raise NotFound("not_found")
    if form.validate_on_submit():
        try:
            with transaction():
                office_papers.give_number(
                    current_actor(), round_.id, kind, form.signed_on.data, number=form.number.data
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The paper has its number."))
            return redirect(local_url("voting.paper_office", slug=slug), 303)
    page = render_template(
        "voting/official_papers/number.html",
        round=get_work_round(current_actor(), slug),
        form=form,
        kind=kind,
        label=PAPER_KINDS[kind],
        proposed=propose_number(round_, kind, today()),
        sign=get_office(round_).sign(kind),
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/ke-hoach.<ending>", "/council/<slug>/plan.<ending>")
@access("voting.run")
def plan_file(slug: str, ending: str) -> Response:
    """The plan as PDF or DOCX."""
    round_ = get_work_round(current_actor(), slug)
    return paper_file(plan_paper(round_), f"{slug}-ke-hoach", ending)


def paper_file(paper: Paper, stem: str, ending: str) -> Response:
    """A paper as a private download. Raises NotFound for other endings than pdf and docx."""
    if ending == "pdf":
        response = Response(paper_pdf(paper), content_type="application/pdf")
    elif ending == "docx":
        response = Response(paper_docx(paper), content_type=DOCX)
    else:
        raise NotFound("not_found")
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(round_: SelectionRound) -> str:
    numbers = list_numbers(round_.id)
    office = get_office(round_)
    rows = [
        {
            "kind": kind,
            "label": translate(PAPER_KINDS[kind]),
            "sign": office.sign(kind),
            "number": numbers.get((kind, "")),
            "may_give": kind is PaperKind.PLAN or bool(can_decide(current_actor(), round_)),
        }
        for kind in OWN_KINDS
    ]
    notices = sum(kind == PaperKind.NOTICE for kind, _subject in numbers)
    return render_template(
        "voting/official_papers/papers.html", round=round_, office=office, rows=rows, notices=notices
    )
