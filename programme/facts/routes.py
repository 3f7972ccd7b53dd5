"""Facts for officers: entered for a target, confirmed by a second person, corrected, taken out."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from programme.blueprint import bp
from programme.facts import services
from programme.facts.forms import CorrectionForm, FactForm
from programme.facts.queries import get_fact, list_facts
from programme.facts.services import FactData
from programme.models import Fact
from programme.targets.queries import find_target, get_programme

Page = Response | str | tuple[str, int]
LATEST = 50


@localized(
    bp, "/can-bo/chuong-trinh/<slug>/<code>", "/officer/programmes/<slug>/<code>", methods=("GET", "POST")
)
@access("programme.manage")
def work_target(slug: str, code: str) -> Page:
    """A target with its latest facts; enters the next one."""
    target = find_target(get_programme(slug), code)
    form = FactForm()
    form.offer(current_actor())
    if form.validate_on_submit():
        try:
            with transaction():
                services.enter_fact(current_actor(), target.id, form.data_for(target))
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("It is noted. A second person confirms it."))
            return redirect(local_url("programme.work_target", slug=slug, code=code), 303)
    target = find_target(get_programme(slug), code)
    facts, total = list_facts(target, limit=LATEST)
    page = render_template(
        "programme/facts/target.html",
        target=target,
        form=form,
        facts=facts,
        total=total,
        own_id=current_actor().user_id,
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/can-bo/viec-duoc-tinh/<int:fact_id>", "/officer/facts/<int:fact_id>", methods=("GET", "POST")
)
@access("programme.manage")
def correct_fact(fact_id: int) -> Page:
    """Put a fact right, or take it out; both with a reason."""
    fact = get_fact(fact_id)
    form = CorrectionForm()
    form.offer(current_actor())
    if not form.is_submitted() and held_formdata() is None:
        form.show(fact)
    if form.validate_on_submit():
        try:
            with transaction():
                data, reason = form.data_for(fact.target), form.reason.data or ""
                _go_on(request.form.get("act", ""), fact_id, data, reason)
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Done."))
            return redirect(_of_target(get_fact(fact_id)), 303)
    page = render_template("programme/facts/correct.html", fact=get_fact(fact_id), form=form)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/viec-duoc-tinh/<int:fact_id>/xac-nhan",
    "/officer/facts/<int:fact_id>/confirm",
    methods=("POST",),
)
@access("programme.manage")
def confirm_fact(fact_id: int) -> Page:
    """Confirm as the second person."""
    try:
        with transaction():
            services.confirm_fact(current_actor(), fact_id)
    except DomainError as error:
        if error.code == "not_found":
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate("Confirmed."))
    return redirect(_of_target(get_fact(fact_id)), 303)


def _go_on(act: str, fact_id: int, data: FactData, reason: str) -> None:
    if act == "withdraw":
        services.withdraw_fact(current_actor(), fact_id, reason)
    elif act == "correct":
        services.correct_fact(current_actor(), fact_id, data, reason)
    else:
        raise RuleBroken("step_unknown")


def _of_target(fact: Fact) -> str:
    return local_url("programme.work_target", slug=fact.target.programme.slug, code=fact.target.code)
