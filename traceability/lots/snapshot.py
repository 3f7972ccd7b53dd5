"""The facts of product and maker on a lot's page, as they were when the lot was opened."""

from typing import Any

from catalog.enums import CheckState
from catalog.facilities.consent import may_be_named
from catalog.models import Facility, Product


def product_snapshot(product: Product) -> dict[str, Any]:
    """JSON values; `facility` as in `facility_snapshot`."""
    mark = (
        product.trademark
        if product.trademark and product.trademark.check_state != CheckState.REFUSED
        else None
    )
    picture = product.pictures[0] if product.pictures else None
    return {
        "name_vi": product.name_vi,
        "name_en": product.name_en,
        "group": product.group,
        "materials": product.materials,
        "dimensions": product.dimensions,
        "net_content": product.net_content,
        "shelf_life": product.shelf_life,
        "standard": product.standard,
        "safety_note": product.safety_note,
        "gtin": product.gtin,
        "trademark": mark.name if mark else "",
        "trademark_number": (mark.registration_number or mark.application_number) if mark else "",
        "picture": None
        if picture is None
        else {
            "files": picture.files,
            "width": picture.width,
            "height": picture.height,
            "alt_vi": picture.alt_vi,
            "alt_en": picture.alt_en,
            "is_illustration": picture.is_illustration,
        },
        "facility": facility_snapshot(product.facility),
    }


def facility_snapshot(facility: Facility) -> dict[str, Any]:
    return {
        "name": facility.name,
        "slug": facility.slug,
        "kind": facility.kind,
        "registration_number": facility.registration_number or "",
        "gln": facility.gln or "",
        "address": ", ".join(part for part in (facility.address, facility.commune) if part),
        "unit_vi": facility.unit.name_vi,
        "unit_en": facility.unit.name_en,
    }


def shows_maker(facility: Facility) -> bool:
    """Whether the producer may be named: a person who took their consent back is not."""
    return may_be_named(facility.kind, facility.consent_at, facility.state)
