"""Artisans for the public: those who agree, and nobody else; rounds for titles."""

from flask import Response, request

from app.core.clock import today
from app.site.artisans.cards import artisan_card, round_card
from app.site.bilingual import labelled, producer
from app.site.blueprint import bp
from app.site.exhibits.views import address_of, cards_of, place_view, summary_of
from app.site.pages import page, whole_page
from app.site.products import structured
from app.web.access import access
from app.web.i18n import current_locale, localized
from app.web.paths import path_to
from catalog.enums import FacilityState
from catalog.units.queries import list_units
from programme.artisans import queries
from programme.artisans.labels import TITLES
from programme.exhibits.queries import get_public
from programme.models import Artisan
from programme.title_rounds.labels import terms_of
from programme.title_rounds.queries import get_public_round, list_public_rounds, outcome_of, slugs_of


@localized(bp, "/nghe-nhan", "/artisans")
@access("public")
def artisans() -> Response:
    """Artisans with a title, of all provinces or of one."""
    units = list_units()
    chosen = request.args.get("province", "")
    chosen = chosen if chosen in {unit.code for unit in units} else ""
    return page(
        "site/artisans/artisans.html",
        query={"province": chosen} if chosen else None,
        cards=[artisan_card(row) for row in queries.list_artisans(province=chosen)],
        units=[(unit.code, unit.name_in(current_locale())) for unit in units],
        chosen=chosen,
        rounds=[round_card(row) for row in list_public_rounds()] if not chosen else [],
    )


@localized(bp, "/nghe-nhan/<slug>", "/artisans/<slug>")
@access("public")
def artisan(slug: str) -> Response:
    """One artisan who agrees: titles with their decisions, craft, products."""
    row, day = get_public(Artisan, slug), today()
    place = place_view(row)
    keeper = (
        row.facility if row.facility is not None and row.facility.state == FacilityState.VERIFIED else None
    )
    village = row.village if row.village is not None and row.village.withdrawn_at is None else None
    return whole_page(
        "site/artisans/artisan.html",
        artisan=row,
        spot=place,
        titles=[(labelled(TITLES, title.title), title) for title in row.titles],
        rounds=slugs_of({title.round_id for title in row.titles if title.round_id is not None}),
        village=place_view(village) if village else None,
        keeper=producer(keeper.name) if keeper else "",
        keeper_href=path_to("facility", keeper.slug) if keeper else "",
        cards=list(cards_of(queries.list_product_ids(row.id), day).values()),
        summary=summary_of(row, row.craft, place["where"]),
        address=address_of(row),
        structured=structured.json_ld(
            structured.present(
                at_type="Person",
                name=row.name_vi,
                jobTitle=labelled(TITLES, best.title) if (best := queries.highest_title(row)) else None,
                knowsAbout=row.craft,
                url=address_of(row),
            )
        ),
    )


@localized(bp, "/nghe-nhan/dot-xet/<slug>", "/artisans/title-rounds/<slug>")
@access("public")
def title_round(slug: str) -> Response:
    """A round for a title: its notice while it is open, what came of it once that is published."""
    row = get_public_round(slug)
    outcome = outcome_of(row)
    return whole_page(
        "site/artisans/title_round.html",
        round=row,
        card=round_card(row),
        terms=terms_of(row),
        outcome=outcome,
        people=[artisan_card(each.artisan) for each in outcome.named],
        votes={each.artisan.slug: (each.votes, each.present) for each in outcome.named},
    )
