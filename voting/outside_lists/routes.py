"""Pages of lists upward as signed files: made and signed by the council below, taken in by the secretary above."""

from flask import redirect, render_template
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.documents.official.media import paper_pdf
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.forms import chosen_file
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from voting.blueprint import bp
from voting.enums import NominationState
from voting.outside_lists import services
from voting.outside_lists.forms import ListForm, TakeInForm
from voting.outside_lists.letter import letter_paper
from voting.outside_lists.queries import IN, OUT, get_list, list_lists
from voting.policies import can_handle_dossiers
from voting.promotion.queries import list_sent_up
from voting.rounds.pages import get_published_round
from voting.rounds.queries import get_work_round

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong/<slug>/danh-sach-de-cu", "/council/<slug>/outside-lists", methods=("GET", "POST"))
@access("voting.council")
def outside_lists(slug: str) -> Page:
    """Lists to a body that does not use this site: put one down, sign it, take file and letter."""
    round_ = get_published_round(slug)
    form = ListForm(data={"dated": today()})
    gone = list_sent_up(round_.id)
    form.entries.choices = [
        SelectChoice(n.id, f"{n.product.name_vi} · {n.facility.name}")
        for n in round_.nominations
        if n.state == NominationState.RECOGNISED and n.id not in gone
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                services.prepare_list(current_actor(), round_.id, form.data_of_list())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The list is saved. Chair and secretary sign it next."))
            return redirect(local_url("voting.outside_lists", slug=slug), 303)
    round_ = get_published_round(slug)
    page = render_template(
        "voting/outside_lists/lists.html", round=round_, form=form, rows=list_lists(round_.id, OUT)
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong/<slug>/danh-sach-de-cu/<int:list_id>/ky",
    "/council/<slug>/outside-lists/<int:list_id>/sign",
    methods=("POST",),
)
@access("voting.council")
def sign_outside_list(slug: str, list_id: int) -> Page:
    """Give one of the two signatures."""
    round_id = get_published_round(slug).id
    try:
        with transaction():
            done = services.sign_list(current_actor(), round_id, list_id)
    except DomainError as error:
        if error.code == "confirmation_needed":
            raise
        tell("danger", message_for(error))
    else:
        signed = translate("You have signed. The other person signs next.")
        tell("success", translate("The list is signed. Send its file with the letter.") if done else signed)
    return redirect(local_url("voting.outside_lists", slug=slug), 303)


@localized(
    bp,
    "/hoi-dong/<slug>/danh-sach-de-cu/<int:list_id>.json",
    "/council/<slug>/outside-lists/<int:list_id>.json",
)
@access("voting.council")
def outside_list_file(slug: str, list_id: int) -> Response:
    """The signed file. NotFound before the second signature."""
    row = get_list(get_published_round(slug), list_id)
    if row.signed_at is None:
        raise NotFound("not_found")
    return _download(row.file.encode(), "application/json", f"{slug}-danh-sach-{row.id}.json")


@localized(
    bp,
    "/hoi-dong/<slug>/danh-sach-de-cu/<int:list_id>.pdf",
    "/council/<slug>/outside-lists/<int:list_id>.pdf",
)
@access("voting.council")
def outside_list_letter(slug: str, list_id: int) -> Response:
    """The covering letter."""
    row = get_list(get_published_round(slug), list_id)
    return _download(paper_pdf(letter_paper(row)), "application/pdf", f"{slug}-cong-van-{row.id}.pdf")


@localized(
    bp,
    "/can-bo/ky-binh-chon/<slug>/danh-sach-den",
    "/officer/rounds/<slug>/lists-in",
    methods=("GET", "POST"),
)
@access("voting.council")
def take_in_list(slug: str) -> Page:
    """Take in the signed list of a body below that does not use this site."""
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_handle_dossiers, round_)
    form = TakeInForm()
    if form.validate_on_submit():
        try:
            file = chosen_file(form.file)
            if file is None:
                raise RuleBroken("required", "file")
            data = file.read()
            with transaction():
                services.take_in_list(current_actor(), round_.id, data)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The list is taken in. Check its dossiers next."))
            return redirect(local_url("voting.take_in_list", slug=slug), 303)
    round_ = get_work_round(current_actor(), slug)
    page = render_template(
        "voting/outside_lists/take_in.html", round=round_, form=form, rows=list_lists(round_.id, IN)
    )
    return page, 422 if form.is_submitted() else 200


def _download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
