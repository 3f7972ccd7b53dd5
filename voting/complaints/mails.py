"""Mails about complaints."""

from app.accounts.queries import list_facility_managers
from app.web.i18n import translate as _
from voting.models import Complaint
from voting.rounds.mails import council_people, send


def complaint_filed(complaint: Complaint) -> None:
    """Tell chair and secretary that a complaint waits, and until when."""
    for user in council_people(complaint.round, "chair", "secretary"):
        send(
            user,
            _("Complaint %(code)s was filed", user.locale, code=complaint.code),
            _("Complaint %(code)s about a result of %(round)s waits for the council's answer until %(until)s.",
              user.locale, code=complaint.code, round=complaint.round.title_vi,
              until=complaint.due_on.strftime("%d/%m/%Y")),
        )  # fmt: skip


def complaint_answered(complaint: Complaint) -> None:
    """Tell the facility that the council answered."""
    for user in list_facility_managers(complaint.nomination.facility_id):
        send(
            user,
            _("Complaint %(code)s was answered", user.locale, code=complaint.code),
            _("The council answered your complaint %(code)s about %(round)s. Sign in to read the answer.",
              user.locale, code=complaint.code, round=complaint.round.title_vi),
        )  # fmt: skip
