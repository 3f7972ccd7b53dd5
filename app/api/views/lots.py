"""`/lots`: public lots with the address that their QR code holds."""

from flask import Response

from app.api import parameters, shapes
from app.api.blueprint import answer, bp
from app.web.access import access
from traceability.lots.public import PER_PAGE, list_api_lots


@bp.get("/lots")
@access("public")
def lots() -> Response:
    """Filter: product (slug); page. The newest first."""
    page, product = parameters.asked_page(), parameters.asked_text("product")
    found, total = list_api_lots(page, PER_PAGE, product=product)
    items = [
        {
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
        for item in found
    ]
    return answer(shapes.paged(items, total, page, PER_PAGE))
