"""Send recognised entries up: choose the round above, enter the list, sign it in turn."""

from collections import Counter
from collections.abc import Callable

from flask import redirect, render_template
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from voting.blueprint import bp
from voting.enums import NominationState
from voting.models import Nomination, Promotion, SelectionRound
from voting.product_sets.queries import set_items_of, set_name_of, sets_by_lead
from voting.promotion import services as service
from voting.promotion.forms import PromotionForm
from voting.promotion.labels import OBSTACLES
from voting.promotion.queries import list_promotions, list_sent_up, list_upper_rounds
from voting.rounds.pages import get_published_round
from voting.rounds.queries import load_entries
from voting.rounds.signatures import list_signatures

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong/<slug>/de-cu", "/council/<slug>/promotion")
@access("voting.council")
def promotion(slug: str) -> Page:
    """Open rounds of the level above, and what was sent up so far."""
    round_ = get_published_round(slug)
    return render_template(
        "voting/promotion/promotion.html",
        round=round_,
        rounds=list_upper_rounds(round_),
        sent=[row for row in list_promotions(round_.id) if row.promoted_at],
        waiting=Counter(row.to_round_id for row in list_promotions(round_.id) if row.promoted_at is None),
        signed={
            above.id: [step.role for step in list_signatures(round_, service.promotion_act(above))]
            for above in list_upper_rounds(round_)
        },
        limit=service.get_upward_limit(round_),
        sent_count=len(list_sent_up(round_.id)),
        title_of_entry=_titles(round_),
    )


@localized(
    bp,
    "/hoi-dong/<slug>/de-cu/<to_slug>",
    "/council/<slug>/promotion/<to_slug>",
    methods=("GET", "POST"),
)
@access("voting.council")
def promote(slug: str, to_slug: str) -> Page:
    """Which recognised entries are sent up to one round; entries that may not be sent say why."""
    round_ = get_published_round(slug)
    to_round = _upper(round_, to_slug)
    waiting = _waiting(round_, to_round)
    form = PromotionForm(data={"entries": [row.nomination_id for row in waiting]})
    free, kept_out = _choices(round_, to_round)
    title = _titles(round_)
    shown = [(f"{title(n)} · {n.facility.name}", text) for n, text in kept_out]
    form.entries.choices = [SelectChoice(n.id, f"{title(n)} · {n.facility.name}") for n in free]
    if form.validate_on_submit():
        try:
            with transaction():
                service.prepare_promotion(current_actor(), round_.id, to_round.id, form.entries.data or [])
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The list is saved. Chair and secretary sign it next."))
            return redirect(local_url("voting.sign_promotion", slug=slug, to_slug=to_slug), 303)
    round_ = get_published_round(slug)
    page = render_template(
        "voting/promotion/promote.html",
        round=round_,
        to_round=_upper(round_, to_slug),
        form=form,
        free=bool(form.entries.choices),
        kept_out=shown,
        limit=service.get_upward_limit(round_),
        sent_count=len(list_sent_up(round_.id)),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/hoi-dong/<slug>/de-cu/<to_slug>/ky",
    "/council/<slug>/promotion/<to_slug>/sign",
    methods=("GET", "POST"),
)
@access("voting.council")
def sign_promotion(slug: str, to_slug: str) -> Page:
    """The list as both people sign it; the second signature copies the dossiers up."""
    round_ = get_published_round(slug)
    to_round = _upper(round_, to_slug)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                done = service.sign_promotion(current_actor(), round_.id, to_round.id)
        except DomainError as error:
            if error.code == "confirmation_needed":
                raise
            form.refuse(error)
        else:
            sent = translate("The dossiers are in the round above.")
            tell("success", sent if done else translate("You have signed. The other person signs next."))
            return redirect(local_url("voting.promotion", slug=slug), 303)
    round_ = get_published_round(slug)
    to_round = _upper(round_, to_slug)
    page = render_template(
        "voting/promotion/sign_promotion.html",
        round=round_,
        to_round=to_round,
        form=form,
        waiting=_waiting(round_, to_round),
        title_of_entry=_titles(round_),
        signatures=list_signatures(round_, service.promotion_act(to_round)),
    )
    return page, 422 if form.is_submitted() else 200


def _upper(round_: SelectionRound, to_slug: str) -> SelectionRound:
    found = next((row for row in list_upper_rounds(round_) if row.slug == to_slug), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _waiting(round_: SelectionRound, to_round: SelectionRound) -> list[Promotion]:
    return [row for row in list_promotions(round_.id, to_round.id) if row.promoted_at is None]


def _choices(
    round_: SelectionRound, to_round: SelectionRound
) -> tuple[list[Nomination], list[tuple[Nomination, str]]]:
    """Recognised entries that may go up, and those that may not with the first reason in words."""
    free, kept_out, gone = [], [], list_sent_up(round_.id)
    for nomination in load_entries(round_):
        if nomination.state == NominationState.RECOGNISED:
            obstacles = service.find_obstacles_upward(nomination, to_round)
            if nomination.id in gone:
                kept_out.append((nomination, translate("Sent up")))
            elif obstacles:
                kept_out.append((nomination, translate(OBSTACLES[obstacles[0].value])))
            else:
                free.append(nomination)
    return free, kept_out


def _titles(round_: SelectionRound) -> Callable[[Nomination], str]:
    """Names an entry of the round as it was recognised, with what is in it where it is a set."""
    sets = sets_by_lead(round_.id)

    def title(nomination: Nomination) -> str:
        merged = sets.get(nomination.id)
        items = set_items_of(nomination, merged)
        name = set_name_of(nomination, merged) or nomination.product.name_vi
        return f"{name} ({'; '.join(items)})" if items else name

    return title
