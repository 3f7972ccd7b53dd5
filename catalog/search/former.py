"""Names and codes of entries that were merged into others: searched for, they find what stays."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.enums import PERSONAL_KINDS
from catalog.models import Facility, Merge


def former_names(session: Session, kind: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Id of what stays -> names and codes of what went into it: one statement."""
    query = select(Merge.into_id, Merge.old_name, Merge.old_code).where(
        Merge.kind == kind, Merge.into_id.in_(ids), Merge.confirmed_at.is_not(None), Merge.undone_at.is_(None)
    )
    if kind == "facility":  # a person who took their consent back is no longer found by name
        nameable = Facility.kind.not_in(PERSONAL_KINDS) | Facility.consent_at.is_not(None)
        query = query.join(Facility, Facility.id == Merge.from_id).where(nameable)
    found: dict[int, list[str]] = {}
    for into_id, name, code in session.execute(query.order_by(Merge.id)):
        found.setdefault(into_id, []).extend(part for part in (name, code) if part)
    return found
