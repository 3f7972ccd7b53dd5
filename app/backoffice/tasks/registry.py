"""What waits for a person: every package says it for its own part, the account page joins the parts.

register_task_source("catalog.review", waiting_papers)
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.core.actor import Actor
from app.core.database.base import db
from app.web.access import MEMBER, PERMISSIONS

TaskState = Literal["todo", "problem", "done", "locked"]


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One line of the task list. title: translated; url: finished; count: how many wait, None where nothing is
    counted; state: todo, problem (late or returned), done, locked (waits for somebody else).
    """

    title: str
    url: str
    count: int | None = None
    state: TaskState = "todo"
    hint: str = ""


_log = logging.getLogger(__name__)
TaskSource = Callable[[Actor], list[TaskItem]]
_sources: list[tuple[str, TaskSource]] = []


def register_task_source(permission: str, source: TaskSource) -> None:
    """Add a function that lists tasks of the people with a permission of `app.web.access` (or `member`).

    It runs inside a request, in the person's locale, and should cost one or two counting queries.
    """
    if permission != MEMBER and permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")
    if (permission, source) not in _sources:
        _sources.append((permission, source))


def list_tasks(actor: Actor) -> list[TaskItem]:
    """Everything that waits for a person, in the order of registration, problems first."""
    found = [
        item
        for permission, source in _sources
        if permission == MEMBER or actor.has(*PERMISSIONS[permission])
        for item in _asked(source, actor)
    ]
    return sorted(found, key=lambda item: item.state != "problem")


def _asked(source: TaskSource, actor: Actor) -> list[TaskItem]:
    """What a source says. One that fails is written to the log and keeps nobody from the rest."""
    try:
        return source(actor)
    except Exception:  # noqa: BLE001  # whatever it is, the person's other work stays in reach
        db.session.rollback()
        _log.exception("task source %s failed", source.__qualname__)
        return []
