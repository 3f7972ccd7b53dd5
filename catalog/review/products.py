"""An officer's decisions on a product: published, returned, and on its changes."""

from collections.abc import Iterable

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from app.core.text import sort_key
from catalog.acts import check_version, load, move, product_changed, propose, reasons_given, send_letter
from catalog.enums import FacilityState, ProductReason, ProductState
from catalog.history import PICTURES, clear_unchecked, note_change
from catalog.lifecycle import ProductAct, next_product_state
from catalog.models import Product
from catalog.policies import can_review_product
from catalog.products.pictures import show_waiting_pictures


def publish_product(actor: Actor, product_id: int, *, version: int | None = None) -> Product:
    """Show a submitted product to the public; its facility must be verified."""
    product = _judged(actor, product_id, version)
    if product.facility.state != FacilityState.VERIFIED:
        raise RuleBroken("facility_not_verified")
    product.state = move(next_product_state, ProductState(product.state), ProductAct.PUBLISH)
    now = utc_now()
    product.published_at = product.published_at or now
    product.updated_at = now
    product.return_reason, product.return_reasons = "", []
    product.unchecked, product.unchecked_at = {}, None
    note_change(product, "published")
    audit.record(actor, "catalog.product.publish", product)
    product_changed(product)
    record_change("facility", product.facility_id)
    send_letter("product_published", product.facility, product_id=product.id)
    return product


def return_product(
    actor: Actor,
    product_id: int,
    reasons: Iterable[ProductReason] = (),
    text: str = "",
    *,
    version: int | None = None,
) -> Product:
    """Send a listing back with reasons; a published one is no longer public."""
    product = _judged(actor, product_id, version)
    codes = reasons_given(reasons, text)
    was_public = product.state == ProductState.PUBLISHED
    product.state = move(next_product_state, ProductState(product.state), ProductAct.RETURN)
    product.return_reasons, product.return_reason = codes, text
    propose(product, {})
    audit.record(actor, "catalog.product.return", product, reasons=codes, text=text)
    product_changed(product, was_public=was_public)
    if was_public:
        record_change("facility", product.facility_id)
    send_letter("product_returned", product.facility, product_id=product.id, reasons=codes, text=text)
    return product


def accept_product_changes(actor: Actor, product_id: int, *, version: int | None = None) -> Product:
    """Apply waiting changes and remove the marks from those already shown; the address of the page stays."""
    product = _judged(actor, product_id, version)
    proposed = _waiting(product)
    for name, value in proposed.items():
        note_change(product, "accepted", name, getattr(product, name), value)
        setattr(product, name, value)
    if product.waiting_pictures:
        show_waiting_pictures(product)
        note_change(product, "accepted", PICTURES)
    clear_unchecked(product)
    product.sort_key = sort_key(product.name_vi)
    propose(product, {})
    product.return_reason = ""
    audit.record(actor, "catalog.product.accept_changes", product, accepted=proposed)
    product_changed(product)
    record_change("facility", product.facility_id)
    send_letter("product_changes_accepted", product.facility, product_id=product.id)
    return product


def refuse_product_changes(
    actor: Actor, product_id: int, text: str, *, version: int | None = None
) -> Product:
    """Drop the proposed changes; the facility reads why."""
    product = _judged(actor, product_id, version)
    proposed = _waiting(product)
    if not text:
        raise RuleBroken("reason_text_required", "reason")
    for name in proposed:
        note_change(product, "refused", name)
    if product.waiting_pictures:
        product.waiting_pictures.clear()
        note_change(product, "refused", PICTURES)
    propose(product, {})
    product.return_reason = text
    audit.record(actor, "catalog.product.refuse_changes", product, refused=proposed, text=text)
    send_letter("product_changes_refused", product.facility, product_id=product.id, text=text)
    return product


def _judged(actor: Actor, product_id: int, version: int | None) -> Product:
    product = load(Product, product_id)
    authorize(actor, can_review_product, product)
    check_version(product, version)
    return product


def _waiting(product: Product) -> dict[str, object]:
    if not (product.proposed or product.waiting_pictures or product.unchecked):
        raise Conflict("nothing_proposed")
    return dict(product.proposed)
