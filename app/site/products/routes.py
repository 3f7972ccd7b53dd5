"""A product's page and its QR code."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for

from app.core.clock import today
from app.core.documents import qr
from app.site.bilingual import facility_kind, foreign, in_locale, labelled, marked, producer
from app.site.blueprint import bp
from app.site.catalogue.closed import closed_maker
from app.site.catalogue.shop import buy_view
from app.site.exhibits.presence import presence_views
from app.site.marks import ABOUT, history_view, unchecked_note
from app.site.pages import kept_whole_page, whole_page
from app.site.products import page as product_page
from app.site.products import structured
from app.site.products.lots import lot_views
from app.site.products.near import MAKER, PLACE, near_cards
from app.site.products.rows import ProductRows, get_product_row, get_product_rows
from app.web.access import access
from app.web.addresses import base_url
from app.web.cache import public
from app.web.i18n import localized, translate
from app.web.paths import comparison_from, history_of_product, path_to
from catalog.facilities.consent import may_be_named
from catalog.history import list_history
from catalog.labels import PRODUCT_GROUPS
from catalog.listings.public import get_public_product
from catalog.merging.addresses import follows_merges
from catalog.models import ListingChange
from catalog.names import UNNAMED
from catalog.transfers.queries import list_sides_of

DESCRIBING = ("description_vi", "description_en", "safety_note")
"""Fields of the part that describes the product."""


@localized(bp, "/san-pham/<slug>", "/products/<slug>")
@access("public")
@follows_merges("product", closed_maker)
def product(slug: str) -> Response:
    """One product: pictures, facts, recognitions, papers, maker, lots."""
    rows = get_product_rows(slug)
    lot_unknown = (
        bool(request.query_string) and request.args.get("lot") == "unknown"
    )  # the resolver walked up from a lot it does not know
    return kept_whole_page(
        "site/products/product.html",
        (rows.key, today(), lot_unknown),
        lambda: {"lot_unknown": lot_unknown, **product_context(rows)},
    )


@localized(bp, "/san-pham/<slug>/lich-su", "/products/<slug>/history")
@access("public")
@follows_merges("product", closed_maker)
def product_history(slug: str) -> Response:
    """What was changed, proposed and checked since the product became public, with the day of each."""
    row = get_public_product(slug)
    history, name = list_history(row.id), in_locale(row.name_vi, row.name_en)
    unnamed = frozenset({"transferred"} if _has_unnamed_side(row.id, history) else ())
    return whole_page(
        "site/history.html",
        name=name,
        above=[(translate("Products"), url_for("site.products")), (name, path_to("product", slug))],
        changes=history_view(history, unnamed),
        published_at=row.published_at,
        source=row.source,
    )


def _has_unnamed_side(product_id: int, history: Sequence[ListingChange]) -> bool:
    """Whether a facility that the product was handed on by or to may not be named."""
    return any(change.act == "transferred" for change in history) and not all(
        may_be_named(side.kind, side.consent_at, side.state) for side in list_sides_of(product_id)
    )


@bp.get("/san-pham/<slug>/qr.svg")
@access("public")
@follows_merges("product")
def product_qr(slug: str) -> Response:
    """The QR code of a product's page: GS1 Digital Link where the product has a GTIN."""
    product = get_product_row(slug)
    return qr_answer(product_address(product), product.name_vi)


def product_context(rows: ProductRows) -> dict[str, Any]:
    day, row = today(), rows.product
    name = in_locale(row.name_vi, row.name_en)
    pictures = product_page.pictures_of(rows.pictures, name)
    awards = product_page.awards_view(rows.awards, day)
    maker_path = path_to("facility", row.facility_slug)
    place = product_page.place_of(row)
    lots, presence = lot_views(rows.lots, rows.recalled_lots), presence_views(rows.presence, day)
    best = next((award for award in awards if award["holds"]), awards[0] if awards else None)
    share, summary = pictures[0].share if pictures else None, product_page.summary_of(row)
    return {
        "product": row,
        "name": name,
        "name_lang": foreign(row.name_vi, row.name_en),
        "description": in_locale(row.description_vi, row.description_en),
        "description_note": unchecked_note(row.unchecked, *DESCRIBING),
        "history_href": history_of_product(row.slug),
        "description_lang": foreign(row.description_vi, row.description_en),
        "summary": summary or name,
        "pictures": pictures,
        "illustrated": any(picture.is_illustration for picture in pictures),
        "share_picture": share,
        "group": labelled(PRODUCT_GROUPS, row.group),
        "facts": product_page.facts_view(row),
        "awards": awards,
        "best": best,
        "earlier": product_page.earlier_text(awards, best),
        "buy": buy_view(
            row,
            place,
            presence,
            prefix="facility_",
            sold=row.where_sold,
            sold_note=unchecked_note(row.unchecked, "where_sold"),
        ),
        "papers": product_page.papers_view(rows.papers, day),
        "mark": product_page.mark_view(row, day, "mark_"),
        "maker_path": maker_path,
        "maker_kind": facility_kind(row.facility_kind, row.facility_source),
        "maker": producer(row.facility_name),
        "maker_about": marked(row.facility_about_vi, row.facility_about_en, "div"),
        "maker_note": unchecked_note(row.facility_unchecked, *ABOUT),
        "province": product_page.unit_of(row),
        "lots": lots,
        "presence": presence,
        "recalls": [lot for lot in lots if lot["recall"]],
        "siblings": [] if row.facility_name.startswith(UNNAMED) else near_cards(rows.near, MAKER, day),
        "related": near_cards(rows.near, PLACE, day),
        "compare_href": comparison_from(row.slug),
        "structured": structured.json_ld(_structured(row, name, summary, awards, share, maker_path, place)),
    }


def _structured(
    row: Any,
    name: str,
    summary: str,
    awards: list[dict[str, Any]],
    share: str | None,
    maker_path: str,
    place: str,
) -> dict[str, Any]:
    return structured.present(
        at_type="Product",
        name=name,
        description=summary,
        url=base_url() + path_to("product", row.slug),
        image=base_url() + share if share else None,
        gtin=row.gtin,
        category=labelled(PRODUCT_GROUPS, row.group),
        material=row.materials,
        brand={"@type": "Brand", "name": row.mark_name} if row.mark_name else None,
        manufacturer=structured.organization(row.facility_name, maker_path, place, row.facility_website),
        hasCertification=[structured.certification(award) for award in awards],
        hasGS1DigitalLink=f"{base_url()}/01/{row.gtin}" if row.gtin else None,
        awards=None,
    )


def product_address(row: Any) -> str:
    """What the QR code of the product holds."""
    return f"{base_url()}/01/{row.gtin}" if row.gtin else base_url() + path_to("product", row.slug, "vi")


def qr_answer(payload: str, title: str) -> Response:
    """A QR code as an SVG file."""
    return public(Response(qr.svg(payload, title), content_type="image/svg+xml; charset=utf-8"), 3600)
