"""Mails of what follows the count, and of conflicts that wait for the chair."""

from sqlalchemy import select

from app.accounts.models import User
from app.core.database.base import db
from app.web.i18n import translate as _
from voting.models import Juror, JuryPanel, SelectionRound
from voting.rounds.mails import send, tell_entrants


def reopened(round_: SelectionRound, reason: str) -> None:
    """Tell every juror that scoring is open again; entries and scores stay out of mails."""
    query = (
        select(User)
        .join(Juror, Juror.user_id == User.id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .where(JuryPanel.round_id == round_.id, Juror.removed_at.is_(None), User.disabled_at.is_(None))
        .distinct()
    )
    for user in db.session.scalars(query).all():
        send(
            user,
            _("Scoring of %(round)s is open again", user.locale, round=round_.title_vi),
            _("Chair and secretary opened scoring of %(round)s again: %(reason)s", user.locale,
              round=round_.title_vi, reason=reason),
        )  # fmt: skip


def taken_back(round_: SelectionRound) -> None:
    """Tell every entrant that the provisional list was taken back."""
    tell_entrants(round_, _taken_back)


def annulled(round_: SelectionRound) -> None:
    """Tell every entrant that the round was annulled."""
    tell_entrants(round_, _annulled)


def _taken_back(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("The provisional list of %(round)s was withdrawn", user.locale, round=round_.title_vi),
        _("The council examines %(round)s again: %(reason)s", user.locale,
          round=round_.title_vi, reason=round_.returned_reason),
    )  # fmt: skip


def _annulled(user: User, round_: SelectionRound) -> tuple[str, str]:
    return (
        _("%(round)s was annulled", user.locale, round=round_.title_vi),
        _("%(round)s was annulled: %(reason)s", user.locale, round=round_.title_vi, reason=round_.annulled_reason),
    )  # fmt: skip
