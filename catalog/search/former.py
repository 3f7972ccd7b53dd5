"""Names and codes of entries that were merged into others: searched for, they find what stays."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Merge


def former_names(session: Session, kind: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Id of what stays -> names and codes of what went into it: one statement."""
    query = select(Merge.into_id, Merge.old_name, Merge.old_code).where(
        Merge.kind == kind, Merge.into_id.in_(ids), Merge.confirmed_at.is_not(None)
    )
    found: dict[int, list[str]] = {}
    for into_id, name, code in session.execute(query.order_by(Merge.id)):
        found.setdefault(into_id, []).extend(part for part in (name, code) if part)
    return found
