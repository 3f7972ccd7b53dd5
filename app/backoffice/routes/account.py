"""Open tasks of the signed-in person, and the links to their work areas."""

from flask import current_app, render_template

from app.accounts.installation import account_setup
from app.accounts.models import User
from app.backoffice.blueprint import bp
from app.backoffice.tasks.registry import list_tasks
from app.core.actor import Actor
from app.core.database.base import db
from app.web.access import PERMISSIONS, access, current_actor, rule_of
from app.web.i18n import N_, local_url, localized, translate, translate_plural

DOORS = (
    ("catalog.workspace", N_("My facility")),
    ("voting.entries", N_("Entries of my facility")),
    ("traceability.lots", N_("Lots and labels")),
    ("catalog.review", N_("Facilities, products and papers to check")),
    ("backoffice.list_facilities", N_("Lists of everything in my area")),
    ("catalog.review_awards", N_("Current and past certificates")),
    ("voting.rounds_admin", N_("Selection rounds")),
    ("voting.council", N_("Council")),
    ("voting.support_rounds", N_("Samples and site visits")),
    ("voting.jury", N_("My score sheets")),
    ("programme.work_programmes", N_("Programmes and their targets")),
    ("programme.activities", N_("Activities of the programme")),
    ("traceability.recalls", N_("Recalls")),
    ("traceability.signals", N_("Labels to check")),
    ("traceability.asked_runs", N_("Label runs to approve")),
    ("programme.fairs", N_("Fairs, showrooms, craft villages, artisans")),
    ("backoffice.admin", N_("Administration")),
)


@localized(bp, "/tai-khoan", "/account")
@access("member")
def account() -> str:
    """The task list of a person, by role."""
    actor = current_actor()
    user = db.session.get_one(User, actor.user_id)
    tasks = [
        {
            "text": task.title,
            "href": task.url,
            "state": task.state,
            "hint": task.hint,
            "text_state": _count(task.count),
        }
        for task in list_tasks(actor)
    ]
    return render_template(
        "backoffice/account.html",
        tasks=tasks,
        doors=_doors(actor),
        roles=sorted(actor.roles),
        must_confirm=account_setup().confirm_email_first and user.email_verified_at is None,
    )


def _count(count: int | None) -> str | None:
    return None if count is None else translate_plural("%(num)s to do", "%(num)s to do", count)


def _doors(actor: Actor) -> list[dict[str, str]]:
    """The areas that the person's roles open."""
    return [
        {"text": translate(text), "href": local_url(endpoint)}
        for endpoint, text in DOORS
        if endpoint in current_app.view_functions and actor.has(*PERMISSIONS.get(rule_of(endpoint) or "", ()))
    ]
