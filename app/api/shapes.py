"""The JSON form of things. Keys are stable; a code always comes with its label."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import url_for

from app.web.addresses import base_url
from app.web.filters import iso_datetime
from app.web.i18n import current_locale, translate
from app.web.paths import path_to
from catalog.enums import CheckState, Validity
from catalog.labels import (
    CERTIFICATE_KINDS,
    FACILITY_KINDS,
    LEVELS,
    PRODUCT_GROUPS,
    RECOGNITIONS,
    TRADEMARK_KINDS,
    VALIDITIES,
)
from catalog.listings.cards import CardAward, FacilityCard, ProductCard
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Trademark
from catalog.units.present import PresentUnit


def coded(name: str, labels: Mapping[Any, str], code: str) -> dict[str, str]:
    """The code under `name`, and its label in the reader's language under `name_label`."""
    return {name: str(code), f"{name}_label": translate(labels[code]) if code in labels else code}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def iso_at(at: datetime | None) -> str | None:
    return iso_datetime(at) or None


def unit(row: AdministrativeUnit | PresentUnit) -> dict[str, str]:
    """A province or city by its code of the list in force (2025)."""
    now = row.present
    return {"province": now.code, "province_name": now.name_en if current_locale() == "en" else now.name_vi}


def picture(row: Any) -> dict[str, Any] | None:
    """row: the columns of a picture, or None."""
    if row is None:
        return None
    widths = sorted(int(name) for name in row.files if name.isdigit())
    return {
        "alt": row.alt_vi or None,
        "alt_en": row.alt_en or None,
        "illustration": row.is_illustration,
        "files": [{"width": width, "url": f"{base_url()}/tep/{row.files[str(width)]}"} for width in widths],
    }


def award(row: Award | CardAward, day: date) -> dict[str, Any]:
    """A recognition. `province_then`: its name in the decision."""
    return {
        "number": row.number,
        "url": base_url() + path_to("certificate", row.number) if row.number else None,
        **coded("level", LEVELS, row.level),
        "year": row.year,
        **coded("status", VALIDITIES, row.validity_on(day)),
        "issued_on": iso(row.stated_on),
        "valid_until": iso(row.valid_until),
        "revoked_on": iso(row.revoked_on),
        "issuer": row.issuer or None,
        "decision_number": row.decision_number or None,
        "decision_date": iso(row.decision_date),
        "province_then": row.unit_name or None,
        "source": row.source,
        "source_text": row.source_text or None,
        "source_note": row.source_note or None,
        "demonstration": row.is_demo,
    }


def shown_awards(rows: list[Award], day: date) -> list[dict[str, Any]]:
    """Newest first, without future ones."""
    return [award(row, day) for row in rows if row.validity_on(day) is not Validity.NOT_YET]


def product_item(card: ProductCard, day: date) -> dict[str, Any]:
    """A product in a list. award: the recognition that is valid today, else the newest one ever."""
    best = (
        card.award if card.award is not None and card.award.validity_on(day) is not Validity.NOT_YET else None
    )
    return {
        "slug": card.slug,
        "name": card.name_vi,
        "name_en": card.name_en or None,
        "facility": card.facility_name,
        "facility_slug": card.facility_slug,
        **unit(card.unit),
        **coded("group", PRODUCT_GROUPS, card.group),
        "gtin": card.gtin,
        "is_set": card.is_set,
        **coded("recognition", RECOGNITIONS, card.recognition),
        "award": award(best, day) if best is not None else None,
        "picture": picture(card.picture),
        "demonstration": card.is_demo,
        "url": base_url() + path_to("product", card.slug),
    }


def facility_item(row: Facility | FacilityCard, products: int) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        **({"kind": None, "kind_label": None} if row.source else coded("kind", FACILITY_KINDS, row.kind)),
        **unit(row.unit),
        "commune": row.commune or None,
        "products": products,
        "source": row.source or None,
        "demonstration": row.is_demo,
        "url": base_url() + path_to("facility", row.slug),
    }


def trademark(row: Trademark, day: date) -> dict[str, Any]:
    validity = row.validity_on(day)
    return {
        "name": row.name,
        **coded("kind", TRADEMARK_KINDS, row.kind),
        "state": row.state,
        **(coded("status", VALIDITIES, validity) if validity else {"status": None, "status_label": None}),
        "application_number": row.application_number or None,
        "registration_number": row.registration_number or None,
        "registered_on": iso(row.registration_date),
        "valid_until": iso(row.valid_until),
        "holder": row.holder or None,
        "nice_classes": row.nice_classes,
        "checked": row.check_state == CheckState.CHECKED,
        "demonstration": row.is_demo,
    }


def certificate(row: Certificate, day: date) -> dict[str, Any]:
    """A paper the facility supplied; `checked` once an officer has compared it."""
    return {
        **coded("kind", CERTIFICATE_KINDS, row.kind),
        "title": row.title or None,
        "number": row.number,
        "issuer": row.issuer,
        "issued_on": iso(row.issued_on),
        "valid_until": iso(row.valid_until),
        "stars": row.stars,
        **coded("status", VALIDITIES, row.validity_on(day)),
        "checked": row.check_state == CheckState.CHECKED,
        "demonstration": row.is_demo,
    }


def certificates(chains: list[tuple[Certificate, list[Certificate]]], day: date) -> list[dict[str, Any]]:
    """Papers that stand, each with those that it has renewed in `earlier`, the latest first."""
    return [
        certificate(row, day) | {"earlier": [certificate(old, day) for old in earlier]}
        for row, earlier in chains
    ]


def paged(items: list[dict[str, Any]], total: int, page: int, per_page: int, **more: Any) -> dict[str, Any]:
    """A page of a list."""
    return {"items": items, "total": total, "page": page, "pages": max(1, -(-total // per_page)),
            "next_cursor": None, **more}  # fmt: skip


def api_url(endpoint: str, **values: Any) -> str:
    return base_url() + url_for(endpoint, **values)
