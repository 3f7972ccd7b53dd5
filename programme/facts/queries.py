"""Reads of what counts."""

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.errors import NotFound
from programme.enums import Evidence
from programme.models import Activity, Fact, Proposal, Target


def list_facts(target: Target, *, limit: int, offset: int = 0) -> tuple[list[Fact], int]:
    """Of one target, the newest day first, withdrawn ones at their place; and how many there are."""
    mine = Fact.target_id == target.id
    total = db.session.scalar(select(func.count()).where(mine)) or 0
    query = (
        select(Fact)
        .where(mine)
        .options(joinedload(Fact.unit), joinedload(Fact.facility), selectinload(Fact.changes))
        .order_by(Fact.day.desc(), Fact.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(db.session.scalars(query)), total


def get_fact(fact_id: int) -> Fact:
    found = db.session.get(Fact, fact_id)
    if found is None:
        raise NotFound("not_found")
    return found


def list_waiting(programme_id: int, *, limit: int = 200) -> list[Fact]:
    """What has a document and waits for the second person, the oldest first."""
    query = (
        select(Fact)
        .join(Target, Fact.target_id == Target.id)
        .where(
            Target.programme_id == programme_id,
            Fact.evidence == Evidence.DOCUMENT,
            Fact.withdrawn_at.is_(None),
        )
        .options(joinedload(Fact.target), joinedload(Fact.unit), selectinload(Fact.changes))
        .order_by(Fact.day, Fact.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def activity_stands() -> ColumnElement[bool]:
    """Accepted, or held; what a proposal was carried out by stands once it is accepted."""
    of_proposal = exists().where(Proposal.activity_id == Activity.id).correlate(Activity)
    return (Activity.state == "accepted") | ((Activity.state == "held") & ~of_proposal)
