"""What the public's favourite cleans up behind itself."""

from app.core.periodic import every
from app.core.transaction import transaction
from voting.services.favourite import delete_old_letters


@every(3600)
def forget_addresses() -> None:
    """Take confirmation mails out of the outbox when their links are dead."""
    with transaction():
        delete_old_letters()
