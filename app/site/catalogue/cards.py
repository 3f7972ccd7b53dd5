"""From rows to what the card macros draw."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.site.bilingual import facility_kind, in_locale, joined, labelled, marked, producer
from app.site.paths import path_to
from app.web.i18n import current_locale, translate
from catalog.enums import Recognition, Validity
from catalog.labels import LEVELS
from catalog.listings.cards import ProductCard
from catalog.models import AdministrativeUnit, Award, Facility
from catalog.products.views import picture_view


def unit_name(unit: AdministrativeUnit) -> str:
    return unit.name_in(current_locale())


def award_badge(award: Award | None, on: date) -> dict[str, Any] | None:
    """What `award_badge` draws: the level in words, the year, the state on a day; nothing before its first day."""
    state = award.validity_on(on) if award is not None else Validity.NOT_YET
    if award is None or state is Validity.NOT_YET:
        return None
    return {"text": labelled(LEVELS, award.level), "year": award.year, "state": str(state)}


def product_card(card: ProductCard, on: date) -> dict[str, Any]:
    name = in_locale(card.name_vi, card.name_en)
    return {
        "name": marked(card.name_vi, card.name_en),
        "href": path_to("product", card.slug),
        "picture": picture_view(card.picture, current_locale(), name),
        "facility": producer(card.facility_name),
        "province": unit_name(card.unit.present),
        "award": award_badge(card.award, on),
        "never": card.recognition is Recognition.NONE,
        "demo": card.is_demo,
    }


def facility_card(facility: Facility, counts: Mapping[int, int]) -> dict[str, Any]:
    """counts: facility id -> published products."""
    count = counts.get(facility.id, 0)
    return {
        "name": producer(facility.name),
        "href": path_to("facility", facility.slug),
        "kind": facility_kind(facility.kind, facility.source),
        "place": joined([facility.commune, unit_name(facility.unit.present)]),
        "products_text": translate("%(count)s products", count=count)
        if count != 1
        else translate("1 product"),
        "demo": facility.is_demo,
    }
