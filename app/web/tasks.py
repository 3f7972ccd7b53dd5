"""Open tasks of a person: every package lists its own, the account page joins them.

register_task_source("catalog.review", waiting_papers)
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.core.actor import Actor
from app.core.database.base import db
from app.web.access import MEMBER, PERMISSIONS

TaskState = Literal["todo", "problem", "done", "locked"]


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One line of the task list. title: translated; url: finished; count: how many wait, None where nothing
    is counted; state: todo, problem (late or returned), done, locked (waiting for somebody else); until: its last day.
    """

    title: str
    url: str
    count: int | None = None
    state: TaskState = "todo"
    hint: str = ""
    until: date | None = None


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


def list_tasks(actor: Actor, *permissions: str) -> list[TaskItem]:
    """Open tasks of a person, or those of some permissions alone.

    Problems first, then by their last day, then in the order of registration.
    """
    found = [
        item
        for permission, source in _sources
        if not permissions or permission in permissions
        if permission == MEMBER or actor.has(*PERMISSIONS[permission])
        for item in _asked(source, actor)
    ]
    return sorted(found, key=lambda item: (item.state != "problem", item.until or date.max))


def _asked(source: TaskSource, actor: Actor) -> list[TaskItem]:
    """The tasks of a source. One that fails is logged and does not affect the rest."""
    try:
        return source(actor)
    except Exception:  # noqa: BLE001  # whatever it is, the person's other work stays in reach
        db.session.rollback()
        _log.exception("task source %s failed", source.__qualname__)
        return []
