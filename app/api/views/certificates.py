"""`/certificates/<number>`: a recognition and whether it is valid today."""

from flask import Response

from app.api import shapes
from app.api.blueprint import answer, bp
from app.core.clock import today
from app.core.errors import NotFound
from app.web.access import access
from catalog.award_orders.queries import find_order_of_state
from catalog.awards.queries import find_award
from catalog.enums import FacilityState, ProductState, Validity
from catalog.facilities.consent import may_be_named
from catalog.models import AwardOrder
from catalog.validity import HOLDING


@bp.get("/certificates/<number>")
@access("public")
def certificate(number: str) -> Response:
    """`valid` says whether it is valid today; `product` is null while the product has no page."""
    row, day = find_award(number), today()
    if row is None or row.validity_on(day) is Validity.NOT_YET:
        raise NotFound("not_found")
    product = row.product
    is_shown = product.state == ProductState.PUBLISHED and product.facility.state == FacilityState.VERIFIED
    maker = product.facility
    named = may_be_named(maker.kind, maker.consent_at, maker.state)
    body = shapes.award(row, day) | {
        "valid": row.validity_on(day) in HOLDING,
        "checked_on": shapes.iso(day),
        "product": product.slug if is_shown else None,
        "product_name": row.product_name,
        "facility": product.facility.slug if is_shown else None,
        "producer": row.producer_name if named else None,
        "signer": row.signer or None,
        "revoked_reason": row.revoked_reason or None,
        "ruling": _ruling(find_order_of_state(row.id, row.validity_on(day))),
    }
    return answer(body)


def _ruling(order: AwardOrder | None) -> dict[str, str | None] | None:
    """The decision by which it does not hold; null where it holds, or expired, or no decision is known here."""
    if order is None:
        return None
    return {
        "act": order.act,
        "number": order.decision_number,
        "signed_on": shapes.iso(order.decision_date),
        "authority": order.authority,
        "reason": order.reason,
    }
