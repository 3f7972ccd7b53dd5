"""What waits for the signed-in person."""

from flask import render_template

from app.backoffice.blueprint import bp
from app.backoffice.tasks_registry import list_tasks
from app.web.access import access, current_actor
from app.web.i18n import localized


@localized(bp, "/tai-khoan", "/account")
@access("member")
def account() -> str:
    """The task list of a person, by role."""
    return render_template("backoffice/account.html", tasks=list_tasks(current_actor()))
