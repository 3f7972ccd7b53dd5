"""Support that a facility may ask for, and its proposals."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.fields import ReasonForm, whole_number
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.listings.workspace import list_managed_of
from catalog.models import Facility
from programme.activities.labels import kind_name
from programme.blueprint import bp
from programme.models import Offer, Proposal
from programme.plan_years.queries import get_offer, list_open_years
from programme.proposals import queries, services, views
from programme.proposals.forms import DossierForm, ProposalForm, own_choices
from programme.proposals.policies import can_change_proposal, looks_after
from programme.proposals.services import ProposalData
from programme.proposals.states import BEGINNING, OPEN_FOR_DOSSIER, OPEN_FOR_PAPERS, ProposalState

Page = Response | str | tuple[str, int]
POSTED = ("GET", "POST")


@localized(bp, "/co-so-cua-toi/de-an", "/my-facility/proposals")
@access("catalog.manage")
def my_proposals() -> str:
    """What each facility of the person may ask for, until when and with which priority; what it asked for before."""
    facilities = _own_facilities()
    years = list_open_years(today())
    return render_template(
        "programme/proposals/support.html",
        facilities=[
            {"row": facility, "years": [_year_view(facility, year) for year in years]}
            for facility in facilities
        ],
        has_years=bool(years),
        proposals=[views.line_of(row) for row in queries.list_own(current_actor())],
    )


@localized(bp, "/co-so-cua-toi/de-an/moi", "/my-facility/proposals/new", methods=POSTED)
@access("catalog.manage")
def my_proposal_new() -> Page:
    """Begin a proposal for what is offered."""
    offer = get_offer(whole_number(request.args.get("offer", "")))
    wanted = whole_number(request.args.get("facility", ""))
    facility = next((row for row in _own_facilities() if row.id == wanted), None)
    if facility is None:
        raise NotFound("not_found")
    return edit_page(
        None, offer, facility,
        lambda data, _version: services.draft_proposal(
            current_actor(), offer.id, facility, facility.unit.present, data
        ),
        back=local_url("programme.my_proposals"), target="programme.my_proposal",
    )  # fmt: skip


@localized(bp, "/co-so-cua-toi/de-an/<int:proposal_id>", "/my-facility/proposals/<int:proposal_id>")
@access("catalog.manage")
def my_proposal(proposal_id: int) -> str:
    """One proposal: where it stands, what is to be done, what happened."""
    dossier, reason = empty_forms()
    return _page(proposal_id, dossier, reason)


@localized(
    bp,
    "/co-so-cua-toi/de-an/<int:proposal_id>/sua",
    "/my-facility/proposals/<int:proposal_id>/edit",
    methods=POSTED,
)
@access("catalog.manage")
def my_proposal_edit(proposal_id: int) -> Page:
    """Write on at a draft, or put right what was returned."""
    return edit_page(
        _own(proposal_id), None, None,
        lambda data, version: services.change_proposal(current_actor(), proposal_id, data, version=version),
        back=local_url("programme.my_proposal", proposal_id=proposal_id), target="programme.my_proposal",
    )  # fmt: skip


@localized(
    bp,
    "/co-so-cua-toi/de-an/<int:proposal_id>/buoc",
    "/my-facility/proposals/<int:proposal_id>/step",
    methods=("POST",),
)
@access("catalog.manage")
def my_proposal_step(proposal_id: int) -> Page:
    """Hand it in, hand in its dossier, or take it back."""
    _own(proposal_id)
    return step_page(
        proposal_id,
        target="programme.my_proposal",
        page=lambda dossier, reason: _page(proposal_id, dossier, reason),
    )


def edit_page(
    row: Proposal | None,
    offer: Offer | None,
    facility: Facility | None,
    act: Callable[[ProposalData, int | None], Proposal],
    *,
    back: str,
    target: str,
    units: list[tuple[str, str]] | None = None,
    unit: str = "",
) -> Page:
    """The form of a proposal, for a facility and for a centre. target: the page of one, to go on to. unit: the chosen
    one of `units`.
    """
    form, choices = ProposalForm(), own_choices(row, facility)
    form.offer(*choices)
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit():
        try:
            with transaction():
                version = form.asked_version() if row is not None else None
                proposal_id = act(form.typed(*choices), version).id
        except DomainError as error:
            form.take(error, queries.version_of(row))
        else:
            tell("success", translate("Saved."))
            return redirect(local_url(target, proposal_id=proposal_id), 303)
    kind = row.kind if row is not None else offer.kind if offer is not None else None
    page = render_template(
        "programme/proposals/form.html",
        form=form,
        proposal=row,
        offer=offer,
        kind=kind_name(kind) if kind is not None else "",
        who=(row.facility if row is not None else facility),
        back=back,
        units=units or [],
        unit=unit,
    )
    return page, 422 if form.is_submitted() else 200


def step_page(proposal_id: int, *, target: str, page: Callable[[DossierForm, ReasonForm], str]) -> Page:
    """Run a step of who asks, then on to the page of the proposal; what is wrong is shown there."""
    dossier, reason = DossierForm(), ReasonForm()
    act = request.form.get("act", "")
    if not (dossier.validate() and reason.validate()):
        return page(dossier, reason), 422
    try:
        with transaction():
            _go_on(act, proposal_id, dossier, reason)
    except NotFound:
        raise
    except DomainError as error:
        (dossier if act == "dossier" else reason).refuse(error)
        return page(dossier, reason), 422
    tell("success", translate("Done."))
    return redirect(local_url(target, proposal_id=proposal_id), 303)


def empty_forms() -> tuple[DossierForm, ReasonForm]:
    """For a page that is only read."""
    return DossierForm(formdata=None), ReasonForm(formdata=None)


def may_of(row: Proposal) -> dict[str, bool]:
    """What who asks may do now."""
    mine = bool(can_change_proposal(current_actor(), row))
    day = today()
    last = row.plan_year.register_until if row.registered_on is None else row.plan_year.dossier_until
    return {
        "edit": mine and row.state in BEGINNING,
        "register": mine and row.state in BEGINNING and day <= last,
        "papers": mine and row.state in OPEN_FOR_PAPERS and day <= row.plan_year.dossier_until,
        "dossier": mine
        and row.state in OPEN_FOR_DOSSIER
        and day <= row.plan_year.dossier_until
        and not queries.list_open_councils(row.id),
        "withdraw": mine and row.state in {*BEGINNING, ProposalState.REGISTERED, ProposalState.RECEIVED},
    }


def _go_on(act: str, proposal_id: int, dossier: DossierForm, reason: ReasonForm) -> None:
    actor = current_actor()
    if act == "register":
        services.register_proposal(actor, proposal_id)
    elif act == "dossier":
        services.hand_in_dossier(actor, proposal_id, dossier.dossier.data or "")
    elif act == "withdraw":
        services.withdraw_proposal(actor, proposal_id, reason.reason.data or "")
    else:
        raise RuleBroken("step_unknown")


def _own(proposal_id: int) -> Proposal:
    """Of a facility that the person looks after. Raises NotFound."""
    row = queries.get_proposal(current_actor(), proposal_id)
    if not looks_after(current_actor(), row):
        raise NotFound("not_found")
    return row


def _page(proposal_id: int, dossier: DossierForm, reason: ReasonForm) -> str:
    row = _own(proposal_id)
    return render_template(
        "programme/proposals/proposal.html",
        **views.page_of(row),
        may=may_of(row),
        dossier=dossier,
        reason=reason,
    )


def _own_facilities() -> list[Facility]:
    return list_managed_of(current_actor())


def _year_view(facility: Facility, year: Any) -> dict[str, Any]:
    """What may be asked for in a year, with the priority of the facility's products on its last day."""
    found = queries.judge_now(queries.list_product_ids(facility.id), year.register_until)
    return {
        "row": year,
        "days_left": (year.register_until - today()).days,
        "offers": [{"row": offer, "kind": kind_name(offer.kind)} for offer in year.offers],
        "priority": views.priority_view(found),
    }
