"""Mails about late jurors and disqualified entries."""

from app.accounts.models import User
from app.accounts.queries import list_facility_managers
from app.web.i18n import translate as _
from voting.models import Nomination, SelectionRound
from voting.rounds.mails import send


def late_juror(round_: SelectionRound, user: User, *, has_sheets: bool) -> None:
    """Tell a juror appointed during scoring that sheets are waiting, or that none are yet: in a divided jury every
    entry may have its jurors.
    """
    appointed = _("You were appointed to the jury of %(round)s.", user.locale, round=round_.title_vi)
    then = (
        _("Sign in, declare your connections and score.", user.locale)
        if has_sheets
        else _("Every entry has its jurors at present: sign in and declare your connections; you are given sheets "
               "when an entry lacks a juror.", user.locale)
    )  # fmt: skip
    send(user, _("You are a juror in %(round)s", user.locale, round=round_.title_vi), f"{appointed} {then}")


def disqualified(nomination: Nomination) -> None:
    """Tell the facility that its entry was disqualified, and why."""
    for user in list_facility_managers(nomination.facility_id):
        send(
            user,
            _("Your dossier", user.locale),
            _("“%(product)s” was disqualified from %(round)s: %(reason)s", user.locale,
              product=nomination.product.name_vi, round=nomination.round.title_vi,
              reason=nomination.closed_reason),
        )  # fmt: skip
