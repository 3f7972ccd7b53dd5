"""Wishes on the trademark desk become proposals once a year is open for them; last days are told before they pass."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from catalog.enums import FacilityState
from programme.models import Proposal
from programme.plan_years.queries import find_offer_of
from programme.proposals import mails
from programme.proposals.queries import list_unfinished
from programme.proposals.services import TRADEMARK_SUPPORT, load_proposal, open_wishes, propose_support
from programme.proposals.states import last_day
from voting.rounds.working_days.steps import due_step

PERIOD = 600.0
STEPS = (0, 3, 14)
"""Days that are left, the most urgent first."""
REMIND = "programme.proposal.remind"
"""The audit rows of this act are the record of what was told: they cannot be removed."""


@every(PERIOD)
def take_in_wishes() -> int:
    """Wishes that were told while no year was open; returns how many became proposals."""
    if find_offer_of(TRADEMARK_SUPPORT, today()) is None or not open_wishes():
        return 0
    with transaction():
        return sum(propose_support(SYSTEM, row) is not None for row in open_wishes())


@every(3600)
def remind_of_days() -> int:
    """Tell who asks, two weeks and three days before a last day and on it; returns of how many proposals."""
    rows = list_unfinished(today())
    before = _told_before([row.id for row in rows])
    due = [row.id for row in rows if _step(row, before) is not None]
    db.session.rollback()  # the write lock is taken for what is due alone
    told = 0
    for proposal_id in due:
        with transaction():
            row = load_proposal(proposal_id)  # of two runners at once the second finds the first one's record
            step = _step(row, _told_before([proposal_id]))
            if step is not None and mails.remind(row):
                audit.record(SYSTEM, REMIND, row, step=_name(row, step))
                told += 1
    return told


def _step(row: Proposal, before: set[tuple[str, str]]) -> int | None:
    """The step that is due now and was not told."""
    until = _last_day(row)
    step = due_step(today(), until, STEPS) if until is not None and today() <= until else None
    if step is None or (row.facility is not None and row.facility.state != FacilityState.VERIFIED):
        return None
    return None if (str(row.id), _name(row, step)) in before else step


def _told_before(ids: Sequence[int]) -> set[tuple[str, str]]:
    """(proposal, step) of every reminder of these proposals."""
    query = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject_kind == Proposal.__tablename__,
        AuditEntry.subject_id.in_([str(each) for each in ids]),
        AuditEntry.act == REMIND,
    )
    return {(key, detail["step"]) for key, detail in db.session.execute(query)}


def _last_day(row: Proposal) -> date | None:
    year = row.plan_year
    return last_day(
        row.state, year.register_until, year.dossier_until, has_dossier=row.dossier_on is not None
    )


def _name(row: Proposal, step: int) -> str:
    """A last day that was moved is a new one, and so is another state."""
    return f"{row.state} {_last_day(row)} {step}"
