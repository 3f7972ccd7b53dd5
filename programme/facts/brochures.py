"""Printed copies that programmes count from what people entered, for who notes a print run of the same."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.text import fold
from catalog.brochure.prints import Counted, PrintData, present_id, tellers
from programme.models import Fact, Target

NEAR = timedelta(days=62)
SAME_NUMBER = timedelta(days=366)


def copies_counted(data: PrintData) -> Sequence[Counted]:
    """What counts copies of the same province: by the same document, within two months, or as many within a year."""
    return list(dict.fromkeys(_alike(data)))


def _alike(data: PrintData) -> Iterator[Counted]:
    targets = [
        key
        for key, kinds in db.session.execute(select(Target.id, Target.counts))
        if "brochure-print" in kinds
    ]
    query = (
        select(Fact)
        .where(Fact.target_id.in_(targets), Fact.is_own.is_(False), Fact.withdrawn_at.is_(None))
        .options(joinedload(Fact.unit))
        .order_by(Fact.day, Fact.id)
    )
    for fact in db.session.scalars(query):
        if present_id(fact.unit) == present_id(data.unit) and _is_like(fact, data):
            yield Counted(fact.title, fact.number, fact.day, fact.document)


def _is_like(fact: Fact, data: PrintData) -> bool:
    apart = abs(fact.day - data.printed_on)
    is_same_paper = bool(fact.document) and fold(fact.document) == fold(data.document.strip())
    return is_same_paper or apart <= NEAR or (apart <= SAME_NUMBER and fact.number == data.copies)


tellers.append(copies_counted)
