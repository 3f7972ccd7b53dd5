"""Letters about a council: to those who sit in it, each in their language."""

from collections.abc import Sequence

from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify_all
from app.web.addresses import absolute_url
from app.web.i18n import N_, translate
from programme.models import CouncilSeat, ProposalCouncil

SUBJECT = N_("%(title)s: you sit in the council")
BODY = N_(
    "You were called to a council by %(decision)s. Read the proposal and say what you find before the council meets."
)


def seats_called(council: ProposalCouncil, seats: Sequence[CouncilSeat]) -> None:
    """Tell these members; inside a transaction."""
    messages = []
    for seat in seats:
        user, say = seat.user, seat.user.locale
        url = absolute_url("programme.council", locale=say, council_id=council.id)
        parts = [
            translate(BODY, say, decision=council.decision),
            translate(N_("Sign in to go on: %(url)s"), say, url=url),
        ]
        messages.append((user, translate(SUBJECT, say, title=council.proposal.title), "\n\n".join(parts)))
    notify_all(Kind.PROGRAMME, messages)
