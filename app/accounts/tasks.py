"""Clean-up of accounts."""

from app.accounts.limits import delete_old_counters
from app.accounts.requests.unsent_forms import delete_old_held_forms
from app.accounts.sessions.links import delete_old_links
from app.accounts.sessions.store import delete_old_sessions
from app.core.database.transaction import transaction
from app.core.sent_forms import delete_old_sent_forms
from app.core.work.periodic import every


@every(600)
def clean() -> None:
    """Delete ended windows of the limits, ended sessions, kept input that nobody came back to, dead links,
    sent forms.
    """
    with transaction():
        delete_old_counters()
        delete_old_sessions()
        delete_old_held_forms()
        delete_old_links()
        delete_old_sent_forms()
