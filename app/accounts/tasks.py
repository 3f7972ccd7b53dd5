"""What accounts clean up behind themselves."""

from app.accounts.limits import delete_old_counters
from app.accounts.requests.unsent_forms import delete_old_held_forms
from app.accounts.sessions.links import delete_old_links
from app.accounts.sessions.store import delete_old_sessions
from app.core.database.transaction import transaction
from app.core.sent_forms import delete_old_sent_forms
from app.core.work.periodic import every


@every(600)
def clean() -> None:
    """Forget ended windows of the limits, ended sessions, typing nobody came back for, dead links, forms sent."""
    with transaction():
        delete_old_counters()
        delete_old_sessions()
        delete_old_held_forms()
        delete_old_links()
        delete_old_sent_forms()
