"""`/lots`: public lots with the address that their QR code holds."""

from typing import Any

from flask import Response

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.web.access import access
from traceability.lots.public import PER_PAGE, list_api_lots, list_api_lots_of, public_lot_ids
from traceability.models import Lot


@bp.get("/lots")
@access("public")
def lots() -> Response:
    """Filter: product (slug); page. The newest first."""
    walk = walks.asked_walk()
    page, product = parameters.asked_page(), parameters.asked_text("product")
    if walk is not None:
        stage = walks.stage_of("lot", Lot.id, public_lot_ids(), walk)
        return answer(walks.walked([_item(row) for row in list_api_lots_of(stage.ids)], stage))
    found, total = list_api_lots(page, PER_PAGE, product=product)
    return answer(shapes.paged([_item(row) for row in found], total, page, PER_PAGE))


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "product": item["product"],
        "product_name": item["product_name"],
        "facility_slug": item["facility"],
        "lot": item["lot"],
        "code": item["code"],
        "gtin": item["gtin"],
        "uri": item["uri"],
        "made_on": item["made_on"],
        "best_before": item["best_before"],
        "recalled": item["recalled"],
        "demonstration": item["is_demo"],
    }
