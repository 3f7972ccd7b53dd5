"""Lists to and from bodies outside this site."""

from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import Award
from voting.models import MergedSet, Nomination, OutsideList, SelectionRound
from voting.product_sets.queries import set_name_of

OUT, IN = "out", "in"


def list_lists(round_id: int, direction: str) -> list[OutsideList]:
    """Those of a round, the newest first."""
    query = select(OutsideList).where(OutsideList.round_id == round_id, OutsideList.direction == direction)
    return list(db.session.scalars(query.order_by(OutsideList.id.desc())))


def get_list(round_: SelectionRound, list_id: int) -> OutsideList:
    """One that goes out from a round. Raises NotFound."""
    found = db.session.get(OutsideList, list_id)
    if found is None or found.round_id != round_.id or found.direction != OUT:
        raise NotFound("not_found")
    return found


def entry_of(nomination: Nomination, award: Award, merged: MergedSet | None) -> dict[str, Any]:
    """What the file holds of a recognised product. merged: the set of the council that it carries."""
    facility = nomination.facility
    items = [m.nomination.product.name_vi for m in merged.members] if merged else nomination.set_items
    return {
        "product": _line(set_name_of(nomination, merged) or nomination.product.name_vi),
        "group": nomination.group,
        "facility": _line(facility.name),
        "kind": facility.kind,
        "registration_number": facility.registration_number or "",
        "province": facility.unit.present.name_vi,
        "commune": _line(facility.commune),
        "address": _line(facility.address),
        "certificate": award.number or "",
        "issued_on": award.issued_on.isoformat(),
        "valid_until": award.valid_until.isoformat(),
        "statement": nomination.statement,
        "set_case": merged.set_case if merged else nomination.set_case,
        "set_items": [_line(item) for item in items],
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def find_award_of(nomination: Nomination) -> Award | None:
    """The certificate of an entry that its round gave and that nothing has replaced."""
    query = select(Award).where(Award.nomination_id == nomination.id, Award.revoked_on.is_(None))
    return db.session.scalars(query.order_by(Award.id.desc())).first()
