"""What the public's favourite cleans up behind itself."""

from app.core.database.transaction import transaction
from app.core.work.periodic import every
from voting.favourite.services import delete_old_letters


@every(3600)
def forget_addresses() -> None:
    """Take confirmation mails out of the outbox when their links are dead."""
    with transaction():
        delete_old_letters()
