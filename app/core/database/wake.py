"""Having others woken when a transaction is on disk."""

from flask import current_app

from app.core.database.base import db
from app.core.database.transaction import TOLD


def wake(topic: str) -> None:
    """Wake every process of every machine, once a topic and transaction. Must run inside `transaction()`."""
    told = db.session().info.setdefault(TOLD, set())
    if topic not in told:
        told.add(topic)
        current_app.extensions["ports"].wakeups.tell(topic)
