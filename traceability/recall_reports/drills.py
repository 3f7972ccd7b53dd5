"""Mock recalls, and who was reached in a drill or in a recall. A drill puts nothing on hold and is not
public.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import MAX_TEXT, short
from traceability.models import Lot, Recall, RecallAnswer, RecallContact, RecallDrill
from traceability.policies import can_follow_recall, can_manage_lot
from traceability.recall_reports.queries import party_key

MAX_PHONE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientData:
    """party: as in the diary. reached: whether it was spoken to, None to leave that as it is."""

    party: str
    phone: str = ""
    address: str = ""
    note: str = ""
    reached: bool | None = None


def start_drill(actor: Actor, lot_id: int, scenario: str) -> RecallDrill:
    """Start a drill; the time runs from now."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if not scenario:
        raise RuleBroken("required", "scenario")
    drill = RecallDrill(
        lot_id=lot.id,
        scenario=short(scenario, "scenario", MAX_TEXT),
        started_at=utc_now(),
        started_by=actor.user_id,
    )
    db.session.add(drill)
    audit.record(actor, "traceability.drill.begin", drill, label=lot.code, lot_id=lot.id)
    return drill


def finish_drill(actor: Actor, drill_id: int, found: str) -> RecallDrill:
    """End a drill; the time is fixed. found: what was counted or learnt."""
    drill = load(RecallDrill, drill_id)
    authorize(actor, can_manage_lot, drill.lot)
    if drill.finished_at is not None:
        raise Conflict("drill_finished")
    drill.found = short(found, "found", MAX_TEXT)
    drill.finished_at, drill.finished_by = utc_now(), actor.user_id
    audit.record(actor, "traceability.drill.end", drill, label=drill.lot.code)
    return drill


def note_drill_recipient(actor: Actor, drill_id: int, data: RecipientData) -> None:
    """Save how a recipient is reached, and whether it was reached in this drill. Raises Conflict
    drill_finished.
    """
    drill = load(RecallDrill, drill_id)
    authorize(actor, can_manage_lot, drill.lot)
    if drill.finished_at is not None:
        raise Conflict("drill_finished")
    key = _keep_contact(drill.lot, data)
    _answer(actor, drill, RecallAnswer(drill_id=drill.id, key=key), data)


def note_recall_recipient(actor: Actor, recall_id: int, data: RecipientData) -> None:
    """Save how a recipient is reached, and whether it was reached in this recall."""
    recall = load(Recall, recall_id)
    authorize(actor, can_follow_recall, recall.lot)
    key = _keep_contact(recall.lot, data)
    _answer(actor, recall, RecallAnswer(recall_id=recall.id, key=key), data)


def _keep_contact(lot: Lot, data: RecipientData) -> str:
    key = party_key(data.party)
    if not key:
        raise RuleBroken("required", "party")
    query = select(RecallContact).where(
        RecallContact.facility_id == lot.facility_id, RecallContact.key == key
    )
    contact = db.session.scalar(query) or RecallContact(facility_id=lot.facility_id, key=key)
    contact.name, contact.updated_at = short(data.party, "party"), utc_now()
    contact.phone = short(data.phone, "phone", MAX_PHONE)
    contact.address = short(data.address, "address")
    db.session.add(contact)
    return key


def _answer(actor: Actor, subject: RecallDrill | Recall, answer: RecallAnswer, data: RecipientData) -> None:
    of_drill = RecallAnswer.drill_id == answer.drill_id
    own = of_drill if answer.drill_id is not None else RecallAnswer.recall_id == answer.recall_id
    there = db.session.scalar(select(RecallAnswer).where(own, RecallAnswer.key == answer.key))
    if data.reached is False and there is not None:
        db.session.execute(delete(RecallAnswer).where(RecallAnswer.id == there.id))
    elif data.reached:
        if there is None:
            answer.reached_at, answer.reached_by = utc_now(), actor.user_id
            db.session.add(answer)
        (there or answer).note = short(data.note, "note")
    audit.record(
        actor,
        "traceability.recipient.record",
        subject,
        label=subject.lot.code,
        party=data.party,
        reached=data.reached,
    )
