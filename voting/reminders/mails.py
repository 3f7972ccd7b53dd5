"""The reminders, each in its reader's language. No score and no name of an entry: mails are read by others."""

from app.accounts.models import User
from app.core.clock import VIETNAM
from app.web.i18n import translate as _
from app.web.i18n import translate_plural
from voting.models import Complaint, SelectionRound
from voting.rounds.mails import council_people, send


def complaint_waits(complaint: Complaint, left: int) -> int:
    """Tell chair and secretary how long a complaint may still wait; left: days, negative once it is overdue. Returns
    how many were told.
    """
    people = list(council_people(complaint.round, "chair", "secretary"))
    for user in people:
        values = {
            "code": complaint.code,
            "round": complaint.round.title_vi,
            "until": complaint.due_on.strftime("%d/%m/%Y"),
        }
        if left < 0:
            title = _("Complaint %(code)s is overdue", user.locale, code=complaint.code)
            text = _(
                "Complaint %(code)s in %(round)s should have been answered by %(until)s.",
                user.locale,
                **values,
            )
        else:
            title = _("Complaint %(code)s waits for its answer", user.locale, code=complaint.code)
            text = _(
                "Complaint %(code)s in %(round)s has to be answered by the end of %(until)s.",
                user.locale,
                **values,
            )
        send(user, title, text)
    return len(people)


def sheets_wait(user: User, round_: SelectionRound, count: int, *, must_declare: bool) -> None:
    """Tell a juror what is left to do before scoring ends."""
    assert round_.scoring_until is not None
    until = round_.scoring_until.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    left = translate_plural(
        "One score sheet of %(round)s waits for you until %(until)s.",
        "%(num)s score sheets of %(round)s wait for you until %(until)s.",
        count, user.locale, round=round_.title_vi, until=until,
    )  # fmt: skip
    first = " " + _("Declare your connections first.", user.locale) if must_declare else ""
    send(user, _("Scoring ends soon", user.locale), left + first)
