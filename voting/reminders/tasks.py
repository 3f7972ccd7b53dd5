"""Every hour: tell councils of complaints and jurors of sheets whose deadline is near, each step once."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from app.accounts.models import User
from app.core import audit
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import VIETNAM, today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from voting.models import Complaint, Juror, SelectionRound
from voting.reminders import mails
from voting.reminders.queries import count_sheets_left, list_open_complaints, list_rounds_with_deadline
from voting.rounds.services import get_round_for_change
from voting.rounds.working_days.steps import COMPLAINT_STEPS, SHEET_STEPS, due_step

COMPLAINT, SHEETS = "voting.complaint.remind", "voting.juror.remind"
"""The audit rows of these acts are the record of what was sent: they cannot be removed."""
Told = AbstractSet[tuple[int, int, str]]
"""(id of complaint or juror, step in days, deadline) of each reminder that was sent."""


@every(3600)
def remind() -> int:
    """Send what is due now; returns how many reminders went out."""
    return remind_of_complaints() + remind_of_sheets()


def remind_of_complaints() -> int:
    """Complaints three days before the last day, on it, and once they are overdue."""
    waiting = list_open_complaints()
    told = _told("complaint", COMPLAINT, [row.id for row in waiting])
    due = [(row.id, row.round_id) for row in waiting if _step_of(row, told) is not None]
    db.session.rollback()  # the write lock is taken for what is due alone
    sent = 0
    for complaint_id, round_id in due:
        with transaction():
            get_round_for_change(round_id)  # of two runners at once the second finds the first one's row
            complaint = db.session.get_one(Complaint, complaint_id)
            step = _step_of(complaint, _told("complaint", COMPLAINT, [complaint_id]))
            if step is not None and mails.complaint_waits(complaint, (complaint.due_on - today()).days):
                until = complaint.due_on.isoformat()
                audit.record(SYSTEM, COMPLAINT, complaint, days=step, until=until)
                sent += 1
    return sent


def _step_of(complaint: Complaint, told: Told) -> int | None:
    """The reminder that is due now and was not sent."""
    step = due_step(today(), complaint.due_on, COMPLAINT_STEPS)
    if step is None or complaint.answer is not None:
        return None
    return None if (complaint.id, step, complaint.due_on.isoformat()) in told else step


def remind_of_sheets() -> int:
    """Jurors with sheets to submit, three days and one day before scoring ends."""
    ids = [round_.id for round_ in list_rounds_with_deadline() if _list_due(round_)]
    db.session.rollback()  # as above
    sent = 0
    for round_id in ids:
        with transaction():
            sent += _remind_jurors(get_round_for_change(round_id))
    return sent


def _list_due(round_: SelectionRound) -> list[tuple[Juror, int]]:
    """Jurors to whom the present step was not sent, each with how many sheets are left."""
    step, until = _sheet_step(round_)
    if step is None:
        return []
    left = [(_seat(round_, user_id), count) for user_id, count in sorted(count_sheets_left(round_).items())]
    told = _told("juror", SHEETS, [juror.id for juror, _count in left])
    return [(juror, count) for juror, count in left if (juror.id, step, until) not in told]


def _sheet_step(round_: SelectionRound) -> tuple[int | None, str]:
    """The step that is due, and the deadline it is of."""
    if round_.scoring_until is None:
        return None, ""
    until = round_.scoring_until.astimezone(VIETNAM)
    return due_step(today(), until.date(), SHEET_STEPS), until.isoformat()


def _remind_jurors(round_: SelectionRound) -> int:
    step, until = _sheet_step(round_)
    due = _list_due(round_)
    for juror, count in due:
        user = db.session.get_one(User, juror.user_id)
        mails.sheets_wait(user, round_, count, must_declare=juror.declared_at is None)
        audit.record(SYSTEM, SHEETS, juror, label=juror.alias, days=step, until=until)
    return len(due)


def _seat(round_: SelectionRound, user_id: int) -> Juror:
    """The first seat that a person still has, under which their reminders are recorded."""
    seats = (juror for panel in round_.panels for juror in panel.jurors if juror.removed_at is None)
    return min((juror for juror in seats if juror.user_id == user_id), key=lambda juror: juror.id)


def _told(kind: str, act: str, keys: Collection[int]) -> Told:
    """What was sent about these already; a deadline that was moved is a new one."""
    query = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(map(str, keys)), AuditEntry.act == act
    )
    return {(int(key), detail["days"], detail["until"]) for key, detail in db.session.execute(query)}
