"""Buttons that do one thing: what came of it is told on the page that they lead to."""

from collections.abc import Callable

from flask import redirect
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.messages import message_for
from app.web.notices import tell


def press(act: Callable[[], object], target: str, done: str) -> Response:
    """Do it in a transaction and lead to `target`, where `done` or the refusal is told. Raises NotFound."""
    try:
        with transaction():
            act()
    except NotFound:
        raise
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", done)
    return redirect(target, 303)
