"""Mails about a dossier: submitted, accepted, returned."""

from app.accounts.queries import list_facility_members
from app.web.i18n import translate as _
from voting.models import Nomination
from voting.rounds.mails import council_people, send


def dossier_submitted(nomination: Nomination) -> None:
    """Tell the secretary that a dossier is waiting."""
    for user in council_people(nomination.round, "secretary"):
        send(
            user,
            _("A dossier was handed in", user.locale),
            _("The dossier of “%(product)s” for %(round)s waits for your check.", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi),
        )  # fmt: skip


def dossier_answered(nomination: Nomination) -> None:
    """Tell the facility that its dossier was accepted, or why it came back."""
    for user in list_facility_members(nomination.facility_id):
        if nomination.state == "accepted":
            text = _("Your dossier of “%(product)s” for %(round)s was accepted.", user.locale,
                     product=nomination.product.name_vi, round=nomination.round.title_vi)  # fmt: skip
        else:
            text = _("Your dossier of “%(product)s” came back: %(reason)s", user.locale,
                     product=nomination.product.name_vi, reason=nomination.return_reason)  # fmt: skip
        send(user, _("Your dossier", user.locale), text)
