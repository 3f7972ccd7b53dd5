"""Reads of programmes and their targets."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.errors import NotFound
from programme.models import Programme, Target


def list_programmes() -> list[Programme]:
    """The newest first, those of the nation before those of provinces."""
    query = select(Programme).options(joinedload(Programme.unit)).order_by(Programme.starts_on.desc())
    found = db.session.scalars(query)
    return sorted(found, key=lambda row: (-row.starts_on.year, row.unit_id is not None, row.title_vi))


def get_programme(slug: str) -> Programme:
    """With its targets and their versions. Raises NotFound."""
    parts = selectinload(Programme.targets)
    query = (
        select(Programme)
        .where(Programme.slug == slug)
        .options(parts.selectinload(Target.versions), parts.joinedload(Target.measure))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("not_found")
    return found


def find_target(row: Programme, code: str) -> Target:
    """The target of a code. Raises NotFound."""
    for target in row.targets:
        if target.code == code:
            return target
    raise NotFound("not_found")
