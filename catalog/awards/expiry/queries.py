"""Until when trademarks are protected: as stated, else ten years from their application, and their renewals."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.core.database.base import db
from catalog.enums import TrademarkKind, TrademarkState, TrademarkStepKind
from catalog.models import Trademark, TrademarkStep
from catalog.validity import TRADEMARK_MONTHS, months_after, protected_until

MOST_TERMS = 6
"""Ten-year terms back to which an application may lie whose mark is still protected."""


def ends_of_marks(marks: Iterable[Any]) -> dict[int, date]:
    """Trademark id -> its last day, of granted marks whose end is known. A geographical indication has none.
    marks: as entities or as their columns `id`, `kind`, `state`, `valid_until`, `application_date`.
    """
    granted = [
        mark
        for mark in marks
        if mark.state == TrademarkState.GRANTED and mark.kind != TrademarkKind.GEOGRAPHICAL_INDICATION
    ]
    renewed = _renewals([mark.id for mark in granted])
    found = {
        mark.id: protected_until(mark.valid_until, mark.application_date, renewed[mark.id])
        for mark in granted
    }
    return {key: until for key, until in found.items() if until is not None}


def list_ending_marks(day: date, last: date) -> dict[int, date]:
    """Trademark id -> its last day, of those that end between two days, both included."""
    unstated = and_(Trademark.valid_until.is_(None), or_(*_filed_for(day, last)))
    columns = (
        Trademark.id,
        Trademark.kind,
        Trademark.state,
        Trademark.valid_until,
        Trademark.application_date,
    )
    query = select(*columns).where(
        Trademark.state == TrademarkState.GRANTED, Trademark.valid_until.between(day, last) | unstated
    )
    ends = ends_of_marks(db.session.execute(query).all())
    return {key: until for key, until in ends.items() if day <= until <= last}


def _filed_for(day: date, last: date) -> list[ColumnElement[bool]]:
    """Applications whose ten-year terms may end between two days; a day more on both sides, for February."""
    margin = timedelta(days=1)
    return [
        Trademark.application_date.between(
            months_after(day, -TRADEMARK_MONTHS * terms) - margin,
            months_after(last, -TRADEMARK_MONTHS * terms) + margin,
        )
        for terms in range(1, MOST_TERMS + 1)
    ]


def _renewals(ids: list[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    if ids:
        query = select(TrademarkStep.trademark_id, TrademarkStep.happened_on).where(
            TrademarkStep.trademark_id.in_(ids), TrademarkStep.kind == TrademarkStepKind.RENEWED
        )
        for key, day in db.session.execute(query):
            found[key].append(day)
    return found
