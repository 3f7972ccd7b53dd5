"""Councils of proposals: calling one, the seats of a person, one council with its minutes."""

from typing import Any

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.buttons import press
from app.web.fields import whole_number
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.forms import VersionedForm
from programme.blueprint import bp
from programme.models import CouncilSeat, ProposalCouncil
from programme.proposal_councils import queries, services
from programme.proposal_councils.files import minutes_pdf
from programme.proposal_councils.forms import CallForm, MinutesForm, OpinionForm, StandDownForm
from programme.proposal_councils.kinds import Post
from programme.proposal_councils.labels import KINDS, POSTS, VERDICTS
from programme.proposal_councils.policies import can_call_council
from programme.proposal_councils.seats import belonging, put_back, stand_down
from programme.proposals import views
from programme.proposals.queries import get_proposal, priority_of

Page = BaseResponse | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(
    bp,
    "/can-bo/de-an/<int:proposal_id>/hoi-dong",
    "/officer/proposals/<int:proposal_id>/council",
    methods=POSTED,
)
@access("programme.proposals")
def council_call(proposal_id: int) -> Page:
    """Call the council that the proposal waits for."""
    row, form = get_proposal(current_actor(), proposal_id), CallForm()
    authorize(current_actor(), can_call_council, row)
    kind = services.kind_for(row)
    if not kind:
        raise NotFound("not_found")
    form.offer(queries.list_people())
    if form.validate_on_submit():
        try:
            with transaction():
                council_id = services.call_council(
                    current_actor(), proposal_id, form.decision.data or "", whole_number(form.chair.data),
                    whole_number(form.secretary.data), [whole_number(key) for key in form.members.data or ()],
                ).id  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The council is called; its members find it among their tasks."))
            return redirect(local_url("programme.council", council_id=council_id), 303)
    row = get_proposal(current_actor(), proposal_id)
    page = render_template(
        "programme/proposal_councils/call.html", form=form, proposal=row, kind=translate(KINDS[kind])
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong-de-an", "/proposal-councils")
@access("programme.appraise")
def my_councils() -> str:
    """The councils in which the person sits."""
    rows = [
        {
            "id": seat.council_id,
            "title": seat.council.proposal.title,
            "kind": translate(KINDS[seat.council.kind]),
            "post": translate(POSTS[seat.post]),
            "said": seat.agrees is not None,
            "signed": seat.council.is_signed,
            "closed": seat.council.closed_at is not None,
        }
        for seat in queries.list_seats(current_actor())
    ]
    return render_template("programme/proposal_councils/councils.html", rows=rows)


@localized(bp, "/hoi-dong-de-an/<int:council_id>", "/proposal-councils/<int:council_id>")
@access("programme.appraise")
def council(council_id: int) -> str:
    """One council: the proposal, what its members say, its minutes."""
    return _page(council_id, OpinionForm(formdata=None), None)


@localized(
    bp,
    "/hoi-dong-de-an/<int:council_id>/y-kien",
    "/proposal-councils/<int:council_id>/opinion",
    methods=("POST",),
)
@access("programme.appraise")
def council_opinion(council_id: int) -> Page:
    """Say what one finds."""
    queries.get_council(current_actor(), council_id)
    form = OpinionForm()
    form.offer()
    if form.validate_on_submit():
        try:
            with transaction():
                agrees = form.agrees.data == "yes"
                services.give_opinion(current_actor(), council_id, form.opinion.data or "", agrees=agrees)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.council", council_id=council_id), 303)
    return _page(council_id, form, None), 422


@localized(
    bp,
    "/hoi-dong-de-an/<int:council_id>/bien-ban",
    "/proposal-councils/<int:council_id>/minutes",
    methods=("POST",),
)
@access("programme.appraise")
def council_minutes(council_id: int) -> Page:
    """Write the minutes, as chair or secretary."""
    row, form = queries.get_council(current_actor(), council_id), MinutesForm()
    form.fit(row)
    if form.validate_on_submit():
        try:
            with transaction():
                services.write_minutes(
                    current_actor(), council_id, form.minutes(), version=form.asked_version()
                )
        except DomainError as error:
            form.take(error, queries.version_of(council_id))
        else:
            tell("success", translate("The minutes are written. Chair and secretary sign them."))
            return redirect(local_url("programme.council", council_id=council_id), 303)
    return _page(council_id, OpinionForm(formdata=None), form), 422


@localized(
    bp,
    "/hoi-dong-de-an/<int:council_id>/ghe/<int:seat_id>",
    "/proposal-councils/<int:council_id>/seats/<int:seat_id>",
    methods=POSTED,
)
@access("programme.proposals")
def council_seat(council_id: int, seat_id: int) -> Page:
    """Stand a member down, with who takes the seat."""
    form, seat = StandDownForm(), _seat_to_change(council_id, seat_id)
    form.offer([user for user in queries.list_people() if user.id != seat.user_id], seat.post)
    if form.validate_on_submit():
        try:
            with transaction():
                successor = whole_number(form.successor.data) or None
                stand_down(current_actor(), council_id, seat_id, form.reason.data or "", successor)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The council has changed. Its minutes are signed anew."))
            return redirect(local_url("programme.council", council_id=council_id), 303)
    seat = _seat_to_change(council_id, seat_id)
    page = render_template(
        "programme/proposal_councils/seat.html",
        form=form,
        council=seat.council,
        seat=seat,
        post=translate(POSTS[seat.post]),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong-de-an/<int:council_id>/ghe/<int:seat_id>/tro-lai",
    "/proposal-councils/<int:council_id>/seats/<int:seat_id>/put-back",
    methods=("POST",),
)
@access("programme.proposals")
def council_seat_back(council_id: int, seat_id: int) -> BaseResponse:
    """Let a person who was taken out sit there again, as a member."""
    queries.get_council(current_actor(), council_id)
    return press(
        lambda: put_back(current_actor(), council_id, seat_id),
        local_url("programme.council", council_id=council_id),
        translate("The council has changed. Its minutes are signed anew."),
    )


@localized(
    bp, "/hoi-dong-de-an/<int:council_id>/ky", "/proposal-councils/<int:council_id>/sign", methods=("POST",)
)
@access("programme.appraise")
def council_sign(council_id: int) -> Page:
    """Sign the minutes, as chair or secretary."""
    queries.get_council(current_actor(), council_id)
    form = VersionedForm()
    try:
        with transaction():
            seen = form.asked_version()
            is_signed = services.sign_minutes(current_actor(), council_id, version=seen).is_signed
    except NotFound:
        raise
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("Both have signed.") if is_signed else translate("You have signed."))
    return redirect(local_url("programme.council", council_id=council_id), 303)


@localized(
    bp, "/hoi-dong-de-an/<int:council_id>/bien-ban.pdf", "/proposal-councils/<int:council_id>/minutes.pdf"
)
@access("member")
def council_paper(council_id: int) -> Response:
    """The minutes as PDF; who asked gets them once they are signed."""
    row = queries.get_council(current_actor(), council_id)
    response = Response(minutes_pdf(row, priority_of(row.proposal)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="bien-ban-{council_id}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _seat_to_change(council_id: int, seat_id: int) -> CouncilSeat:
    """Raises NotFound or NotAllowed."""
    row = queries.get_council(current_actor(), council_id)
    authorize(current_actor(), can_call_council, row.proposal)
    seat = next((each for each in row.sitting if each.id == seat_id), None)
    if seat is None:
        raise NotFound("not_found")
    return seat


def _page(council_id: int, opinion: OpinionForm, minutes: MinutesForm | None) -> str:
    actor, row = current_actor(), queries.get_council(current_actor(), council_id)
    seat = next((seat for seat in row.sitting if seat.user_id == actor.user_id), None)
    opinion.offer()
    if (
        seat is not None
        and not opinion.is_submitted()
        and held_formdata() is None
        and seat.agrees is not None
    ):
        opinion.agrees.data, opinion.opinion.data = "yes" if seat.agrees else "no", seat.opinion
    if minutes is None:
        minutes = MinutesForm(formdata=None)
        minutes.fit(row)
        minutes.show(row)
    return render_template(
        "programme/proposal_councils/council.html",
        **views.page_of(row.proposal),
        council=row,
        kind_text=translate(KINDS[row.kind]),
        posts=POSTS,
        **_change_of_seats(row),
        verdict=translate(VERDICTS[row.verdict]) if row.verdict else "",
        seat=seat,
        keeps=seat is not None and seat.post in {Post.CHAIR, Post.SECRETARY},
        may_sign=_may_sign(row, seat.post if seat is not None else ""),
        opinion=opinion,
        minutes=minutes,
    )


def _change_of_seats(row: ProposalCouncil) -> dict[str, Any]:
    """Whether the person may replace members, and which of them belong to the facility by now."""
    is_open = not row.is_signed and row.closed_at is None
    theirs = belonging([seat.user_id for seat in row.sitting], row.proposal) if is_open else set()
    return {
        "may_change": is_open and bool(can_call_council(current_actor(), row.proposal)),
        "conflicted": [seat.id for seat in row.sitting if seat.user_id in theirs],
    }


def _may_sign(row: ProposalCouncil, post: str) -> bool:
    """The minutes are written, everybody has said what they find, and the person has not signed."""
    is_due = (
        row.held_on is not None
        and row.closed_at is None
        and all(seat.agrees is not None for seat in row.sitting)
    )
    return is_due and post in {Post.CHAIR, Post.SECRETARY} and getattr(row, f"{post}_signed_at") is None
