"""Proposals for the offices: the list, what waits for whom, one proposal with its acts."""

from collections.abc import Sequence

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.clock import local_day, today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import ReasonForm, whole_number
from app.web.forms import held_formdata
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.notices import tell
from app.web.pagination import PER_PAGE, asked_page
from app.web.pagination import Page as ListPage
from catalog.models import AdministrativeUnit
from programme.activities.labels import kind_name
from programme.blueprint import bp
from programme.models import Proposal, ProposalCouncil
from programme.plan_years.queries import get_offer, list_open_years
from programme.policies import serves_centre, serves_unit
from programme.proposal_councils.kinds import CouncilKind
from programme.proposal_councils.policies import can_call_council
from programme.proposal_councils.queries import list_councils, signed_of
from programme.proposal_councils.services import kind_for
from programme.proposal_review import services
from programme.proposal_review.acts import SUM_FIELDS, Act, open_acts
from programme.proposal_review.forms import ActForm, DoneForm
from programme.proposals import queries, views
from programme.proposals.forms import DossierForm
from programme.proposals.labels import SIDES, STATES
from programme.proposals.policies import can_change_proposal, can_work_on, own_side
from programme.proposals.routes import edit_page, empty_forms, may_of, step_page
from programme.proposals.services import change_proposal, draft_proposal
from programme.proposals.states import ProposalState, Side

Page = Response | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(bp, "/can-bo/de-an", "/officer/proposals")
@access("programme.proposals")
def proposals() -> str:
    """Of the person's area: those that wait for the office, or all of a state; and who has not answered."""
    actor, mine = current_actor(), own_side(current_actor())
    state = request.args.get("state", "mine")
    state = state if state in {"mine", "all", *ProposalState} else "mine"
    number = asked_page()
    rows, total = queries.list_proposals(
        actor, state="" if state in {"mine", "all"} else state, side=mine if state == "mine" else None,
        limit=PER_PAGE, offset=(number - 1) * PER_PAGE,
    )  # fmt: skip
    shown = [("mine", N_("Wait for us")), ("all", N_("All")), *((code, STATES[code]) for code in SHOWN)]
    return render_template(
        "programme/proposal_review/proposals.html",
        page=ListPage([views.line_of(row) for row in rows], total, number),
        tabs=[
            {
                "text": translate(text),
                "href": local_url("programme.proposals", state=code),
                "current": state == code,
                "count": queries.count_waiting(actor, mine) if code == "mine" else None,
            }
            for code, text in shown
        ],
        waiting=_waiting(actor),
        offers=[
            {"row": offer, "kind": kind_name(offer.kind), "year": year}
            for year in list_open_years(today())
            for offer in year.offers
        ] if own_units(actor) else [],
    )  # fmt: skip


SHOWN = (
    ProposalState.REGISTERED, ProposalState.RECEIVED, ProposalState.SENT_UP, ProposalState.APPROVED,
    ProposalState.UNDER_WAY, ProposalState.DONE, ProposalState.SETTLED,
)  # fmt: skip
"""States that the list has a tab of its own for."""


@localized(bp, "/can-bo/de-an/moi", "/officer/proposals/new", methods=POSTED)
@access("programme.proposals")
def proposal_new() -> Page:
    """Begin a proposal of the centre itself, as for a training or a fair."""
    offer, units = get_offer(whole_number(request.args.get("offer", ""))), own_units(current_actor())
    if not units:
        raise NotFound("not_found")
    sent = held_formdata() or request.values
    wanted = whole_number(sent.get("unit", ""))
    unit_id = next((unit.id for unit in units if unit.id == wanted), units[0].id)
    return edit_page(
        None, offer, None,
        lambda data, _version: draft_proposal(
            current_actor(), offer.id, None, db.session.get_one(AdministrativeUnit, unit_id), data
        ),
        back=local_url("programme.proposals"), target="programme.proposal",
        units=[(str(unit.id), unit.name_in(current_locale())) for unit in units] if len(units) > 1 else [],
        unit=str(unit_id),
    )  # fmt: skip


@localized(bp, "/can-bo/de-an/<int:proposal_id>", "/officer/proposals/<int:proposal_id>")
@access("programme.proposals")
def proposal(proposal_id: int) -> str:
    """One proposal with its history, its councils, and what the person may do now."""
    return _page(proposal_id, *empty_forms())


@localized(
    bp, "/can-bo/de-an/<int:proposal_id>/sua", "/officer/proposals/<int:proposal_id>/edit", methods=POSTED
)
@access("programme.proposals")
def proposal_edit(proposal_id: int) -> Page:
    """Write on at a proposal of the centre."""
    return edit_page(
        _of_centre(proposal_id), None, None,
        lambda data, version: change_proposal(current_actor(), proposal_id, data, version=version),
        back=local_url("programme.proposal", proposal_id=proposal_id), target="programme.proposal",
    )  # fmt: skip


@localized(
    bp,
    "/can-bo/de-an/<int:proposal_id>/buoc",
    "/officer/proposals/<int:proposal_id>/step",
    methods=("POST",),
)
@access("programme.proposals")
def proposal_step(proposal_id: int) -> Page:
    """Hand in a proposal of the centre, its dossier, or take it back."""
    _of_centre(proposal_id)
    return step_page(
        proposal_id,
        target="programme.proposal",
        page=lambda dossier, reason: _page(proposal_id, dossier, reason),
    )


@localized(
    bp,
    "/can-bo/de-an/<int:proposal_id>/viec/<act>",
    "/officer/proposals/<int:proposal_id>/acts/<act>",
    methods=POSTED,
)
@access("programme.proposals")
def proposal_act(proposal_id: int, act: str) -> Page:
    """One act of the office, with what it asks for and what will happen."""
    row = _seen(proposal_id)
    wanted = next((each for each in _open_acts(row, list_councils(row.id)) if each.code == act), None)
    if wanted is None:
        raise NotFound("not_found")
    form = DoneForm() if act == "done" else _act_form(wanted, row)
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit():
        try:
            with transaction():
                _run(act, proposal_id, form)
        except DomainError as error:
            form.refuse(error)
            if isinstance(form, ActForm):  # the next try is based on what is shown now
                form.version.data = str(queries.version_of(row))
        else:
            tell("success", translate("Done."))
            return redirect(local_url("programme.proposal", proposal_id=proposal_id), 303)
    row = _seen(proposal_id)
    page = render_template(
        "programme/proposal_review/act.html",
        act=wanted,
        form=form,
        fields=form.in_order(wanted.fields or SUM_FIELDS),
        proposal=row,
        sums=views.sum_rows(row),
    )
    return page, 422 if form.is_submitted() else 200


def own_units(actor: Actor) -> list[AdministrativeUnit]:
    """Provinces for whose centre the person may propose, by name."""
    ids = actor.provinces | actor.centres
    units = db.session.query(AdministrativeUnit).filter(AdministrativeUnit.id.in_(ids))
    return sorted(
        (unit for unit in units if serves_unit(actor, unit) or serves_centre(actor, unit)),
        key=lambda unit: unit.name_vi,
    )


def _act_form(act: Act, row: Proposal) -> ActForm:
    """A wish of the trademark desk names no sums: the department works them out as it takes it in."""
    form = ActForm()
    is_wish = act.code == "receive" and row.support_id is not None
    form.keep(SUM_FIELDS if is_wish else act.fields)
    return form


def _run(act: str, proposal_id: int, form: ActForm | DoneForm) -> None:
    actor = current_actor()
    if isinstance(form, DoneForm):
        services.tell_done(actor, proposal_id, form.carried_out())
    elif act == "approve":
        services.approve_proposal(actor, proposal_id, form.sums(), form.text("decision"))
    elif act == "amend":
        words = form.text("reason"), form.text("decision")
        number = form["quantity"].whole or 0
        services.amend_proposal(actor, proposal_id, form.sums(), number, *words, version=form.asked_version())
    elif act == "receive":
        services.receive_proposal(actor, proposal_id, form.sums() if "national" in form else None)
    elif act == "accept":
        services.accept_proposal(actor, proposal_id)
    elif act == "stop":
        services.stop_proposal(actor, proposal_id, form.text("reason"), form.text("decision"))
    elif act in BY_DECISION:
        BY_DECISION[act](actor, proposal_id, form.text("decision"))
    else:
        BY_REASON[act](actor, proposal_id, form.text("reason"))


BY_DECISION = {
    "send_up": services.send_up, "start": services.start_proposal, "settle": services.settle_proposal,
}  # fmt: skip
BY_REASON = {"return": services.return_proposal, "refuse": services.refuse_proposal}


def _open_acts(row: Proposal, councils: Sequence[ProposalCouncil]) -> list[Act]:
    return open_acts(current_actor(), row, signed_of(councils, CouncilKind.ACCEPTANCE))


def _seen(proposal_id: int) -> Proposal:
    """For an office of the area. Raises NotFound."""
    row = queries.get_proposal(current_actor(), proposal_id)
    if not can_work_on(current_actor(), row):
        raise NotFound("not_found")
    return row


def _of_centre(proposal_id: int) -> Proposal:
    row = _seen(proposal_id)
    if row.facility is not None or not can_change_proposal(current_actor(), row):
        raise NotFound("not_found")
    return row


def _page(proposal_id: int, dossier: DossierForm, reason: ReasonForm) -> str:
    row, actor = _seen(proposal_id), current_actor()
    councils = list_councils(row.id)
    is_open = any(council.closed_at is None and not council.is_signed for council in councils)
    may_call = bool(kind_for(row)) and not is_open and bool(can_call_council(actor, row))
    return render_template(
        "programme/proposal_review/proposal.html",
        **views.page_of(row),
        may=may_of(row) if row.facility_id is None else {},
        acts=_open_acts(row, councils),
        councils=councils,
        council_kind=kind_for(row),
        may_call=may_call and (row.dossier_on is not None or row.state == "done"),
        dossier=dossier,
        reason=reason,
    )


def _waiting(actor: Actor) -> list[dict[str, object]]:
    """What was asked and not answered, by whom and since when."""
    rows = queries.list_waiting(actor)
    units = {
        unit.id: unit
        for unit in db.session.query(AdministrativeUnit).filter(
            AdministrativeUnit.id.in_([row.unit_id for row in rows])
        )
    }
    return [
        {
            "side": translate(SIDES[row.side]),
            "unit": units[row.unit_id].name_vi if row.side is not Side.MINISTRY else "",
            "number": row.number,
            "since": row.since,
            "days": (today() - local_day(row.since)).days,
        }
        for row in rows
    ]
