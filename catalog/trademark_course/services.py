"""A facility tells what happened to its application, and asks for support."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog import fields
from catalog.acts import load
from catalog.credentials.services import EARLIEST, StoredScan
from catalog.enums import TrademarkStepKind
from catalog.models import Trademark, TrademarkStep, TrademarkSupport
from catalog.policies import can_manage_paper

MAX_NOTE = 1000
Listener = Callable[[Actor, TrademarkSupport], object]
_listeners: list[Listener] = []


def add_step(
    actor: Actor,
    trademark_id: int,
    kind: str,
    happened_on: date,
    note: str = "",
    scan: StoredScan | None = None,
) -> TrademarkStep:
    """One notice of the office or one act of the facility, with its paper."""
    mark = load(Trademark, trademark_id)
    authorize(actor, can_manage_paper, mark)
    fields.one_of(kind, TrademarkStepKind, "kind")
    if not EARLIEST <= happened_on <= today():
        code = "date_in_future" if happened_on > today() else "paper_date_too_early"
        raise RuleBroken(code, "happened_on")
    if mark.application_date is not None and happened_on < mark.application_date:
        raise RuleBroken("step_before_application", "happened_on")
    if len(note) > MAX_NOTE:
        raise RuleBroken("too_long", "note", limit=MAX_NOTE)
    row = TrademarkStep(
        trademark_id=mark.id, kind=kind, happened_on=happened_on, note=note, file=scan.name if scan else "",
        file_type=scan.media_type if scan else "", recorded_by=actor.user_id, recorded_at=utc_now(),
    )  # fmt: skip
    db.session.add(row)
    audit.record(actor, "catalog.trademark_step.add", row, kind=kind, happened_on=happened_on.isoformat())
    return row


def remove_step(actor: Actor, step_id: int) -> Trademark:
    """Take back what was told by mistake; the register of acts keeps it."""
    row = load(TrademarkStep, step_id)
    mark = row.trademark
    authorize(actor, can_manage_paper, mark)
    audit.record(
        actor, "catalog.trademark_step.remove", row, kind=row.kind, happened_on=row.happened_on.isoformat()
    )
    db.session.delete(row)
    return mark


def ask_support(actor: Actor, trademark_id: int, wish: str) -> TrademarkSupport:
    """Ask the department for support with the mark; one open wish at a time."""
    mark = load(Trademark, trademark_id)
    authorize(actor, can_manage_paper, mark)
    fields.required(wish, "wish")
    if len(wish) > MAX_NOTE:
        raise RuleBroken("too_long", "wish", limit=MAX_NOTE)
    opened = (TrademarkSupport.trademark_id == trademark_id) & TrademarkSupport.closed_at.is_(None)
    if db.session.scalar(select(TrademarkSupport.id).where(opened)) is not None:
        raise Conflict("support_asked_already", "wish")
    row = TrademarkSupport(trademark_id=mark.id, wish=wish, asked_by=actor.user_id, asked_at=utc_now())
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "catalog.trademark_support.ask", row)
    for told in _listeners:
        told(actor, row)
    return row


def when_asked(listener: Listener) -> Listener:
    """Tell a domain above of each wish for support, in the transaction of the wish."""
    _listeners.append(listener)
    return listener
