"""The dossier of a proposal: what it holds and lacks, more files, one file."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.credentials.uploads import kept_papers
from catalog.uploads import uploaded
from programme.blueprint import bp
from programme.models import Proposal
from programme.proposal_papers import queries, services
from programme.proposal_papers.forms import PapersForm
from programme.proposals import views
from programme.proposals.policies import can_change_proposal, looks_after
from programme.proposals.queries import list_open_councils, missing_papers
from programme.proposals.states import BEGINNING, OPEN_FOR_PAPERS

Page = BaseResponse | str | tuple[str, int]


@localized(
    bp, "/de-an/<int:proposal_id>/giay-to", "/proposals/<int:proposal_id>/papers", methods=("GET", "POST")
)
@access("member")
def proposal_papers(proposal_id: int) -> Page:
    """The papers of a dossier; takes more from who asks."""
    row, form = queries.get_with_papers(current_actor(), proposal_id), PapersForm()
    form.offer(row)
    if form.is_submitted():
        authorize(current_actor(), can_change_proposal, row)
    if form.validate_on_submit():
        try:
            files, paper_id, text = uploaded(form.files.data), form.paper_id(), form.text.data or ""
            services.check_papers(current_actor(), row, paper_id, text, len(files))
            kept = kept_papers(files)
            with transaction():
                services.attach_papers(current_actor(), proposal_id, paper_id, text, kept)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.proposal_papers", proposal_id=proposal_id), 303)
    row = queries.get_with_papers(current_actor(), proposal_id)
    page = render_template(
        "programme/proposal_papers/papers.html",
        proposal=row,
        papers=views.paper_rows(row),
        missing=[views.paper_name(paper) for paper in missing_papers(row)],
        form=form,
        may=_may(row),
        back=_back(row),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/de-an/giay-to/<int:paper_id>/bo",
    "/proposals/papers/<int:paper_id>/remove",
    methods=("POST",),
)
@access("member")
def proposal_paper_remove(paper_id: int) -> BaseResponse:
    """Take a file out of the dossier."""
    row = queries.get_paper(current_actor(), paper_id).proposal
    proposal_id, was_there = row.id, row.dossier_on is not None
    try:
        with transaction():
            is_there = services.take_out_paper(current_actor(), paper_id).dossier_on is not None
    except NotFound:
        raise
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("Removed."))
        if was_there and not is_there:
            tell("warning", translate("The dossier lacks this paper now. Hand it in again once it is whole."))
    return redirect(local_url("programme.proposal_papers", proposal_id=proposal_id), 303)


@localized(bp, "/de-an/giay-to/<int:paper_id>", "/proposals/papers/<int:paper_id>")
@access("member")
def proposal_paper(paper_id: int) -> Response:
    """One file, as a download."""
    row = queries.get_paper(current_actor(), paper_id)
    return private_file(row.file, row.media_type, f"de-an-{row.proposal_id}-{row.id}")


def _may(row: Proposal) -> dict[str, bool]:
    """Whether the person may add files, and take them out."""
    is_open = (
        bool(can_change_proposal(current_actor(), row))
        and row.state in OPEN_FOR_PAPERS
        and today() <= row.plan_year.dossier_until
        and not list_open_councils(row.id)
    )
    return {"add": is_open, "remove": is_open and (row.dossier_on is None or row.state in BEGINNING)}


def _back(row: Proposal) -> str:
    """The page of the proposal that the person came from."""
    if looks_after(current_actor(), row):
        return local_url("programme.my_proposal", proposal_id=row.id)
    seat = queries.find_seat(current_actor(), row.id)
    if seat is not None:
        return local_url("programme.council", council_id=seat.council_id)
    return local_url("programme.proposal", proposal_id=row.id)
