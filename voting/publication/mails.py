"""Mails about the published result."""

from app.accounts.models import User
from app.web.i18n import translate as _
from voting.models import SelectionRound
from voting.rounds.mails import tell_entrants


def results(round_: SelectionRound) -> None:
    """Tell every entrant that the decision is public."""
    tell_entrants(round_, _result_text)


def _result_text(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("Result of %(round)s", user.locale, round=round_.title_vi),
        _(
            "The decision on %(round)s is public. You find the recognised products and their certificates "
            "on the page of the round.",
            user.locale, round=round_.title_vi,
        ),
    )  # fmt: skip
