"""Activities for the officers who run them: the list, one activity, its acts."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.pagination import PER_PAGE, asked_page
from app.web.pagination import Page as ListPage
from catalog.labels import TRADEMARK_STATES
from catalog.units.communes import commune_title
from programme.activities import queries, services
from programme.activities.entry import read_one
from programme.activities.forms import ActivityForm
from programme.activities.labels import PARTS, STATES, SUMS, kind_name
from programme.activities.rows import Column
from programme.activities.rules import ActivityState
from programme.activities.services import ActivityData
from programme.blueprint import bp
from programme.policies import can_accept_activity

Page = Response | str | tuple[str, int]


@localized(bp, "/can-bo/hoat-dong", "/officer/activities")
@access("programme.run")
def activities() -> Page:
    """Activities of the person's area, the newest first."""
    state = request.args.get("state", "")
    state = state if state in set(ActivityState) else ""
    number = asked_page()
    rows, total = queries.list_activities(
        current_actor(), state=state, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
    )
    tabs = [{"text": translate("All"), "href": local_url("programme.activities"), "current": not state}]
    tabs += [
        {
            "text": translate(text),
            "href": local_url("programme.activities", state=code),
            "current": state == code,
        }
        for code, text in STATES.items()
    ]
    return render_template(
        "programme/activities/activities.html",
        page=ListPage(rows, total, number),
        tabs=tabs,
        states=STATES,
        kind_name=kind_name,
    )


@localized(bp, "/can-bo/hoat-dong/moi", "/officer/activities/new", methods=("GET", "POST"))
@access("programme.run")
def new_activity() -> Page:
    """Enter one activity; one that is over is held at once."""
    form = ActivityForm()
    form.offer(current_actor())
    if form.validate_on_submit():
        try:
            with transaction():
                data = _typed(current_actor(), form, is_new=True)
                held = request.form.get("then") == "held"
                activity_id = services.create_activity(current_actor(), data, held=held).id
        except DomainError as error:
            _refuse(form, error)
        else:
            tell("success", translate("The activity is saved."))
            return redirect(local_url("programme.activity", activity_id=activity_id), 303)
    page = render_template("programme/activities/form.html", form=form, activity=None)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/hoat-dong/<int:activity_id>", "/officer/activities/<int:activity_id>")
@access("programme.run")
def activity(activity_id: int) -> Page:
    """One activity: what it cost, whom it helped, what it counts for, and what may be done with it."""
    return _page(activity_id, ReasonForm())


@localized(
    bp,
    "/can-bo/hoat-dong/<int:activity_id>/sua",
    "/officer/activities/<int:activity_id>/edit",
    methods=("GET", "POST"),
)
@access("programme.run")
def edit_activity(activity_id: int) -> Page:
    """Put an activity right."""
    row = queries.get_activity(current_actor(), activity_id)
    if queries.find_proposal(row.id) is not None:  # its page says where the proposal is
        return redirect(local_url("programme.activity", activity_id=activity_id), 303)
    form = ActivityForm()
    form.offer(current_actor())
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if form.validate_on_submit():
        try:
            with transaction():
                data = _typed(current_actor(), form, is_new=False)
                services.change_activity(current_actor(), activity_id, data)
        except DomainError as error:
            _refuse(form, error)
        else:
            tell("success", translate("The activity is saved."))
            return redirect(local_url("programme.activity", activity_id=activity_id), 303)
    row = queries.get_activity(current_actor(), activity_id)
    page = render_template("programme/activities/form.html", form=form, activity=row)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/hoat-dong/<int:activity_id>/buoc",
    "/officer/activities/<int:activity_id>/step",
    methods=("POST",),
)
@access("programme.run")
def step_activity(activity_id: int) -> Page:
    """Say that it was held, accept it as the second person, or cancel it."""
    form = ReasonForm()
    act = request.form.get("act", "")
    if not form.validate_on_submit():
        return _page(activity_id, form), 422
    try:
        with transaction():
            _go_on(act, activity_id, form.reason.data or "")
    except RuleBroken as error:
        if error.field != "reason":
            tell("danger", message_for(error))
            return redirect(local_url("programme.activity", activity_id=activity_id), 303)
        form.refuse(error)
        return _page(activity_id, form), 422
    except DomainError as error:
        if error.status == 404:  # noqa: PLR2004  # of HTTP
            raise
        tell("danger", message_for(error))
    else:
        tell("success", translate("Done."))
    return redirect(local_url("programme.activity", activity_id=activity_id), 303)


def _go_on(act: str, activity_id: int, reason: str) -> None:
    if act == "hold":
        services.hold_activity(current_actor(), activity_id)
    elif act == "accept":
        services.accept_activity(current_actor(), activity_id)
    elif act == "cancel":
        services.cancel_activity(current_actor(), activity_id, reason)
    else:
        raise RuleBroken("step_unknown")


def _page(activity_id: int, form: ReasonForm) -> str:
    actor = current_actor()
    row = queries.get_activity(actor, activity_id)
    return render_template(
        "programme/activities/activity.html",
        activity=row,
        commune=commune_title(row.commune_key),
        prints=queries.list_prints_alike(row),
        kind_name=kind_name,
        facts=queries.list_facts_of(row),
        measures=queries.measures_by_code(),
        states=STATES,
        mark_states=TRADEMARK_STATES,
        parts=PARTS,
        sums=SUMS,
        form=form,
        proposal=queries.find_proposal(row.id),
        may_accept=bool(can_accept_activity(actor, row)),
        held_by_reader=row.held_by == actor.user_id,
    )


def _typed(actor: Actor, form: ActivityForm, *, is_new: bool) -> ActivityData:
    return read_one(actor, form.cells(), form.unit(), is_new=is_new)


def _refuse(form: ActivityForm, error: DomainError) -> None:
    """Each fault at the field that its column is."""
    for each in (error, *error.also):
        if each.field == Column.PROVINCE:
            each.field = "province"
    form.refuse(error)
