"""Open tasks of the signed-in person, and the links to their work areas."""

from datetime import date, timedelta
from typing import Any

from flask import current_app, render_template

from app.accounts.installation import account_setup
from app.accounts.models import User
from app.backoffice.blueprint import bp
from app.core.clock import today
from app.core.database.base import db
from app.web.access import access, current_actor, may_open
from app.web.due import SOON, leaf
from app.web.i18n import N_, local_url, localized, translate, translate_plural
from app.web.tasks import TaskItem, list_tasks

FEW = 3
"""Kinds of work from which the numbers are told."""
WEEK = timedelta(days=SOON)

DOORS = (
    ("site.saved_searches", N_("Saved searches")),
    ("catalog.workspace", N_("My facility")),
    ("voting.entries", N_("Entries of my facility")),
    ("traceability.lots", N_("Lots and labels")),
    ("catalog.review", N_("Facilities, products and papers to check")),
    ("backoffice.figures", N_("Figures of my area")),
    ("backoffice.list_facilities", N_("Lists of everything in my area")),
    ("catalog.review_awards", N_("Current and past certificates")),
    ("catalog.schemes_admin", N_("Kinds of certificates")),
    ("catalog.trademark_terms", N_("Terms of trademark applications")),
    ("voting.rounds_admin", N_("Selection rounds")),
    ("voting.council", N_("Council")),
    ("voting.support_rounds", N_("Samples and site visits")),
    ("voting.jury", N_("My score sheets")),
    ("programme.my_proposals", N_("Ask for support")),
    ("programme.my_titles", N_("Titles of artisans")),
    ("programme.proposals", N_("Proposals")),
    ("programme.my_councils", N_("My councils")),
    ("programme.work_programmes", N_("Programmes and their targets")),
    ("programme.activities", N_("Activities of the programme")),
    ("traceability.recalls", N_("Recalls")),
    ("traceability.signals", N_("Labels to check")),
    ("traceability.asked_runs", N_("Label runs to approve")),
    ("programme.fairs", N_("Fairs, showrooms, craft villages, artisans")),
    ("programme.title_rounds", N_("Rounds for titles")),
    ("site.work_news", N_("News and texts of law")),
    ("backoffice.admin", N_("Administration")),
)


@localized(bp, "/tai-khoan", "/account")
@access("member")
def account() -> str:
    """The task list of a person, by role."""
    actor = current_actor()
    user = db.session.get_one(User, actor.user_id)
    day, found = today(), list_tasks(actor)
    tasks = [
        {
            "text": task.title,
            "href": task.url,
            "state": task.state,
            "hint": task.hint,
            "text_state": _count(task.count),
            "leaf": leaf(task.until, day) if task.until else None,
        }
        for task in found
    ]
    return render_template(
        "backoffice/account.html",
        tasks=tasks,
        numbers=_numbers(found, day),
        doors=_doors(),
        roles=sorted(actor.roles),
        must_confirm=account_setup().confirm_email_first and user.email_verified_at is None,
    )


def _numbers(tasks: list[TaskItem], day: date) -> list[dict[str, Any]]:
    """What waits, what is late, what ends within a week; nothing for people who are not asked for much."""
    waiting = [task for task in tasks if task.state in {"todo", "problem"}]
    dated = [task.until for task in waiting if task.until]
    late, soon = sum(until < day for until in dated), sum(day <= until <= day + WEEK for until in dated)
    if len(waiting) < FEW:
        return []
    return [
        {"value": sum(task.count or 1 for task in waiting), "label": translate("things wait for you")},
        {"value": late, "label": translate("kinds of work are late")},
        {"value": soon, "label": translate("end within seven days")},
    ]


def _count(count: int | None) -> str | None:
    return None if count is None else translate_plural("%(num)s to do", "%(num)s to do", count)


def _doors() -> list[dict[str, str]]:
    """The areas that the person's roles open."""
    return [
        {"text": translate(text), "href": local_url(endpoint)}
        for endpoint, text in DOORS
        if endpoint in current_app.view_functions and may_open(endpoint)
    ]
