"""Score sheets on paper: print them with a code, type them in twice, settle what was read differently."""

from typing import TYPE_CHECKING

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken, at_field
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.addresses import base_url
from app.web.fields import whole_number
from app.web.filters import number_text
from app.web.forms import chosen_file
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.dossiers import check_list as dossier
from voting.dossiers.routes import store_upload
from voting.models import SelectionRound
from voting.paper_sheets import services as service
from voting.paper_sheets.codes import read_paper_code, show_paper_code
from voting.paper_sheets.forms import PaperCodeForm, PaperForm, SettleForm, paper_form, settle_form
from voting.paper_sheets.labels import PAPER_STATES
from voting.paper_sheets.matching import COMMENT
from voting.paper_sheets.policies import can_see_scan, can_type_sheets
from voting.paper_sheets.queries import (
    PaperRow,
    PaperView,
    find_paper,
    find_scan,
    get_paper,
    list_differences,
    list_paper_sheets,
)
from voting.rounds.queries import get_work_round
from voting.rounds.status import IN_SCORING
from voting.rule_sets.services import rules_of
from voting.rules.rule_set import scored
from voting.score_sheets.services import clean_scores

if TYPE_CHECKING:
    from voting.paper_sheets.pdf import BlankSheet

Page = Response | str | tuple[str, int]


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/phieu-giay", "/officer/rounds/<slug>/paper", methods=("GET", "POST")
)
@access("voting.run")
def paper_sheets(slug: str) -> Page:
    """All sheets of the pass and where each stands; prepares those to be printed."""
    actor = current_actor()
    round_ = get_work_round(actor, slug)
    if request.method == "POST":
        juror_id = whole_number(request.form.get("juror")) or None
        try:
            with transaction():
                service.prepare_paper_sheets(actor, round_.id, juror_id)
        except DomainError as error:
            tell("danger", message_for(error))
            return redirect(local_url("voting.paper_sheets", slug=slug), 303)
        return redirect(local_url("voting.paper_pdf", slug=slug, juror=juror_id), 303)
    rows = list_paper_sheets(actor, round_)
    return render_template(
        "voting/paper_sheets/paper_sheets.html",
        round=round_,
        rows=rows,
        stacks=_stacks(rows),
        states=PAPER_STATES,
        may_type=bool(can_type_sheets(actor, round_)) and round_.state in IN_SCORING,
        form=PaperCodeForm(None),
        show_code=show_paper_code,
    )


@localized(bp, "/can-bo/ky-binh-chon/<slug>/phieu-giay.pdf", "/officer/rounds/<slug>/paper.pdf")
@access("voting.run")
def paper_pdf(slug: str) -> Response:
    """The prepared sheets that are not in yet, of one juror or of all, as one document to print."""
    from voting.paper_sheets.pdf import score_sheets_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    actor = current_actor()
    round_ = get_work_round(actor, slug)
    authorize(actor, can_type_sheets, round_)
    juror_id = whole_number(request.args.get("juror")) or None
    rows = [row for row in list_paper_sheets(actor, round_) if juror_id in {None, row.juror.id}]
    stacks = [(name, [_blank(round_, row) for row in stack]) for name, stack in _waiting(rows)]
    if not stacks:
        raise NotFound("not_found")
    response = Response(score_sheets_pdf(round_, rules_of(round_), stacks), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-phieu-cham-diem.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@localized(bp, "/can-bo/phieu-giay", "/officer/paper", methods=("GET", "POST"))
@access("voting.run")
def paper_code() -> Page:
    """Find a sheet by the code beside its QR code."""
    form = PaperCodeForm()
    if form.validate_on_submit():
        code = read_paper_code(form.code.data or "")
        if code is not None and _is_known(code):
            return redirect(local_url("voting.paper_sheet", code=code), 303)
        form.refuse(RuleBroken("no_such_paper", "code"))
    return render_template(
        "voting/paper_sheets/paper_code.html", form=form
    ), 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/phieu-giay/<code>", "/officer/paper/<code>", methods=("GET", "POST"))
@access("voting.run")
def paper_sheet(code: str) -> Page:
    """Where a clerk types a sheet, and where the chair settles it."""
    found = read_paper_code(code)
    if found is None:
        raise NotFound("not_found")
    if found != code:
        return redirect(local_url("voting.paper_sheet", code=found), 302)
    view = get_paper(current_actor(), code)
    return _settle(view) if view.may_settle else _type(view)


@bp.route("/can-bo/phieu-giay/<code>/ban-quet")
@access("voting.run")
def paper_scan(code: str) -> Response:
    """The scan of a sheet, as a download."""
    paper = find_paper(code)
    scan = find_scan(paper) if paper else None
    if paper is None or scan is None:
        raise NotFound("not_found")
    disputed = bool(list_differences(paper))
    authorize(current_actor(), can_see_scan, paper.sheet.nomination.round, disputed=disputed)
    return private_file(scan.file, scan.media_type, f"phieu-{code}")


def _is_known(code: str) -> bool:
    """Whether there is such a sheet for this person."""
    try:
        get_paper(current_actor(), code)
    except NotFound:
        return False
    return True


def _type(view: PaperView) -> Page:
    labels = _labels(view.round)
    form = paper_form(list(labels.items()))
    refusals = _find_refusals(view, form, list(labels)) if form.is_submitted() and view.may_type else []
    if form.validate_on_submit() and not refusals:
        try:
            done = _send(view, form, list(labels))
        except DomainError as error:
            form.refuse(_at_field(error, "score_"))
        else:
            _tell_typed(view, done=done)
            return redirect(local_url("voting.paper_sheet", code=view.paper.code), 303)
    for refusal in refusals:
        form.refuse(_at_field(refusal, "score_"))
    return _page("voting/paper_sheets/paper_type.html", view, form), 422 if form.is_submitted() else 200


def _send(view: PaperView, form: PaperForm, codes: list[str]) -> bool:
    upload = chosen_file(form.scan)
    with at_field("scan"):
        file = store_upload(upload.read(), dossier.OTHER) if upload is not None else None
    with transaction():
        if file is not None:
            service.keep_scan(current_actor(), view.paper.code, file.name, file.media_type)
        return service.type_sheet(
            current_actor(), view.paper.code, form.scores(codes), form.comment.data or ""
        )


def _tell_typed(view: PaperView, *, done: bool) -> None:
    if done:
        tell(
            "success",
            translate("Both clerks read the same. The sheet is submitted and the juror has the receipt."),
        )
    elif view.others:
        tell(
            "warning",
            translate("The two readings differ. Look at the paper again in the fields named below."),
        )
    else:
        tell("success", translate("What you typed is saved. Another clerk types the sheet next."))


def _settle(view: PaperView) -> Page:
    labels = _labels(view.round)
    fields = [one.field for one in view.differences]
    form = settle_form(
        [
            (
                one.field,
                _label(labels, one.field),
                _shown(one.field, one.first),
                _shown(one.field, one.second),
            )
            for one in view.differences
        ]
    )
    if form.validate_on_submit():
        try:
            with transaction():
                service.settle_sheet(
                    current_actor(), view.paper.code, form.chosen(fields), form.reason.data or ""
                )
        except DomainError as error:
            form.refuse(_at_field(error, "pick_"))
        else:
            tell(
                "success",
                translate("The sheet is submitted. Your decision is in the record of the round."),
            )
            return redirect(local_url("voting.paper_sheets", slug=view.round.slug), 303)
    return _page("voting/paper_sheets/paper_settle.html", view, form), 422 if form.is_submitted() else 200


def _page(template: str, view: PaperView, form: PaperForm | SettleForm) -> str:
    labels = _labels(view.round)
    return render_template(
        template,
        view=view,
        form=form,
        codes=list(labels),
        limits=_limits(view.round),
        groups=GROUPS,
        shown_code=show_paper_code(view.paper.code),
        has_scan=bool(view.paper.scans),
        differing=[_label(labels, one.field) for one in view.differences],
        picks=[form[f"pick_{one.field}"] for one in view.differences] if view.may_settle else [],
    )


def _shown(field: str, text: str) -> str:
    return text if field == COMMENT else number_text(text)


def _find_refusals(view: PaperView, form: PaperForm, codes: list[str]) -> list[DomainError]:
    """All errors of the input, where the use case would name only the first."""
    found: list[DomainError] = []
    for code, text in form.scores(codes).items():
        try:
            if not clean_scores(rules_of(view.round), {code: text}, complete=False):
                found.append(RuleBroken("score_missing", code, criterion=code))
        except RuleBroken as error:
            found.append(error)
    if not view.paper.scans and chosen_file(form.scan) is None:
        found.append(RuleBroken("scan_missing", "scan"))
    return found


def _at_field(error: DomainError, prefix: str) -> DomainError:
    """The same refusal beside the form's field of a criterion."""
    if error.field and error.field not in {COMMENT, "reason", "scan"}:
        return RuleBroken(error.code, f"{prefix}{error.field}", **error.params)
    if error.field == COMMENT and prefix == "pick_":
        return RuleBroken(error.code, f"{prefix}{COMMENT}", **error.params)
    return error


def _labels(round_: SelectionRound) -> dict[str, str]:
    """Code of each field -> its name in the reader's language."""
    name = "name_vi" if current_locale() == "vi" else "name_en"
    return {
        one.code: getattr(one, name) for criterion in rules_of(round_).criteria for one in scored(criterion)
    }


def _limits(round_: SelectionRound) -> dict[str, str]:
    """Code of each field -> the most points it may get."""
    criteria = rules_of(round_).criteria
    return {one.code: number_text(one.maximum) for criterion in criteria for one in scored(criterion)}


def _label(labels: dict[str, str], field: str) -> str:
    return translate("Remark") if field == COMMENT else labels[field]


def _stacks(rows: list[PaperRow]) -> list[dict[str, object]]:
    """One line per juror: how many sheets have arrived, and how many have to be printed or typed."""
    stacks: dict[int, list[PaperRow]] = {}
    for row in rows:
        stacks.setdefault(row.juror.id, []).append(row)
    return [
        {
            "juror": stack[0].juror,
            "sheets": len(stack),
            "received": sum(row.state in {"on_paper", "on_screen"} for row in stack),
            "printed": sum(row.paper is not None for row in stack),
            "differs": sum(row.state == "differs" for row in stack),
        }
        for stack in stacks.values()
    ]


def _waiting(rows: list[PaperRow]) -> list[tuple[str, list[PaperRow]]]:
    """Printed sheets that are not in yet, a stack a juror, under the juror's name."""
    stacks: dict[int, tuple[str, list[PaperRow]]] = {}
    for row in rows:
        if row.paper is not None and row.state in {"printed", "typed_once", "differs"}:
            stacks.setdefault(row.juror.id, (row.juror.name, []))[1].append(row)
    return list(stacks.values())


def _blank(round_: SelectionRound, row: PaperRow) -> "BlankSheet":
    from voting.paper_sheets.pdf import BlankSheet  # noqa: PLC0415  # what draws is loaded when it is wanted

    assert row.paper is not None
    facts = {"ky": round_.slug, "ma": row.code, "gk": row.juror.alias}
    address = base_url() + local_url("voting.paper_sheet", code=row.paper.code, lang="vi", **facts)
    nomination = row.sheet.nomination
    return BlankSheet(
        code=row.paper.code,
        address=address,
        alias=row.juror.alias,
        entry=row.code,
        group=nomination.group,
        name="" if rules_of(round_).blind else f"{nomination.product.name_vi} ({nomination.facility.name})",
    )
