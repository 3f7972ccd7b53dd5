"""What stands under a product: more of its maker, and others of its group and place, each with its recognition.

One statement for both, however large the catalogue: what is near is looked for among the latest of its cell.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from markupsafe import Markup
from sqlalchemy import Date, Select, Table, bindparam, case, literal, select, union_all

from app.core.database.reading import Found, Prepared, Source, labelled
from app.site.bilingual import in_locale, marked, producer
from app.site.catalogue.cards import award_badge
from app.web.i18n import current_locale
from app.web.paths import path_to
from app.web.templates.pieces import piece
from catalog.enums import LEVEL_RANK, Recognition
from catalog.listings.cards import CardAward
from catalog.models import Award, Facility, Product, ProductPicture
from catalog.products.views import picture_view
from catalog.tallies.cells import product_cell
from catalog.validity import recognition_of

SHOWN = 4
AMONG = 12
"""Of its cell (group and province) the latest so many are looked at: a recognition in force comes first."""
MAKER, PLACE = "maker", "place"

_product, _facility, _award, _picture = (
    cast("Table", entity.__table__) for entity in (Product, Facility, Award, ProductPicture)
)
_first, _one = _picture.alias("first_picture"), _award.alias("one_award")
_DAY = bindparam("day", type_=Date())
_NAMES = (
    "number", "level", "year", "issuer", "decision_number", "decision_date", "issued_on", "valid_until", "revoked_on",
    "suspended_on", "unit_name", "source", "source_text", "source_note", "is_demo",
)  # fmt: skip
_OF_AWARD = slice(8, 9 + len(_NAMES))
"""Where a row of a card has the columns of its recognition: its id, then these."""


def list_near(source: Source, product: Any, day: date) -> Found:
    """Rows of cards: `near` is MAKER or PLACE. product: the columns of the page's product."""
    cell = product_cell(product.group, product.facility_unit_id)
    return _NEAR.found(source, product=product.id, facility=product.facility_id, cell=cell, day=day)


def near_cards(rows: Sequence[Any], near: str, day: date) -> list[Markup]:
    """The cards of one of the two lists: by name, or what is recognised first and then the latest."""
    found = [row for row in rows if row.near == near]
    if near == MAKER:
        found.sort(key=lambda row: (row.sort_key, row.id))
    else:
        found.sort(key=lambda row: (not _is_recognised(row, day), -row.id))
    return [_card(row, day) for row in found[:SHOWN]]


def _is_recognised(row: Any, day: date) -> bool:
    award = _award_of(row)
    return award is not None and recognition_of([award], day) is Recognition.IN_FORCE


def _card(row: Any, day: date) -> Markup:
    award = _award_of(row)
    badge = award_badge(award, day)
    shows = (
        *row[:7],
        row.facility_name,
        tuple((row.files or {}).items()),
        *row[-5:],
        badge and tuple(badge.values()),
    )
    return piece("components/cards.html", "product_card", shows, lambda: (_view(row, badge, day),))


def _view(row: Any, badge: dict[str, Any] | None, day: date) -> dict[str, Any]:
    name = in_locale(row.name_vi, row.name_en)
    award = _award_of(row)
    standing = recognition_of([award] if award is not None else [], day)
    return {
        "name": marked(row.name_vi, row.name_en),
        "href": path_to("product", row.slug),
        "picture": picture_view(row, current_locale(), name) if row.files else None,
        "facility": producer(row.facility_name) if row.near == PLACE else None,
        "award": badge,
        "never": standing is Recognition.NONE,
        "demo": row.is_demo,
    }


def _award_of(row: Any) -> CardAward | None:
    if row.award_id is None:
        return None
    return CardAward(row.id, *row[_OF_AWARD])


def _best_award(product: Any) -> Any:
    """As `shown_award` chooses: the highest level in force, else the newest."""
    holds = (
        (_one.c.issued_on <= _DAY)
        & (_one.c.valid_until >= _DAY)
        & (_one.c.revoked_on.is_(None) | (_one.c.revoked_on > _DAY))
        & (_one.c.suspended_on.is_(None) | (_one.c.suspended_on > _DAY))
    )
    rank = case({str(level): rank for level, rank in LEVEL_RANK.items()}, value=_one.c.level)
    return (
        select(_one.c.id)
        .where(_one.c.product_id == product.c.id)
        .order_by(case((holds, rank + 1), else_=0).desc(), _one.c.issued_on.desc(), _one.c.id.desc())
        .limit(1)
        .correlate(product)
        .scalar_subquery()
    )


def _cards(near: str, chosen: Any) -> Select[Any]:
    """The columns of cards of the chosen products."""
    picture = (
        select(_first.c.id)
        .where(_first.c.product_id == chosen.c.id, _first.c.waiting.is_(False))
        .order_by(_first.c.position, _first.c.id)
        .limit(1)
        .correlate(chosen)
        .scalar_subquery()
    )
    return (
        select(
            literal(near).label("near"), chosen.c.id, chosen.c.slug, chosen.c.name_vi, chosen.c.name_en,
            chosen.c.is_demo, chosen.c.sort_key, _facility.c.name.label("facility_name"),
            _award.c.id.label("award_id"), *labelled(_award, "award_", *_NAMES),
            *(_picture.c[name] for name in ("files", "width", "height", "alt_vi", "alt_en", "is_illustration")),
        )
        .select_from(chosen)
        .join(_facility, _facility.c.id == chosen.c.facility_id)
        .outerjoin(_picture, _picture.c.id == picture)
        .outerjoin(_award, _award.c.id == _best_award(chosen))
    )  # fmt: skip


_CHOSEN = tuple(
    _product.c[name] for name in ("id", "slug", "name_vi", "name_en", "is_demo", "sort_key", "facility_id")
)
_of_maker = (
    select(*_CHOSEN)
    .where(
        _product.c.facility_id == bindparam("facility"),
        _product.c.id != bindparam("product"),
        _product.c.counted_as != "",
    )
    .order_by(_product.c.sort_key, _product.c.id)
    .limit(SHOWN)
    .subquery("of_maker")
)
_latest = (
    select(*_CHOSEN)
    .where(_product.c.counted_as == bindparam("cell"), _product.c.facility_id != bindparam("facility"))
    .order_by(_product.c.id.desc())
    .limit(AMONG)
    .subquery("latest")
)
_both = union_all(_cards(MAKER, _of_maker), _cards(PLACE, _latest)).subquery("near")
_NEAR = Prepared(select(*_both.c))
