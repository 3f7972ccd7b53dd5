"""From rows to what the card macros draw."""

from datetime import date
from typing import Any

from markupsafe import Markup

from app.site.bilingual import facility_kind, in_locale, joined, labelled, marked, producer
from app.web.i18n import current_locale, translate
from app.web.paths import path_to
from app.web.templates.pieces import piece
from catalog.enums import Recognition, Validity
from catalog.labels import LEVELS
from catalog.listings.cards import CardAward, FacilityCard, ProductCard
from catalog.models import AdministrativeUnit
from catalog.products.views import picture_view
from catalog.units.present import PresentUnit

CARDS = "components/cards.html"


def unit_name(unit: AdministrativeUnit | PresentUnit) -> str:
    return unit.name_in(current_locale())


def award_badge(award: CardAward | None, on: date) -> dict[str, Any] | None:
    """What `award_badge` draws: the level in words, the year, the state on a day; nothing before its first day."""
    state = award.validity_on(on) if award is not None else Validity.NOT_YET
    if award is None or state is Validity.NOT_YET:
        return None
    return {"text": labelled(LEVELS, award.level), "year": award.year, "state": str(state)}


def product_card(card: ProductCard, on: date, level: int = 3, *, has_maker: bool = True) -> Markup:
    """A product as a card, its name a heading of the level. has_maker: whether it names maker and province."""
    badge = award_badge(card.award, on)
    picture = card.picture
    shows = (
        level, has_maker, card.slug, card.name_vi, card.name_en, card.facility_name, card.unit, card.recognition,
        card.is_demo, badge and tuple(badge.values()),
        picture and (tuple(picture.files.items()), *picture[2:]),
    )  # fmt: skip
    return piece(CARDS, "product_card", shows, lambda: (_product_view(card, badge, has_maker), level))


def product_view(card: ProductCard, on: date) -> dict[str, Any]:
    """What a card says of a product, for lists of another form."""
    return _product_view(card, award_badge(card.award, on), has_maker=True)


def _product_view(card: ProductCard, badge: dict[str, Any] | None, has_maker: bool) -> dict[str, Any]:
    name = in_locale(card.name_vi, card.name_en)
    return {
        "name": marked(card.name_vi, card.name_en),
        "href": path_to("product", card.slug),
        "picture": picture_view(card.picture, current_locale(), name),
        "facility": producer(card.facility_name) if has_maker else None,
        "province": card.unit.name_in(current_locale()) if has_maker else None,
        "award": badge,
        "never": card.recognition is Recognition.NONE,
        "demo": card.is_demo,
    }


def facility_card(card: FacilityCard, level: int = 2) -> Markup:
    """A facility as a card, its name a heading of the level."""
    return piece(CARDS, "facility_card", (level, card), lambda: (_facility_view(card), level))


def _facility_view(card: FacilityCard) -> dict[str, Any]:
    count = card.products
    return {
        "name": producer(card.name),
        "href": path_to("facility", card.slug),
        "kind": facility_kind(card.kind, card.source),
        "place": joined([card.commune, card.unit.name_in(current_locale())]),
        "products_text": translate("%(count)s products", count=count)
        if count != 1
        else translate("1 product"),
        "demo": card.is_demo,
    }
