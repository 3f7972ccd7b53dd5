"""Every day: inform facilities whose certificates end within 90 and within 30 days, each once."""

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.queries import list_facility_members
from app.core import audit
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from catalog.awards.expiry.ends import NOTICES, due_notice
from catalog.awards.expiry.letters import write_expiry_letter
from catalog.models import Award
from catalog.validity import HOLDING

ACT = "catalog.award.expiry_notice"
"""The audit rows of this act are the record of what has been sent: they cannot be removed."""


def send_expiry_notices(day: date | None = None) -> int:
    """Send what is due on a day (today when None); safe to run often. Returns how many certificates were
    reported.

    A certificate that is not valid, has no number, or whose facility has no member yet is left for later.
    """
    day = day or today()
    waiting = _waiting(day)
    db.session.rollback()
    sent = 0
    for award_id in waiting:
        with transaction():
            sent += _tell(award_id, day)
    return sent


def _waiting(day: date) -> list[int]:
    """Certificates within their last 90 days whose notice is missing."""
    last = day + timedelta(days=max(NOTICES))
    query = select(Award.id, Award.valid_until).where(
        Award.valid_until.between(day, last), Award.number.is_not(None)
    )
    due = {
        key: notice
        for key, until in db.session.execute(query)
        if (notice := due_notice(day, until)) is not None
    }
    return sorted(key for key, notice in due.items() if notice not in _told(key))


def _tell(award_id: int, day: date) -> int:
    award = db.session.scalars(select(Award).where(Award.id == award_id).with_for_update()).one()
    notice = due_notice(day, award.valid_until)
    members = list_facility_members(award.product.facility_id)
    if notice is None or notice in _told(award.id) or award.validity_on(day) not in HOLDING or not members:
        return 0
    write_expiry_letter(award, day, members)
    audit.record(
        SYSTEM, ACT, award, days=notice, valid_until=award.valid_until.isoformat(), members=len(members)
    )
    return 1


def _told(award_id: int) -> set[int]:
    """The notices sent of a certificate, in days ahead."""
    query = select(AuditEntry.detail).where(
        AuditEntry.subject_kind == Award.__tablename__,
        AuditEntry.subject_id == str(award_id),
        AuditEntry.act == ACT,
    )
    return {detail["days"] for detail in db.session.scalars(query)}


@every(3600)
def follow_the_calendar() -> int:
    """Run by the runner: what became due at midnight is sent within the hour."""
    return send_expiry_notices()
