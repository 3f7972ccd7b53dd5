"""The facts from which completeness is determined."""

from catalog.listings.public import shown_papers
from traceability.enums import EventKind
from traceability.models import Lot
from traceability.passport.completeness import LotFacts


def lot_facts(lot: Lot) -> LotFacts:
    """Of the lot as its page states it."""
    snapshot, maker = lot.snapshot, lot.snapshot["facility"]
    wrong = {event.corrects_id for event in lot.events}
    steps = [event for event in lot.events if event.kind != EventKind.CORRECT and event.id not in wrong]
    return LotFacts(
        name=snapshot["name_vi"],
        gtin=(lot.product.gtin if lot.product is not None else None) or "",
        has_picture=bool(snapshot.get("picture")),
        maker=maker["name"],
        address=maker["address"],
        maker_number=maker["gln"] or maker["registration_number"],
        steps=len(steps),
        has_made_on=lot.made_on is not None,
        has_best_before=lot.best_before is not None,
        has_code=True,
        trademark=snapshot.get("trademark", ""),
        shelf_life=snapshot.get("shelf_life", ""),
        standard=snapshot.get("standard", ""),
        certificates=len(shown_papers(lot.product.certificates)) if lot.product is not None else 0,
        has_inputs=any(event.kind in {EventKind.MAKE, EventKind.RECEIVE} for event in steps),
        safety_note=snapshot.get("safety_note", ""),
        origin=maker["unit_vi"],
    )
