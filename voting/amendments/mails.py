"""Mails about late jurors and disqualified entries."""

from app.accounts.models import User
from app.accounts.queries import list_facility_members
from app.web.i18n import translate as _
from voting.models import Nomination, SelectionRound
from voting.rounds.mails import send


def late_juror(round_: SelectionRound, user: User) -> None:
    """Tell a juror appointed during scoring that sheets are waiting."""
    send(
        user,
        _("You are a juror in %(round)s", user.locale, round=round_.title_vi),
        _("You were appointed to the jury of %(round)s. Sign in, declare your connections and score.", user.locale,
          round=round_.title_vi),
    )  # fmt: skip


def disqualified(nomination: Nomination) -> None:
    """Tell the facility that its entry was disqualified, and why."""
    for user in list_facility_members(nomination.facility_id):
        send(
            user,
            _("Your dossier", user.locale),
            _("“%(product)s” was disqualified from %(round)s: %(reason)s", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi,
              reason=nomination.closed_reason),
        )  # fmt: skip
