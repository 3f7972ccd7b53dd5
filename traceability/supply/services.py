"""Raw material that is a lot of another facility of the site: a recall of that lot covers what is made from
it.
"""

from app.core import audit
from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import lots_changed
from traceability.genealogy.queries import list_derived_ids
from traceability.models import Lot, LotInput
from traceability.policies import can_manage_lot
from traceability.recalls.queries import list_recalls_on
from traceability.supply.queries import find_scanned_lot, find_supply


def scanned_supply(facility_id: int, label: str) -> Lot:
    """The lot of another facility identified by a label. Raises RuleBroken label_unknown, label_own at
    `label`.
    """
    source = find_scanned_lot(label)
    if source is None:
        raise RuleBroken("label_unknown", "label")
    if source.facility_id == facility_id:
        raise RuleBroken("label_own", "label")
    return source


def link_supply(actor: Actor, lot_id: int, label: str) -> Lot:
    """Link a lot of raw material to the lot on the supplier's label. Repeating adds nothing. Returns that
    lot. The edge has no amount: what the supplier shipped is in the supplier's diary, in the supplier's
    units.
    """
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if lot.product_id is not None:
        raise RuleBroken("supply_for_input", "label")
    source = scanned_supply(lot.facility_id, label)
    if find_supply(lot.id, source.id) is None:
        db.session.add(LotInput(input_lot_id=source.id, output_lot_id=lot.id))
        audit.record(actor, "traceability.supply.add", lot, source=_name(source))
        db.session.flush()
        lots_changed([source.id, lot.id, *list_derived_ids(lot.id)])
    return source


def unlink_supply(actor: Actor, lot_id: int, source_id: int) -> None:
    """Remove a link made by mistake. Raises Conflict already_removed, or
    supply_recalled while a hold or recall came over it.
    """
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    edge = find_supply(lot.id, source_id)
    if edge is None:
        raise Conflict("already_removed")
    if list_recalls_on(source_id):
        raise Conflict("supply_recalled")
    reached = [source_id, lot.id, *list_derived_ids(lot.id)]
    source = load(Lot, source_id)
    db.session.delete(edge)
    audit.record(actor, "traceability.supply.remove", lot, source=_name(source))
    lots_changed(reached)


def _name(lot: Lot) -> str:
    return f"{lot.snapshot['name_vi']}, {lot.code}"
