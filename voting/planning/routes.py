"""The officer's pages: the rounds, one round with everything about it, its plain steps."""

from collections.abc import Iterator

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.i18n import N_, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS as GROUPS
from catalog.policies import can_set_lists
from voting.blueprint import bp
from voting.enums import NominationState, RoundAct, RoundState
from voting.models import SelectionRound
from voting.planning.next_steps import CONSEQUENCES
from voting.policies import can_handle_dossiers, can_manage_round, can_sign, council_role
from voting.rounds import transitions
from voting.rounds.labels import COUNCIL_ROLES, ROUND_ACTS, ROUND_STATES
from voting.rounds.queries import (
    count_open_complaints,
    get_work_round,
    list_dossiers,
    list_progress,
    list_recusals,
    list_work_rounds,
)
from voting.rounds.status import IN_SCORING, is_before_scoring
from voting.rule_sets.services import rules_of
from voting.scoring import second_pass
from voting.scoring import services as scoring_stage

Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/ky-binh-chon", "/officer/rounds")
@access("voting.run")
def rounds_admin() -> Page:
    """Rounds this person plans, runs or sits in the council of."""
    actor = current_actor()
    return render_template(
        "voting/planning/rounds_admin.html",
        rounds=list_work_rounds(actor),
        may_plan=actor.runs_rounds,
        may_set_levels=bool(can_set_lists(actor)),
    )


@localized(bp, "/can-bo/ky-binh-chon/<slug>", "/officer/rounds/<slug>")
@access("voting.run")
def work_round(slug: str) -> Page:
    """Everything about a round for the people who run it: steps, people, dossiers, completeness."""
    actor = current_actor()
    round_ = get_work_round(actor, slug)
    return render_template(
        "voting/planning/work_round.html",
        round=round_,
        rules=rules_of(round_),
        progress=list_progress(actor, round_) if round_.scoring_opened_at else [],
        deadline={"receiving": round_.entries_until, "scoring": round_.scoring_until}.get(round_.state),
        recusals=list_recusals(actor, round_),
        dossiers=list_dossiers(actor, round_),
        acts=_acts(actor, round_),
        steps=_steps(round_),
        members=[
            {"key": translate(COUNCIL_ROLES[m.role]), "value": m.name, "note": m.title}
            for m in round_.members
        ],
        panels=[row for row in _panels(round_) if row["jurors"] or is_before_scoring(round_)],
        has_jurors=any(panel.jurors for panel in round_.panels),
        may_edit_seats=bool(can_manage_round(actor, round_)) and is_before_scoring(round_),
        groups=GROUPS,
    )


@localized(bp, "/can-bo/ky-binh-chon/<slug>/buoc", "/officer/rounds/<slug>/step", methods=("POST",))
@access("voting.run")
def step_round(slug: str) -> Page:
    """Carry out one plain step of the round (announce, receive, check, open scoring)."""
    round_ = get_work_round(current_actor(), slug)
    act, round_id = request.form.get("act", ""), round_.id
    try:
        with transaction():
            if act == "open_scoring":
                scoring_stage.open_scoring(current_actor(), round_id)
            elif act == RoundAct.OPEN_SECOND_PASS:
                second_pass.open_second_pass(current_actor(), round_id)
            else:
                transitions.step(current_actor(), round_id, act)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        if act == RoundAct.ANNOUNCE and round_.entries_until is None:
            tell("warning", translate("The round is announced without a deadline for entries. Set one."))
        state = ROUND_STATES[get_work_round(current_actor(), slug).state]
        tell("success", translate("Done. The round is now: %(state)s.", state=translate(state)))
    return redirect(local_url("voting.work_round", slug=slug), 303)


def _acts(actor: Actor, round_: SelectionRound) -> list[dict[str, object]]:
    """The buttons of the round's page: plain steps are posted, important ones have their own page."""
    found: list[dict[str, object]] = []
    if can_manage_round(actor, round_):
        found += _managers_acts(round_)
    if can_sign(actor, round_) and round_.state in IN_SCORING:
        found.append(_page_of(round_, N_("Close scoring"), "voting.close_scoring"))
    if can_handle_dossiers(actor, round_) and round_.state == RoundState.RECEIVING:
        found.append(_page_of(round_, N_("Take a list in"), "voting.take_in_list"))
    if can_handle_dossiers(actor, round_) and _has_waiting(round_):
        found.append(_page_of(round_, N_("Accept dossiers"), "voting.accept_several"))
    if council_role(actor, round_):
        if count_open_complaints(round_.id):
            found.append(_page_of(round_, N_("Answer the complaints"), "voting.council_complaints"))
        if round_.scoring_closed_at:
            found.append(_page_of(round_, N_("Open the board"), "voting.board"))
    return found


def _has_waiting(round_: SelectionRound) -> bool:
    """Whether a dossier waits for the secretary and may still be accepted."""
    is_open = round_.state in {RoundState.RECEIVING, RoundState.CHECKING}
    return is_open and any(n.state == NominationState.SUBMITTED for n in round_.nominations)


def _managers_acts(round_: SelectionRound) -> Iterator[dict[str, object]]:
    if round_.state == RoundState.PLAN and not round_.members:
        yield _page_of(round_, N_("Appoint the council"), "voting.seat_council")
    yield from map(_step, transitions.plain_acts(round_))
    if is_before_scoring(round_):
        yield _page_of(round_, N_("Change the round"), "voting.edit_round")
    if round_.state in {RoundState.RECEIVING, RoundState.CHECKING}:
        yield _page_of(round_, N_("Extend the time for entries"), "voting.extend_entries")
    if transitions.is_act_open(round_, RoundAct.OPEN_SECOND_PASS):
        yield _step(RoundAct.OPEN_SECOND_PASS)
    if round_.scoring_closed_at is not None:
        yield _page_of(round_, N_("Plan the next round"), "voting.next_round")
    if round_.published_at is not None:
        yield _page_of(round_, N_("Favourite of the public"), "voting.favourite")


def _page_of(round_: SelectionRound, text: str, endpoint: str) -> dict[str, object]:
    """A button that leads to a page of its own."""
    return {"text": text, "href": local_url(endpoint, slug=round_.slug)}


def _step(act: RoundAct) -> dict[str, object]:
    """A button with its effect."""
    return {"code": act, "text": ROUND_ACTS[act], "note": CONSEQUENCES[act]}


def _steps(round_: SelectionRound) -> list[dict[str, str]]:
    """The life of a round as a row of steps; none for an annulled round."""
    if round_.state == RoundState.ANNULLED:
        return []
    states = transitions.path_of(round_)
    at = states.index(RoundState(round_.state))
    return [
        {
            "text": translate(ROUND_STATES[state]),
            "state": "done" if n < at else "current" if n == at else "todo",
        }
        for n, state in enumerate(states)
    ]


def _panels(round_: SelectionRound) -> list[dict[str, object]]:
    seated = {panel.group: panel for panel in round_.panels}
    return [
        {
            "group": group.value,
            "label": GROUPS[group],
            "jurors": [j for j in seated[group].jurors if not j.removed_at] if group in seated else [],
            "per_entry": seated[group].per_entry if group in seated else 0,
        }
        for group in ProductGroup
    ]
