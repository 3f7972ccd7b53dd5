"""Rounds for titles as officers keep them: the list, one round with its candidates, council and decision."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.forms import NOT_SHOWN, VersionedForm
from catalog.models import AdministrativeUnit
from programme.artisans.labels import TITLES
from programme.artisans.titles import Title
from programme.blueprint import bp
from programme.exhibits.queries import list_units_served
from programme.models import TitleRound
from programme.title_rounds import publication, queries, services
from programme.title_rounds.forms import CouncilForm, DecisionForm, RoundForm
from programme.title_rounds.labels import CANDIDATE_STATES, ROUND_LEVELS, ROUND_STATES, TONES, terms_of
from programme.title_rounds.policies import can_publish_round
from programme.title_rounds.rules import RoundState, below

Page = Response | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(bp, "/can-bo/xet-danh-hieu", "/officer/title-rounds")
@access("programme.manage")
def title_rounds() -> str:
    """The rounds of the person's area, the latest year first."""
    return render_template(
        "programme/title_rounds/rounds.html", rows=queries.list_kept_rounds(current_actor()), today=today(),
        levels=ROUND_LEVELS, states=ROUND_STATES, titles=TITLES, tones=TONES,
    )  # fmt: skip


@localized(bp, "/can-bo/xet-danh-hieu/moi", "/officer/title-rounds/new", methods=POSTED)
@access("programme.manage")
def title_round_new() -> Page:
    """Announce a round."""
    form, units = RoundForm(), _units()
    form.offer(current_actor(), units)
    if not form.is_submitted() and held_formdata() is None:
        form.year.data = today().year
    if form.validate_on_submit():
        try:
            with transaction():
                slug = services.create_round(current_actor(), form.typed(units)).slug
        except DomainError as error:
            form.refuse(error)
        else:
            tell(
                "success",
                translate("The round is announced. Candidates may be put forward until its last day."),
            )
            return redirect(local_url("programme.title_round", slug=slug), 303)
    page = render_template("programme/title_rounds/form.html", form=form, round=None)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/xet-danh-hieu/<slug>/sua", "/officer/title-rounds/<slug>/edit", methods=POSTED)
@access("programme.manage")
def title_round_edit(slug: str) -> Page:
    """Put a round right."""
    form, units, row = RoundForm(), _units(), _kept(slug)
    form.offer(current_actor(), units)
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit():
        answer = _saved(
            form, row,
            lambda: services.change_round(
                current_actor(), row.id, form.typed(units), version=form.asked_version()
            ),
        )  # fmt: skip
        if answer is not None:
            return answer
    page = render_template("programme/title_rounds/form.html", form=form, round=_kept(slug))
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/xet-danh-hieu/<slug>", "/officer/title-rounds/<slug>")
@access("programme.manage")
def title_round(slug: str) -> str:
    """One round: what it asks for, who was put forward, what the council found, its decision."""
    return _page(slug)


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/hoi-dong", "/officer/title-rounds/<slug>/council", methods=("POST",)
)
@access("programme.manage")
def title_round_council(slug: str) -> Page:
    """Say which council judges."""
    row, form = _kept(slug), CouncilForm()
    if form.validate_on_submit():
        answer = _saved(
            form, row,
            lambda: services.call_council(
                current_actor(), row.id, form.typed(), version=form.asked_version()
            ),
        )  # fmt: skip
        if answer is not None:
            return answer
    return _page(slug, council=form), 422


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/quyet-dinh", "/officer/title-rounds/<slug>/decision", methods=("POST",)
)
@access("programme.manage")
def title_round_decision(slug: str) -> Page:
    """Prepare the decision, as the first person."""
    row, form = _kept(slug), DecisionForm()
    if form.validate_on_submit():
        answer = _saved(
            form, row,
            lambda: publication.prepare_decision(
                current_actor(), row.id, form.typed(), version=form.asked_version()
            ),
            done=translate("The decision is prepared. Another person publishes it."),
        )  # fmt: skip
        if answer is not None:
            return answer
    return _page(slug, decision=form), 422


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/cong-bo", "/officer/title-rounds/<slug>/publish", methods=("POST",)
)
@access("programme.manage")
def title_round_publish(slug: str) -> Page:
    """Publish, as the second person."""
    row, form = _kept(slug), VersionedForm()
    try:
        with transaction():
            publication.publish_decision(current_actor(), row.id, version=form.asked_version())
    except DomainError as error:
        if error.status in NOT_SHOWN and error.code != "title_second_person":
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate("The outcome is published."))
    return redirect(local_url("programme.title_round", slug=slug), 303)


@localized(
    bp, "/can-bo/xet-danh-hieu/<slug>/tra-lai", "/officer/title-rounds/<slug>/return", methods=("POST",)
)
@access("programme.manage")
def title_round_return(slug: str) -> Page:
    """Open it again before it is published."""
    return _reasoned(slug, publication.return_decision)


@localized(bp, "/can-bo/xet-danh-hieu/<slug>/huy", "/officer/title-rounds/<slug>/undo", methods=("POST",))
@access("programme.manage")
def title_round_undo(slug: str) -> Page:
    """Undo what was published."""
    return _reasoned(slug, publication.undo_decision)


def _reasoned(slug: str, act: Callable[..., TitleRound]) -> Page:
    row, form = _kept(slug), VersionedReasonForm()
    if form.validate_on_submit():
        answer = _saved(
            form, row,
            lambda: act(current_actor(), row.id, form.reason.data or "", version=form.asked_version()),
        )  # fmt: skip
        if answer is not None:
            return answer
    return _page(slug, reason=form), 422


class VersionedReasonForm(VersionedForm, ReasonForm):
    """Why, by who saw a version of the round."""


def _saved(
    form: VersionedForm, row: TitleRound, act: Callable[[], TitleRound], *, done: str = ""
) -> Page | None:
    """Do what a form asks for; None where it is refused at its fields."""
    try:
        with transaction():
            slug = act().slug
    except DomainError as error:
        form.take(error, queries.version_of(row))
        return None
    tell("success", done or translate("Saved."))
    return redirect(local_url("programme.title_round", slug=slug), 303)


def _page(
    slug: str,
    *,
    council: CouncilForm | None = None,
    decision: DecisionForm | None = None,
    reason: VersionedReasonForm | None = None,
) -> str:
    """Of its forms the one that was sent, the others as for a page that is only read."""
    row = _kept(slug)
    if council is None:
        council = CouncilForm(formdata=None)
        council.show(row)
    if decision is None:
        decision = DecisionForm(formdata=None)
        decision.show(row)
    if reason is None:
        reason = VersionedReasonForm(formdata=None)
        reason.version.data = str(row.version)
    return render_template(
        "programme/title_rounds/round.html",
        round=row,
        people=[_line(row, each) for each in row.candidates],
        proposed=queries.list_proposed(row) if row.unit_id is None and row.state == RoundState.OPEN else [],
        may_publish=bool(can_publish_round(current_actor(), row)),
        judged=publication.received(row),
        terms=terms_of(row),
        council=council, decision=decision, reason=reason,
        level=translate(ROUND_LEVELS[row.level]), state=translate(ROUND_STATES[row.state]),
        tone=TONES[row.state], title=translate(TITLES[Title(row.title)]), today=today(),
    )  # fmt: skip


def _line(row: TitleRound, each: Any) -> dict[str, Any]:
    """A candidate in the list of a round."""
    return {
        "row": each,
        "state": translate(CANDIDATE_STATES[each.state]),
        "tone": TONES[each.state],
        "is_below": below(row.asks_years, each.years) or below(row.asks_taught, each.taught),
    }


def _kept(slug: str) -> TitleRound:
    return queries.get_round(current_actor(), slug)


def _units() -> list[AdministrativeUnit]:
    return list_units_served(current_actor())
