"""The terms of the intellectual property office from a day on: those of the program, and as officers set them.

They serve reminders alone and are never told as law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog import fields
from catalog.models import TrademarkTermSet
from catalog.policies import can_set_lists
from catalog.trademark_course.deadlines import TERM_CODES, Terms, base_terms

MAX_SOURCE, MAX_MONTHS = 500, 120
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class TermSet:
    """months: by code, only those that are known. version: 0 for one that comes with the program."""

    begins: date
    source: str
    months: Mapping[str, int] = field(default_factory=dict)
    version: int = 0


def list_term_sets() -> list[TermSet]:
    """The earliest first; one set here takes the place of the program's of the same day."""
    found = {begins: TermSet(begins, source, months) for begins, source, months in base_terms()}
    for row in db.session.scalars(select(TrademarkTermSet)):
        found[row.begins] = TermSet(row.begins, row.source, row.months, row.version)
    return [found[begins] for begins in sorted(found)]


def terms_of(sets: list[TermSet]) -> Terms:
    """As the deadlines are worked out from them."""
    return [(each.begins, each.months) for each in sets]


def source_on(sets: list[TermSet], day: date) -> str:
    """Where the terms in force on a day come from; empty where none are known."""
    return next((each.source for each in reversed(sets) if each.begins <= day), "")


def add_terms(actor: Actor, terms: TermSet) -> TrademarkTermSet:
    """Terms from another day on."""
    authorize(actor, can_set_lists)
    if any(each.begins == terms.begins for each in list_term_sets()):
        raise Conflict("terms_exist", "begins")
    if not EARLIEST <= terms.begins <= date(today().year + 5, 12, 31):
        raise RuleBroken("date_out_of_range", "begins")
    return _keep(actor, TrademarkTermSet(begins=terms.begins), terms, "add")


def set_terms(actor: Actor, terms: TermSet) -> TrademarkTermSet:
    """Correct the terms of a day. terms.version: what was seen."""
    authorize(actor, can_set_lists)
    row = db.session.scalar(select(TrademarkTermSet).where(TrademarkTermSet.begins == terms.begins))
    if (row.version if row is not None else 0) != terms.version:
        raise Conflict("stale")
    return _keep(actor, row or TrademarkTermSet(begins=terms.begins), terms, "edit")


def _keep(actor: Actor, row: TrademarkTermSet, terms: TermSet, act: str) -> TrademarkTermSet:
    fields.required(terms.source, "source")
    if len(terms.source) > MAX_SOURCE:
        raise RuleBroken("too_long", "source", limit=MAX_SOURCE)
    for code, months in terms.months.items():
        if code not in TERM_CODES or not 1 <= months <= MAX_MONTHS:
            raise RuleBroken("months_range", code, most=MAX_MONTHS)
    row.months, row.source = dict(terms.months), terms.source
    row.changed_by, row.changed_at = actor.user_id, utc_now()
    db.session.add(row)
    audit.record(
        actor, f"catalog.trademark_terms.{act}", row, on=terms.begins.isoformat(), reason=terms.source
    )
    return row
