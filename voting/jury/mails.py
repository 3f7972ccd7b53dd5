"""Mails about conflicts that wait for an answer."""

from app.web.i18n import translate as _
from app.web.i18n import translate_plural
from voting.models import SelectionRound
from voting.rounds.mails import council_people, send


def conflicts_wait(round_: SelectionRound, count: int) -> None:
    """Tell the chair that a rule found conflicts; not which, a mail is read on many screens."""
    for user in council_people(round_, "chair"):
        send(
            user,
            _("Conflicts of interest to decide", user.locale),
            translate_plural(
                "A rule found one possible conflict of interest in %(round)s. Decide on the page of the round.",
                "A rule found %(num)s possible conflicts of interest in %(round)s. Decide on the page of the round.",
                count, user.locale, round=round_.title_vi,
            ),
        )  # fmt: skip
