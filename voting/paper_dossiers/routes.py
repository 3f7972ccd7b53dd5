"""The counter: the book of dossiers, one that comes in, steps with it, its papers."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today, utc_now
from app.core.database.transaction import transaction
from app.core.documents.spreadsheets import MEDIA_TYPE as XLSX
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.addresses import base_url
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.enums import Level
from voting.blueprint import bp
from voting.dossiers.labels import DOCUMENT_KINDS
from voting.dossiers.routes import store_upload
from voting.levels.queries import get_level_rules
from voting.models import PaperDossier, SelectionRound
from voting.official_papers.routes import paper_file
from voting.paper_dossiers import form_sets, labels, queries, services
from voting.paper_dossiers.form_sets import StepKind, form_set_on
from voting.paper_dossiers.forms import FIELDS, CopiesForm, ReceiveForm, ScanForm, StepForm
from voting.paper_dossiers.papers import book_paper, book_xlsx, form_paper
from voting.policies import can_handle_dossiers
from voting.rounds.pages import get_council_round
from voting.rounds.queries import get_work_round
from voting.rounds.working_days.deadlines import deadline_transaction

Page = Response | str | tuple[str, int]
DAYS = {Level.REGION: 30}
"""Working days of the procedure of a level; others have none by law that is known."""
SETS, MOST_FILES = 2, 10


@localized(bp, "/hoi-dong/<slug>/ho-so-giay", "/council/<slug>/paper-dossiers")
@access("voting.run")
def paper_dossiers(slug: str) -> Page:
    """All dossiers that came on paper, with what is overdue."""
    round_ = get_work_round(current_actor(), slug)
    rows = queries.list_book(round_, today())
    return render_template(
        "voting/paper_dossiers/book.html",
        round=round_,
        rows=rows,
        overdue=sum(row.overdue for row in rows),
        may_receive=bool(can_handle_dossiers(current_actor(), round_)),
    )


@localized(bp, "/hoi-dong/<slug>/ho-so-giay/so.<ending>", "/council/<slug>/paper-dossiers/book.<ending>")
@access("voting.run")
def dossier_book(slug: str, ending: str) -> Response:
    """The book as PDF, DOCX or spreadsheet."""
    round_ = get_work_round(current_actor(), slug)
    rows, form_set = queries.list_book(round_, today()), form_set_on(today())
    if ending == "xlsx":
        response = Response(book_xlsx(round_, form_set, rows), content_type=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{slug}-so-theo-doi.xlsx"'
        response.headers["Cache-Control"] = "no-store"
        return response
    return paper_file(book_paper(round_, form_set, rows, utc_now()), f"{slug}-so-theo-doi", ending)


@localized(
    bp, "/hoi-dong/<slug>/ho-so-giay/nhan", "/council/<slug>/paper-dossiers/receive", methods=("GET", "POST")
)
@access("voting.council")
def receive_dossier(slug: str) -> Page:
    """Receive a dossier on paper in the facility's name."""
    round_ = get_council_round(slug)
    authorize(current_actor(), can_handle_dossiers, round_)
    form = ReceiveForm(data={"sets": SETS, **_desk(round_)})
    products = queries.list_receivable(round_)
    form.product_id.offer([(one.id, f"{one.facility.name} – {one.name_vi}") for one in products])
    if form.validate_on_submit():
        try:
            with deadline_transaction(round_.id):
                nomination_id = services.receive_dossier(
                    current_actor(), round_.id, form.received()
                ).nomination_id
        except DomainError as error:
            form.refuse(_at_copies(error))
        else:
            tell("success", translate("The dossier is received. Print the receipt for the facility."))
            return redirect(local_url("voting.paper_dossier", slug=slug, nomination_id=nomination_id), 303)
    page = render_template("voting/paper_dossiers/receive.html", round=round_, form=form, products=products)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong/<slug>/ho-so-giay/<int:nomination_id>",
    "/council/<slug>/paper-dossiers/<int:nomination_id>",
)
@access("voting.run")
def paper_dossier(slug: str, nomination_id: int) -> Page:
    """One dossier: what came, its term, the steps taken, the papers to print."""
    return _page(queries.get_paper_dossier(current_actor(), slug, nomination_id))


@localized(
    bp, "/hoi-dong/<slug>/ho-so-giay/<int:nomination_id>/buoc",
    "/council/<slug>/paper-dossiers/<int:nomination_id>/step", methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def dossier_step(slug: str, nomination_id: int) -> Page:
    """Call for more, refuse, extend, stop or hand over."""
    found = queries.get_paper_dossier(current_actor(), slug, nomination_id)
    form = StepForm()
    if not form.is_submitted():
        return _page(found, step_form=form)
    try:
        if not form.validate():
            return _page(found, step_form=form), 422
        with transaction():
            _take_step(nomination_id, form)
    except DomainError as error:
        error.field = "detail" if error.field == "reason" else error.field
        form.refuse(error)
        return _page(queries.get_paper_dossier(current_actor(), slug, nomination_id), step_form=form), 422
    tell("success", translate("The step is recorded."))
    return redirect(local_url("voting.paper_dossier", slug=slug, nomination_id=nomination_id), 303)


@localized(
    bp, "/hoi-dong/<slug>/ho-so-giay/<int:nomination_id>/bo-sung",
    "/council/<slug>/paper-dossiers/<int:nomination_id>/complete", methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def complete_dossier(slug: str, nomination_id: int) -> Page:
    """What lacked has come: count the papers anew."""
    found = queries.get_paper_dossier(current_actor(), slug, nomination_id)
    counted = {FIELDS[paper["kind"]]: paper["copies"] for paper in found.papers}
    form = CopiesForm(data={**counted, "sets": found.sets})
    if form.validate_on_submit():
        try:
            with transaction():
                services.complete_dossier(
                    current_actor(), nomination_id, papers=form.copies(), sets=form.sets.data
                )
        except DomainError as error:
            form.refuse(_at_copies(error))
        else:
            tell("success", translate("The dossier is full again; its term runs from today."))
            return redirect(local_url("voting.paper_dossier", slug=slug, nomination_id=nomination_id), 303)
    page = render_template(
        "voting/paper_dossiers/complete.html", round=found.nomination.round, dossier=found, form=form
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/ho-so-giay/<int:nomination_id>/ban-quet",
    "/council/<slug>/paper-dossiers/<int:nomination_id>/scans", methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def add_scan(slug: str, nomination_id: int) -> Page:
    """Add scans and photos to a dossier on paper."""
    found = queries.get_paper_dossier(current_actor(), slug, nomination_id)
    form = ScanForm()
    if not form.is_submitted():
        return _page(found, scan_form=form)
    try:
        if not form.validate():
            return _page(found, scan_form=form), 422
        authorize(current_actor(), can_handle_dossiers, found.nomination.round)
        files = [file for file in form.files.data if file and file.filename]
        if not files or len(files) > MOST_FILES:
            raise RuleBroken("choose_files", "files", limit=MOST_FILES)
        stored = [store_upload(file.read(), form.kind.data) for file in files]
        with transaction():
            for one in stored:
                services.add_scan(current_actor(), nomination_id, form.kind.data, form.title.data or "", one)
    except DomainError as error:
        form.refuse(error)
        return _page(queries.get_paper_dossier(current_actor(), slug, nomination_id), scan_form=form), 422
    tell("success", translate("The scans are added."))
    return redirect(local_url("voting.paper_dossier", slug=slug, nomination_id=nomination_id), 303)


@localized(
    bp, "/hoi-dong/<slug>/ho-so-giay/<int:nomination_id>/<name>.<ending>",
    "/council/<slug>/paper-dossiers/<int:nomination_id>/<name>.<ending>",
)  # fmt: skip
@access("voting.run")
def dossier_form(slug: str, nomination_id: int, name: str, ending: str) -> Response:
    """One of the forms of a dossier, as PDF or DOCX."""
    found = queries.get_paper_dossier(current_actor(), slug, nomination_id)
    form = next((one for one in queries.list_forms(found) if one == name), None)
    if form is None:
        raise NotFound("not_found")
    address = base_url() + local_url("voting.nomination", nomination_id=nomination_id, lang="vi")
    return paper_file(form_paper(form, found, address), f"{found.code}-{name}", ending)


def _take_step(nomination_id: int, form: StepForm) -> None:
    actor, detail = current_actor(), form.detail.data or ""
    if form.step.data == StepKind.CALL:
        services.call_for_more(actor, nomination_id, detail, form.guidance.data or "")
    elif form.step.data == StepKind.EXTEND:
        if form.until.data is None:
            raise RuleBroken("fill_in", "until")
        services.extend_term(actor, nomination_id, form.until.data, detail)
    else:
        acts = {
            StepKind.REFUSE: services.refuse_dossier,
            StepKind.STOP: services.stop_dossier,
            StepKind.HANDOVER: services.hand_over,
        }
        acts[StepKind(form.step.data)](actor, nomination_id, detail)


def _at_copies(error: DomainError) -> DomainError:
    """A refusal about a kind of paper stands at the field in which its copies are counted."""
    error.field = FIELDS.get(error.field or "", error.field)
    return error


def _desk(round_: SelectionRound) -> dict[str, object]:
    """The office's code and term as the last dossier had them."""
    last = queries.list_book(round_, today())[-1:]
    if last:
        code = last[0].dossier.code.rsplit("-", 2)[0]
        return {"body_code": code, "days": last[0].dossier.days}
    if not get_level_rules(round_.level).is_procedure:  # a plan of its authority has no term by law
        return {"days": None}
    return {"days": next((days for level, days in DAYS.items() if level == round_.level), None)}


def _page(
    found: PaperDossier, *, step_form: StepForm | None = None, scan_form: ScanForm | None = None
) -> str:
    round_ = found.nomination.round
    row = queries.row_of(found, today())
    return render_template(
        "voting/paper_dossiers/dossier.html",
        round=round_,
        dossier=found,
        row=row,
        form_set=form_sets.find_form_set(found.form_set),
        forms=[(form, translate(labels.FORMS[form])) for form in queries.list_forms(found)],
        steps=[(step, translate(labels.STEP_KINDS[StepKind(step.kind)])) for step in found.steps],
        kinds=DOCUMENT_KINDS,
        step_form=step_form or StepForm(None),
        scan_form=scan_form or ScanForm(None),
        may_act=bool(can_handle_dossiers(current_actor(), round_)) and row.is_open,
        is_called=queries.last_kind(found) is StepKind.CALL,
        waits=queries.waits_for_facility(found),
    )
