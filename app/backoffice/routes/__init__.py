"""The views of the back office; importing the package registers them on the blueprint."""

from app.backoffice import catalog_tasks, messages, paper_tasks, trace_tasks, voting_after_tasks, voting_tasks
from app.backoffice.blueprint import bp
from app.backoffice.routes import account, overview, users

__all__ = [
    "account",
    "bp",
    "catalog_tasks",
    "messages",
    "overview",
    "paper_tasks",
    "trace_tasks",
    "users",
    "voting_after_tasks",
    "voting_tasks",
]
