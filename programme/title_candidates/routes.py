"""Candidates as offices keep them: put forward, taken in, received, judged; and the files of each."""

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.buttons import press
from app.web.fields import ReasonForm, whole_number
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.credentials.uploads import kept_papers
from catalog.uploads import uploaded
from programme.artisans.labels import TITLES
from programme.artisans.titles import Title
from programme.blueprint import bp
from programme.models import TitleCandidate
from programme.title_candidates import papers, queries, services
from programme.title_candidates.forms import CandidateForm, FilesForm, FindingForm
from programme.title_candidates.policies import can_change_candidate, can_judge_candidate
from programme.title_rounds.labels import CANDIDATE_STATES, TONES, terms_of
from programme.title_rounds.queries import get_round
from programme.title_rounds.rules import OPEN_TO_CHANGE, CandidateState, RoundState, below

Page = BaseResponse | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/ung-vien", "/officer/title-rounds/<slug>/candidates", methods=POSTED
)
@access("programme.manage")
def title_candidate_new(slug: str) -> Page:
    """Put an artisan of the register forward."""
    row, form = get_round(current_actor(), slug), CandidateForm()
    form.offer(queries.list_for_round(row))
    if not form.is_submitted() and held_formdata() is None:
        form.handed_in_on.data = min(today(), row.last_day)
    if form.validate_on_submit():
        try:
            with transaction():
                candidate_id = services.enter_candidate(current_actor(), row.id, form.typed()).id
        except DomainError as error:
            form.take(error, None)
        else:
            tell("success", translate("The candidate is put forward. Attach the papers."))
            return redirect(local_url("programme.title_candidate", candidate_id=candidate_id), 303)
    page = render_template(
        "programme/title_candidates/form.html", form=form, round=get_round(current_actor(), slug),
        back=local_url("programme.title_round", slug=slug), is_facility=False, returned="",
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/tiep-nhan", "/officer/title-rounds/<slug>/take-in", methods=("POST",)
)
@access("programme.manage")
def title_take_in(slug: str) -> BaseResponse:
    """The ministry takes in whom a province has proposed."""
    row = get_round(current_actor(), slug)
    return press(
        lambda: services.take_in_candidate(
            current_actor(), row.id, whole_number(request.form.get("candidate"))
        ),
        local_url("programme.title_round", slug=slug),
        translate("Done."),
    )


@localized(bp, "/ung-vien-danh-hieu/<int:candidate_id>", "/title-candidates/<int:candidate_id>")
@access("member")
def title_candidate(candidate_id: int) -> str:
    """One candidate, for the office and for the facility that handed in."""
    return _page(candidate_id)


@localized(
    bp,
    "/ung-vien-danh-hieu/<int:candidate_id>/buoc",
    "/title-candidates/<int:candidate_id>/step",
    methods=("POST",),
)
@access("member")
def title_candidate_step(candidate_id: int) -> Page:
    """Receive it, return it with what is to be put right, or take it back."""
    queries.get_candidate(current_actor(), candidate_id)
    form, act = ReasonForm(), request.form.get("act", "")
    try:
        with transaction():
            _step(act, candidate_id, form.reason.data or "")
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(candidate_id, reason=form), 422
    tell("success", translate("Done."))
    return redirect(local_url("programme.title_candidate", candidate_id=candidate_id), 303)


@localized(
    bp,
    "/ung-vien-danh-hieu/<int:candidate_id>/ket-qua",
    "/title-candidates/<int:candidate_id>/finding",
    methods=("POST",),
)
@access("programme.manage")
def title_candidate_finding(candidate_id: int) -> Page:
    """Note what the council found, with its numbers."""
    row, form = queries.get_candidate(current_actor(), candidate_id), FindingForm()
    form.fit(row)
    if form.validate_on_submit():
        try:
            with transaction():
                services.note_finding(
                    current_actor(), candidate_id, form.typed(), version=form.asked_version()
                )
        except NotFound:
            raise
        except DomainError as error:
            form.take(error, queries.version_of(candidate_id))
        else:
            tell("success", translate("Saved."))
            slug = queries.get_candidate(current_actor(), candidate_id).round.slug
            return redirect(local_url("programme.title_round", slug=slug), 303)
    return _page(candidate_id, finding=form), 422


@localized(
    bp,
    "/ung-vien-danh-hieu/<int:candidate_id>/giay-to",
    "/title-candidates/<int:candidate_id>/papers",
    methods=("POST",),
)
@access("member")
def title_papers(candidate_id: int) -> Page:
    """Attach files."""
    row, form = queries.get_candidate(current_actor(), candidate_id), FilesForm()
    if form.validate_on_submit():
        try:
            files, text = uploaded(form.files.data), form.text.data or ""
            papers.check_papers(current_actor(), row, text, len(files))
            kept = kept_papers(files)
            with transaction():
                papers.attach_papers(current_actor(), candidate_id, text, kept)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.title_candidate", candidate_id=candidate_id), 303)
    return _page(candidate_id, files=form), 422


@localized(
    bp,
    "/ung-vien-danh-hieu/giay-to/<int:paper_id>/bo",
    "/title-candidates/papers/<int:paper_id>/remove",
    methods=("POST",),
)
@access("member")
def title_paper_remove(paper_id: int) -> BaseResponse:
    """Take a file out."""
    candidate_id = queries.get_paper(current_actor(), paper_id).candidate_id
    return press(
        lambda: papers.take_out_paper(current_actor(), paper_id),
        local_url("programme.title_candidate", candidate_id=candidate_id),
        translate("Done."),
    )


@localized(bp, "/ung-vien-danh-hieu/giay-to/<int:paper_id>", "/title-candidates/papers/<int:paper_id>")
@access("member")
def title_paper(paper_id: int) -> Response:
    """One file, as a download."""
    row = queries.get_paper(current_actor(), paper_id)
    return private_file(row.file, row.media_type, f"danh-hieu-{row.candidate_id}-{row.id}")


def _step(act: str, candidate_id: int, reason: str) -> None:
    if act == "receive":
        services.receive_candidate(current_actor(), candidate_id)
    elif act == "return":
        services.return_candidate(current_actor(), candidate_id, reason)
    elif act == "withdraw":
        services.withdraw_candidate(current_actor(), candidate_id, reason)
    else:
        raise RuleBroken("step_unknown")


def _page(
    candidate_id: int,
    *,
    finding: FindingForm | None = None,
    files: FilesForm | None = None,
    reason: ReasonForm | None = None,
) -> str:
    """Of its forms the one that was sent, the others as for a page that is only read."""
    actor, row = current_actor(), queries.get_candidate(current_actor(), candidate_id)
    if finding is None:
        finding = FindingForm(formdata=None)
        finding.fit(row)
        finding.show(row)
    is_office = bool(can_judge_candidate(actor, row))
    return render_template(
        "programme/title_candidates/candidate.html",
        candidate=row,
        earlier=row.came_from.papers if row.came_from is not None else [],
        is_office=is_office,
        may=_may(row, is_office=is_office),
        state=translate(CANDIDATE_STATES[row.state]), tone=TONES[row.state],
        title=translate(TITLES[Title(row.round.title)]), terms=terms_of(row.round),
        is_below={"years": below(row.round.asks_years, row.years), "taught": below(row.round.asks_taught, row.taught)},
        back=local_url("programme.title_round", slug=row.round.slug) if is_office
        else local_url("programme.my_titles"),
        finding=finding, files=files or FilesForm(formdata=None), reason=reason or ReasonForm(formdata=None),
    )  # fmt: skip


def _may(row: TitleCandidate, *, is_office: bool) -> dict[str, bool]:
    """What the person may do with the candidate now."""
    if row.round.state != RoundState.OPEN:
        return {}
    found = _office_steps(row) if is_office else _own_steps(row)
    return found | {"files": papers.may_change(current_actor(), row)}


def _office_steps(row: TitleCandidate) -> dict[str, bool]:
    """Of who keeps the round."""
    is_from_facility = row.facility_id is not None and row.came_from_id is None
    is_unjudged = row.agrees is None and row.state in {CandidateState.HANDED_IN, CandidateState.RECEIVED}
    return {
        "receive": row.state == CandidateState.HANDED_IN,
        "return": is_from_facility and is_unjudged,
        "find": row.state == CandidateState.RECEIVED and row.round.met_on is not None,
        "withdraw": row.state != CandidateState.WITHDRAWN,
    }


def _own_steps(row: TitleCandidate) -> dict[str, bool]:
    """Of the facility that handed in."""
    is_mine = bool(can_change_candidate(current_actor(), row)) and row.came_from_id is None
    is_free = is_mine and row.state in OPEN_TO_CHANGE
    return {"withdraw": is_free, "change": is_free and today() <= row.round.last_day}
