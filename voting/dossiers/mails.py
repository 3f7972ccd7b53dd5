"""Mails about a dossier: submitted, accepted, returned."""

from collections.abc import Sequence

from app.accounts.models import User
from app.accounts.queries import list_members_of
from app.web.i18n import translate as _
from voting.models import Nomination
from voting.rounds.mails import council_people, send, send_all


def dossier_submitted(nomination: Nomination) -> None:
    """Tell the secretary that a dossier is waiting."""
    for user in council_people(nomination.round, "secretary"):
        send(
            user,
            _("A dossier was handed in", user.locale),
            _("The dossier of “%(product)s” for %(round)s waits for your check.", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi),
        )  # fmt: skip


def dossiers_answered(nominations: Sequence[Nomination]) -> None:
    """Tell each facility that its dossier was accepted, or why it came back."""
    members = list_members_of({nomination.facility_id for nomination in nominations})
    send_all(
        [
            (user, _("Your dossier", user.locale), _answer(user, nomination))
            for nomination in nominations
            for user in members[nomination.facility_id]
        ]
    )


def _answer(user: User, nomination: Nomination) -> str:
    if nomination.state == "accepted":
        return _("Your dossier of “%(product)s” for %(round)s was accepted.", user.locale,
                 product=nomination.product.name_vi, round=nomination.round.title_vi)  # fmt: skip
    return _("Your dossier of “%(product)s” came back: %(reason)s", user.locale,
             product=nomination.product.name_vi, reason=nomination.return_reason)  # fmt: skip
