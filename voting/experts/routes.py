"""The pool of experts for officers, the expert's own page, and juries proposed from the pool."""

from collections.abc import Mapping
from contextlib import suppress

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.models import User
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.experts import services as experts
from voting.experts.forms import ExpertForm, ProposalForm
from voting.experts.queries import PoolRow, find_expert, list_pool
from voting.models import SelectionRound
from voting.policies import can_manage_round
from voting.rounds.queries import get_work_round

Page = Response | str | tuple[str, int]
USUAL_SIZE = 7


@localized(bp, "/can-bo/chuyen-gia", "/officer/experts")
@access("voting.plan")
def pool() -> str:
    """Everybody with the juror's role: what they can judge, when they are away, how busy they are."""
    return render_template("voting/experts/pool.html", rows=list_pool(), groups=GROUPS)


@localized(bp, "/can-bo/chuyen-gia/<int:user_id>", "/officer/experts/<int:user_id>", methods=("GET", "POST"))
@access("voting.plan")
def expert(user_id: int) -> Page:
    """One expert, as an officer writes them down."""
    row = next((row for row in list_pool() if row.user.id == user_id), None)
    if row is None:
        raise NotFound("not_found")
    return _expert_page(user_id, "voting.pool")


@localized(bp, "/giam-khao/chuyen-mon", "/jury/expertise", methods=("GET", "POST"))
@access("voting.score")
def own_expertise() -> Page:
    """The juror's own groups and absence."""
    return _expert_page(current_actor().user_id or 0, "voting.jury")


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/de-xuat-giam-khao", "/officer/rounds/<slug>/propose-juries",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.plan")
def propose_juries(slug: str) -> Page:
    """Juries from the pool: proposed first, seated as shown by the second press."""
    round_ = get_work_round(current_actor(), slug)
    authorize(current_actor(), can_manage_round, round_)
    form = ProposalForm(data={"groups": [group.value for group in GROUPS], "size": USUAL_SIZE})
    proposed: Mapping[str, list[PoolRow]] = {}
    if form.validate_on_submit():
        try:
            if request.form.get("act") == "seat":
                with transaction():
                    shown = (form.seats.data or "").split()
                    count = experts.seat_proposed(
                        current_actor(), round_.id, form.groups.data, form.size.data, shown
                    )
                tell(
                    "success",
                    translate_plural("One jury is appointed.", "%(num)s juries are appointed.", count),
                )
                return redirect(local_url("voting.work_round", slug=slug), 303)
            proposed = _proposal(round_, form)
        except DomainError as error:
            form.refuse(error)
            if error.code == "proposal_changed":
                with suppress(RuleBroken):  # too few are left: what is refused stands there already
                    proposed = _proposal(get_work_round(current_actor(), slug), form)
    page = render_template(
        "voting/experts/propose.html",
        round=get_work_round(current_actor(), slug),
        form=form,
        proposed=proposed,
        groups=GROUPS,
    )
    return page, 422 if form.errors or form.form_errors else 200


def _proposal(round_: SelectionRound, form: ProposalForm) -> Mapping[str, list[PoolRow]]:
    """The juries that would sit now; the form carries them, so that these and no others are seated."""
    found = experts.propose_juries(round_, form.groups.data, form.size.data, current_actor().user_id)
    form.seats.data = " ".join(sorted(experts.seats_of_proposal(found)))
    return found


def _expert_page(user_id: int, back: str) -> Page:
    """The form of one expert; saved, it leads back."""
    found = find_expert(user_id)
    names = ("title", "groups", "away_from", "away_until")
    form = ExpertForm(data={name: getattr(found, name) for name in names} if found else {})
    if form.validate_on_submit():
        try:
            with transaction():
                experts.change_expert(current_actor(), user_id, form.facts())
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url(back), 303)
    page = render_template(
        "voting/experts/expert.html", form=form, person=db.session.get_one(User, user_id), back=back
    )
    return page, 422 if form.is_submitted() else 200
