"""Clean-up of the public favourite."""

from app.core.database.transaction import transaction
from app.core.work.periodic import every
from voting.favourite.services import delete_old_letters


@every(3600)
def forget_addresses() -> None:
    """Remove confirmation mails from the outbox when their links have expired."""
    with transaction():
        delete_old_letters()
