"""Every day: inform facilities whose certificates, papers and marks end within 90 and within 30 days, each once."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.queries import list_facility_managers
from app.core import audit
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from catalog.awards.expiry.ends import NOTICES, due_notice
from catalog.awards.expiry.mails import write_expiry_letter, write_paper_letter
from catalog.awards.expiry.queries import ends_of_marks, list_ending_marks
from catalog.models import Award, Certificate, Trademark
from catalog.schemes.queries import is_renewed
from catalog.validity import HOLDING

Ending = Award | Certificate | Trademark
KINDS: tuple[type[Award] | type[Certificate] | type[Trademark], ...] = (Award, Certificate, Trademark)
ACTS = {
    Award: "catalog.award.expiry_notice",
    Certificate: "catalog.certificate.expiry_notice",
    Trademark: "catalog.trademark.expiry_notice",
}
"""The audit rows of these acts are the record of what has been sent: they cannot be removed."""


def send_expiry_notices(day: date | None = None) -> int:
    """Send what is due on a day (today when None); safe to run often. Returns how many papers were reported.

    What is not valid, a recognition without a number, and what belongs to a facility without a member yet is left for
    later.
    """
    day = day or today()
    sent = 0
    for kind in KINDS:
        waiting = _waiting(kind, day)
        db.session.rollback()
        for key in waiting:
            with transaction():
                sent += _tell(kind, key, day)
    return sent


def _waiting(kind: type[Ending], day: date) -> list[int]:
    """What is within its last 90 days and has not been reported as it should."""
    ends = _ends_between(kind, day, day + timedelta(days=max(NOTICES)))
    due = {key: notice for key, until in ends.items() if (notice := due_notice(day, until)) is not None}
    untold = {key for key, notice in due.items() if (notice, ends[key].isoformat()) not in _told(kind, key)}
    return sorted(untold)


def _ends_between(kind: type[Ending], day: date, last: date) -> dict[int, date]:
    if kind is Trademark:
        return list_ending_marks(day, last)
    query = select(kind.id, kind.valid_until).where(kind.valid_until.between(day, last))
    if kind is Award:
        query = query.where(Award.number.is_not(None))
    if kind is Certificate:
        query = query.where(~is_renewed())
    return {key: until for key, until in db.session.execute(query) if until is not None}


def _tell(kind: type[Ending], key: int, day: date) -> int:
    found: Any = db.session.scalars(select(kind).where(kind.id == key).with_for_update()).one()
    row: Ending = found
    until = ends_of_marks([row]).get(key) if isinstance(row, Trademark) else row.valid_until
    notice = due_notice(day, until) if until is not None else None
    members = list_facility_managers(row.product.facility_id if isinstance(row, Award) else row.facility_id)
    if until is None or notice is None or not members or (notice, until.isoformat()) in _told(kind, key):
        return 0
    if row.validity_on(day) not in HOLDING:
        return 0
    if isinstance(row, Award):
        write_expiry_letter(row, day, members)
    else:
        write_paper_letter(row, until, day, members)
    audit.record(SYSTEM, ACTS[kind], row, days=notice, valid_until=until.isoformat(), members=len(members))
    return 1


def _told(kind: type[Ending], key: int) -> set[tuple[int, str]]:
    """The notices sent of one: days ahead and the end they told. A paper that runs longer now is told of again."""
    query = select(AuditEntry.detail).where(
        AuditEntry.subject_kind == kind.__tablename__,
        AuditEntry.subject_id == str(key),
        AuditEntry.act == ACTS[kind],
    )
    return {(detail["days"], detail["valid_until"]) for detail in db.session.scalars(query)}


@every(3600)
def follow_the_calendar() -> int:
    """Run by the runner: what became due at midnight is sent within the hour."""
    return send_expiry_notices()
