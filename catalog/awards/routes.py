"""Certificates after they were issued: an officer suspends, restores, revokes or corrects one."""

from collections.abc import Callable

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.core.text import nfc
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.awards.corrections.queries import (
    find_replaced,
    find_replacement,
    get_award_by_number,
    list_awards_in_scope,
)
from catalog.awards.corrections.services import correct_award
from catalog.awards.forms import ACTS, AwardActForm, CorrectionForm
from catalog.awards.services import restore_award, revoke_award, suspend_award
from catalog.blueprint import bp
from catalog.labels import LEVELS
from catalog.models import Award
from catalog.policies import can_change_award
from catalog.register.queries import get_progress_of

Answer = tuple[str, int] | BaseResponse
SERVICES: dict[str, Callable[..., Award]] = {
    "suspend": suspend_award,
    "restore": restore_award,
    "revoke": revoke_award,
}
QUERY_LIMIT = 60


@localized(bp, "/can-bo/giay-chung-nhan", "/officer/certificates")
@access("catalog.awards")
def review_awards() -> str:
    """Certificates of the officer's area; `q` is part of a number."""
    text = " ".join(nfc(request.args.get("q", "")).split())[:QUERY_LIMIT]
    awards = list_awards_in_scope(current_actor(), text)
    return render_template(
        "catalog/awards/awards.html",
        awards=awards,
        text=text,
        papers=get_progress_of(award.id for award in awards),
        levels=LEVELS,
        states={award.id: award.validity_on(today()).value for award in awards},
    )


@localized(bp, "/can-bo/giay-chung-nhan/<number>", "/officer/certificates/<number>", methods=("GET", "POST"))
@access("catalog.awards")
def review_award(number: str) -> Answer:
    """One certificate and what may be done to it, each with a reason."""
    award = _mine(number)
    form = AwardActForm()
    open_acts = _open_acts(award)
    form.act.choices = [(act, translate(ACTS[act])) for act in open_acts]
    if form.validate_on_submit():
        try:
            with transaction():
                SERVICES[form.act.data](current_actor(), award.id, form.reason.data or "")
        except DomainError as error:
            form.refuse(error)
            award = _mine(number)
        else:
            tell("success", translate("The certificate’s page shows it from now on."))
            return redirect(local_url("catalog.review_award", number=number), 303)
    page = render_template(
        "catalog/awards/award.html",
        award=award,
        form=form,
        acts=open_acts,
        state=award.validity_on(today()).value,
        level=LEVELS[award.level],  # type: ignore[index]  # its values
        replacement=find_replacement(award.id),
        replaced=find_replaced(award.id),
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/giay-chung-nhan/<number>/dinh-chinh",
    "/officer/certificates/<number>/correct",
    methods=("GET", "POST"),
)
@access("catalog.awards")
def correct_certificate(number: str) -> Answer:
    """A new certificate with the right names replaces this one."""
    award = _mine(number)
    names = ("product_name", "producer_name", "producer_address")
    form = CorrectionForm(data={name: getattr(award, name) for name in names})
    if form.validate_on_submit():
        try:
            with transaction():
                new_number = correct_award(
                    current_actor(), award.id, form.corrected(), form.reason.data or ""
                ).number
        except DomainError as error:
            form.refuse(error)
            award = _mine(number)
        else:
            tell("success", translate("The corrected certificate is issued; the old one points to it."))
            return redirect(local_url("catalog.review_award", number=new_number), 303)
    page = render_template("catalog/awards/correction.html", award=award, form=form)
    return page, 422 if form.is_submitted() else 200


def _mine(number: str) -> Award:
    award = get_award_by_number(number)
    authorize(current_actor(), can_change_award, award)
    return award


def _open_acts(award: Award) -> list[str]:
    if award.revoked_on is not None:
        return []
    return ["restore", "revoke"] if award.suspended_on is not None else ["suspend", "revoke"]
