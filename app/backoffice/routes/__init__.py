"""The views of the back office; importing the package registers them on the blueprint."""

from app.backoffice import messages
from app.backoffice.blueprint import bp
from app.backoffice.routes import account, overview, users
from app.backoffice.tasks import catalog as catalog_tasks
from app.backoffice.tasks import paper_sheets as paper_tasks
from app.backoffice.tasks import traceability as trace_tasks
from app.backoffice.tasks import voting as voting_tasks
from app.backoffice.tasks import voting_after as voting_after_tasks

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
