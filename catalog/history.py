"""Writes and reads the public history of a product or a facility, and the marks of what nobody has checked yet."""

from typing import Any

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database.base import db
from catalog.models import Facility, FacilityChange, ListingChange, Product

PICTURES, LINKS = "pictures", "links"
UNTOLD = frozenset(
    {"name", "registration_number", "contact_name", "phone", "email", "address", "commune", "unit_id", "kind"}
)
"""Fields of a facility whose values no history keeps: they may be a person's, who may take their consent back."""


def note_change(
    row: Product | Facility, act: str, field: str = "", before: Any = "", after: Any = ""
) -> None:
    """Add a line to the history; inside the transaction of the act itself."""
    if isinstance(row, Facility):
        untold = field in UNTOLD
        line: ListingChange | FacilityChange = FacilityChange(facility_id=row.id)
        line.before, line.after = ("", "") if untold else (_text(before), _text(after))
    else:
        line = ListingChange(product_id=row.id, before=_text(before), after=_text(after))
    line.act, line.field, line.at = act, field, utc_now()
    db.session.add(line)


def mark_unchecked(row: Product | Facility, field: str) -> None:
    """Let a change show with the note that nobody has checked it yet."""
    now = utc_now()
    row.unchecked = {**row.unchecked, field: now.isoformat()}
    row.unchecked_at = row.unchecked_at or now


def clear_unchecked(row: Product | Facility) -> None:
    """An officer has checked everything that was marked."""
    for field in row.unchecked:
        note_change(row, "checked", field)
    row.unchecked, row.unchecked_at = {}, None


def list_history(product_id: int) -> list[ListingChange]:
    """The newest first."""
    query = select(ListingChange).where(ListingChange.product_id == product_id)
    return list(db.session.scalars(query.order_by(ListingChange.at.desc(), ListingChange.id.desc())))


def list_facility_history(facility_id: int) -> list[FacilityChange]:
    """The newest first."""
    query = select(FacilityChange).where(FacilityChange.facility_id == facility_id)
    return list(db.session.scalars(query.order_by(FacilityChange.at.desc(), FacilityChange.id.desc())))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
