"""An officer reminds a facility of what ends, before or after the calendar does."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.queries import list_facility_managers
from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.awards.expiry.mails import write_expiry_letter, write_paper_letter
from catalog.ending.queries import KINDS, find_last_told
from catalog.models import Award, Certificate
from catalog.policies import can_review_facility
from catalog.schemes.queries import is_renewed
from catalog.validity import EXPIRY_NOTICE, HOLDING

PAUSE = timedelta(days=7)
"""Between two letters about one paper."""


def remind_of_end(actor: Actor, kind: str, key: int) -> None:
    """Tell each member of the facility that a recognition, paper or mark ends. Raises Conflict where it does not."""
    entity = KINDS.get(kind)
    if entity is None:
        raise NotFound("not_found")
    row: Any = db.session.scalar(select(entity).where(entity.id == key).with_for_update(of=entity))
    if row is None:
        raise NotFound("not_found")
    facility = row.product.facility if isinstance(row, Award) else row.facility
    authorize(actor, can_review_facility, facility)
    day, until = today(), row.valid_until
    _check_ending(row, day)
    told = find_last_told(kind, key)
    if told is not None and utc_now() - told < PAUSE:
        raise Conflict("told_lately")
    members = list_facility_managers(facility.id)
    if not members:
        raise RuleBroken("no_members")
    if isinstance(row, Award):
        write_expiry_letter(row, day, members)
    else:
        write_paper_letter(row, until, day, members)
    audit.record(actor, f"catalog.{kind}.remind", row, valid_until=until.isoformat(), members=len(members))


def _check_ending(row: Any, day: date) -> None:
    until = row.valid_until
    if until is None or not day <= until <= day + EXPIRY_NOTICE or row.validity_on(day) not in HOLDING:
        raise Conflict("not_ending")
    if isinstance(row, Certificate) and db.session.scalar(
        select(is_renewed()).where(Certificate.id == row.id)
    ):
        raise Conflict("renewed_already")
