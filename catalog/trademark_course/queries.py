"""Reads of the course of a trademark."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from app.core.database.base import db
from catalog.awards.expiry.queries import ends_of_marks
from catalog.enums import TrademarkState, TrademarkStepKind
from catalog.models import Trademark, TrademarkStep, TrademarkSupport
from catalog.trademark_course.deadlines import Deadline, deadlines
from catalog.trademark_course.terms import list_term_sets, terms_of

_WAITING = frozenset({TrademarkState.FILED, TrademarkState.PUBLISHED})
_AFTER_REFUSAL = frozenset({TrademarkStepKind.REFUSED, TrademarkStepKind.APPEALED})


def list_steps(trademark_id: int) -> list[TrademarkStep]:
    """In the order in which they happened."""
    query = select(TrademarkStep).where(TrademarkStep.trademark_id == trademark_id)
    return list(db.session.scalars(query.order_by(TrademarkStep.happened_on, TrademarkStep.id)))


def list_deadlines(marks: Sequence[Trademark]) -> list[tuple[Trademark, Deadline]]:
    """What is open for each mark, the nearest first. Only an application waits for the office; a refused one may be
    complained about.
    """
    if not marks:
        return []
    terms, ends = terms_of(list_term_sets()), ends_of_marks(marks)
    steps: dict[int, list[TrademarkStep]] = defaultdict(list)
    query = select(TrademarkStep).where(TrademarkStep.trademark_id.in_([mark.id for mark in marks]))
    for row in db.session.scalars(query.order_by(TrademarkStep.happened_on, TrademarkStep.id)):
        steps[row.trademark_id].append(row)
    found = []
    for mark in marks:
        is_waiting, is_refused = mark.state in _WAITING, mark.state == TrademarkState.REFUSED
        told = {
            TrademarkStepKind(row.kind): row.happened_on for row in steps[mark.id]
        }  # the last one of a kind
        last = {
            kind: day for kind, day in told.items() if is_waiting or (is_refused and kind in _AFTER_REFUSAL)
        }
        filed_on = mark.application_date if is_waiting else None
        found += [(mark, each) for each in deadlines(filed_on, last, ends.get(mark.id), terms)]
    return sorted(found, key=lambda pair: (pair[1].until, pair[1].code, pair[0].id))


def list_support(trademark_id: int) -> list[TrademarkSupport]:
    """What was asked for, the latest first."""
    query = select(TrademarkSupport).where(TrademarkSupport.trademark_id == trademark_id)
    return list(db.session.scalars(query.order_by(TrademarkSupport.id.desc())))
