"""Printed copies that programmes count from what people entered, for who notes a print run of the same."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.text import fold_line
from catalog.brochure.prints import Counted, PrintData, present_id, tellers
from programme.models import Fact, Target

PRINT = "brochure-print"
NEAR = timedelta(days=62)
SAME_NUMBER = timedelta(days=366)


def copies_counted(data: PrintData) -> Sequence[Counted]:
    """What counts copies of the same province: by the same document, within two months, or as many within a year."""
    return list(dict.fromkeys(_alike(data)))


def list_entered_copies() -> list[Fact]:
    """Copies that people or activities told of, by day; withdrawn ones not."""
    targets = [key for key, kinds in _targets() if PRINT in kinds]
    query = (
        select(Fact)
        .where(Fact.target_id.in_(targets), Fact.is_own.is_(False), Fact.withdrawn_at.is_(None))
        .options(joinedload(Fact.unit), joinedload(Fact.activity))
        .order_by(Fact.day, Fact.id)
    )
    return list(db.session.scalars(query))


def list_kinds_beside_prints() -> set[str]:
    """Kinds of what counts where print runs count."""
    return {kind for _key, kinds in _targets() if PRINT in kinds for kind in kinds}


def _targets() -> list[tuple[int, list[str]]]:
    return [(key, kinds) for key, kinds in db.session.execute(select(Target.id, Target.counts))]


def _alike(data: PrintData) -> Iterator[Counted]:
    for fact in list_entered_copies():
        if present_id(fact.unit) == present_id(data.unit) and _is_like(fact, data):
            yield Counted(fact.title, fact.number, fact.day, fact.document)


def _is_like(fact: Fact, data: PrintData) -> bool:
    apart = abs(fact.day - data.printed_on)
    is_same_paper = bool(fact.document) and fold_line(fact.document) == fold_line(data.document)
    return is_same_paper or apart <= NEAR or (apart <= SAME_NUMBER and fact.number == data.copies)


tellers.append(copies_counted)
