"""Mails about the provisional list."""

from app.accounts.models import User
from app.web.i18n import translate as _
from voting.models import SelectionRound
from voting.rounds.mails import tell_entrants


def provisional_list(round_: SelectionRound) -> None:
    """Tell every entrant that the provisional list is public."""
    tell_entrants(round_, _provisional_text)


def _provisional_text(user: User, round_: SelectionRound) -> tuple[str, str]:
    until = round_.complaints_until.strftime("%d/%m/%Y") if round_.complaints_until else ""
    return (
        _("Provisional list of %(round)s", user.locale, round=round_.title_vi),
        _("The provisional list of %(round)s is public. Complaints may be filed until %(until)s.", user.locale,
          round=round_.title_vi, until=until),
    )  # fmt: skip
