"""Where the public can see a product or a facility: fairs, showrooms, its craft village, its artisans."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    Table,
    bindparam,
    exists,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import cast as as_type

from app.core.database.reading import Found, Prepared, Source
from app.site.bilingual import in_locale
from app.web.filters import date_text
from app.web.i18n import translate
from app.web.paths import path_to
from catalog.models import Product
from programme.models import (
    Artisan,
    ArtisanProduct,
    Booth,
    BoothProduct,
    CraftVillage,
    Fair,
    Showroom,
    ShowroomProduct,
    VillageFacility,
)

FAIRS_SHOWN = 24
"""Of each facility or product: its latest fairs. Showrooms, villages and artisans are all shown, for they are few."""
ICONS = {"fair": "calendar", "showroom": "box", "village": "home", "artisan": "user"}

(_product, _fair, _booth, _on_booth, _showroom, _in_showroom, _village, _in_village, _artisan, _makes) = (
    cast("Table", entity.__table__)
    for entity in (Product, Fair, Booth, BoothProduct, Showroom, ShowroomProduct, CraftVillage,
                   VillageFacility, Artisan, ArtisanProduct)
)  # fmt: skip
_no_day = as_type(null(), Date)
_of_facility = _product.c.facility_id == bindparam("facility")


def _row(kind: str, table: Any, first: Any, last: Any, note: Any) -> Select[Any]:
    columns = (table.c.slug, table.c.name_vi, table.c.name_en, table.c.commune)
    return select(
        literal(kind, String).label("kind"),
        *columns,
        first.label("first"),
        last.label("last"),
        note.label("note"),
    ).where(table.c.withdrawn_at.is_(None))


def _presence(
    stands: ColumnElement[bool],
    showrooms: ColumnElement[bool],
    villages: ColumnElement[bool],
    artisans: ColumnElement[bool],
) -> Prepared:
    """stands: which booths; showrooms, villages, artisans: which of each."""
    agrees = _artisan.c.consent_on.is_not(None) & _artisan.c.consent_ended_on.is_(None)
    is_open = (_showroom.c.opened_on <= bindparam("day")) & (
        _showroom.c.closed_on.is_(None) | (_showroom.c.closed_on > bindparam("day"))
    )
    fairs = (
        _row("fair", _fair, _fair.c.starts_on, _fair.c.ends_on, _booth.c.code)
        .join(_booth, _booth.c.fair_id == _fair.c.id)
        .where(stands, _fair.c.cancelled_on.is_(None))
        .order_by(_fair.c.starts_on.desc(), _fair.c.id.desc())
        .limit(FAIRS_SHOWN)
        .subquery()
    )
    found = union_all(
        select(fairs),
        _row("showroom", _showroom, _no_day, _no_day, _showroom.c.hours).where(showrooms, is_open),
        _row("village", _village, _no_day, _no_day, _village.c.craft).where(villages),
        _row("artisan", _artisan, _no_day, _no_day, _artisan.c.craft).where(artisans, agrees),
    ).subquery()
    order = (found.c.kind, found.c.first.desc(), found.c.name_vi)
    return Prepared(select(found).order_by(*order))


_OF_PRODUCT = _presence(
    exists().where(_on_booth.c.booth_id == _booth.c.id, _on_booth.c.product_id == bindparam("product")),
    exists().where(
        _in_showroom.c.showroom_id == _showroom.c.id, _in_showroom.c.product_id == bindparam("product")
    ),
    exists().where(
        _in_village.c.village_id == _village.c.id, _in_village.c.facility_id == bindparam("facility")
    ),
    exists().where(_makes.c.artisan_id == _artisan.c.id, _makes.c.product_id == bindparam("product")),
)
_OF_FACILITY = _presence(
    _booth.c.facility_id == bindparam("facility"),
    (_showroom.c.facility_id == bindparam("facility"))
    | exists().where(
        _in_showroom.c.showroom_id == _showroom.c.id, _in_showroom.c.product_id == _product.c.id, _of_facility
    ),
    exists().where(
        _in_village.c.village_id == _village.c.id, _in_village.c.facility_id == bindparam("facility")
    ),
    _artisan.c.facility_id == bindparam("facility"),
)


def list_presence_of_product(source: Source, product_id: int, facility_id: int, day: date) -> Found:
    """source: what `reading()` gives."""
    return _OF_PRODUCT.found(source, product=product_id, facility=facility_id, day=day.isoformat())


def list_presence_of_facility(source: Source, facility_id: int, day: date) -> Found:
    """source: what `reading()` gives."""
    return _OF_FACILITY.found(source, facility=facility_id, day=day.isoformat())


def presence_views(rows: Sequence[Any], day: date) -> list[dict[str, Any]]:
    """What the macro `presence` draws; fairs that are over come last."""
    views = [
        {
            "name": in_locale(row.name_vi, row.name_en),
            "href": path_to(row.kind, row.slug),
            "icon": ICONS[row.kind],
            "note": _note(row, day),
            "is_over": row.last is not None and row.last < day,
        }
        for row in rows
    ]
    order = list(ICONS.values())
    return sorted(views, key=lambda view: (view["is_over"], order.index(view["icon"])))


def _note(row: Any, day: date) -> str:
    if row.kind != "fair":
        parts = [row.note, row.commune if row.kind == "showroom" else ""]
        return " · ".join(part for part in parts if part)
    days = date_text(row.first)
    if row.last != row.first:
        days = translate("%(first)s to %(last)s", first=days, last=date_text(row.last))
    stand = translate("Stand %(code)s", code=row.note)
    return f"{stand} · {days}" if row.last >= day else f"{days} · {translate('Over')}"
