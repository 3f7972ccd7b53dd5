"""Fairs for the public: the calendar, one fair with its stands, both as calendar files, the stands as a spreadsheet."""

from flask import Response, url_for

from app.core.clock import today
from app.site.bilingual import plain
from app.site.blueprint import bp
from app.site.exhibits.views import address_of, place_view, products_of, summary_of, where
from app.site.fairs import views
from app.site.pages import page, whole_page
from app.site.products import structured
from app.web.access import access
from app.web.cache import public
from app.web.calendars import calendar_response
from app.web.csv_files import csv_response
from app.web.i18n import localized, translate
from app.web.pagination import PER_PAGE, asked_page, count_pages
from programme.fairs import queries

CSV_HEADER = ("stand", "facility", "products", "supported", "in_force")


@localized(bp, "/su-kien", "/events")
@access("public")
def fairs() -> Response:
    """Fairs that are on, to come, and over."""
    number, day = asked_page(), today()
    coming = queries.list_coming(day)
    past, total = queries.list_past(day, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return page(
        "site/fairs/fairs.html",
        query={"page": str(number)} if number > 1 else None,
        coming=[views.fair_card(fair, day) for fair in coming],
        past=[views.fair_card(fair, day) for fair in past],
        current=number,
        pages=count_pages(total, number),
        page_href=lambda n: url_for("site.fairs", page=n if n > 1 else None),
    )


@localized(bp, "/su-kien/lich.ics", "/events/calendar.ics")
@access("public")
def fairs_calendar() -> Response:
    """All fairs that are on or to come, to subscribe to."""
    events = [views.calendar_event(fair) for fair in queries.list_coming(today())]
    return calendar_response("su-kien", translate("Fairs and exhibitions"), events)


@localized(bp, "/su-kien/<slug>", "/events/<slug>")
@access("public")
def fair(slug: str) -> Response:
    """One fair: when, where, its stands with their products, what came of it."""
    row, day = queries.get_public_fair(slug), today()
    stands = queries.list_stands(row.id)
    ids = list(dict.fromkeys(key for stand in stands for key in stand.product_ids))
    cards = products_of(ids, day)
    shown = views.stand_views(stands, cards)
    place = place_view(row)
    outcome = queries.find_outcome(row.id)
    return whole_page(
        "site/fairs/fair.html",
        fair=row,
        spot=place,
        state=views.TONES[queries.state_on(row, day)],
        is_ahead=row.ends_on >= day and row.cancelled_on is None,
        state_text=views.state_text(row, day),
        when=views.when_text(row),
        where=where(row),
        taken=sum(stand.is_taken for stand in stands),
        supported=sum(stand.is_supported for stand in stands),
        shown_count=len(cards),
        in_force=sum(1 for card in cards.values() if card["award"] and views.holds(card["award"])),
        stands=shown,
        plan=views.plan_of(shown),
        outcome=outcome,
        outcome_rows=views.outcome_rows(outcome),
        summary=summary_of(row, views.when_text(row), where(row)),
        address=address_of(row),
        structured=structured.json_ld(views.structured_fair(row, place["name"])),
    )


@localized(bp, "/su-kien/<slug>/lich.ics", "/events/<slug>/calendar.ics")
@access("public")
def fair_calendar(slug: str) -> Response:
    row = queries.get_public_fair(slug)
    return calendar_response(slug, place_view(row)["name"], [views.calendar_event(row)])


@localized(bp, "/su-kien/<slug>/gian-hang.csv", "/events/<slug>/stands.csv")
@access("public")
def fair_stands_csv(slug: str) -> Response:
    """The stands of a fair as a spreadsheet."""
    row, day = queries.get_public_fair(slug), today()
    stands = queries.list_stands(row.id)
    cards = products_of([key for stand in stands for key in stand.product_ids], day)
    rows = [
        (
            view["code"],
            plain(view["name"]),
            ", ".join(plain(card["name"]) for card in view["products"]),
            "1" if view["is_supported"] else "0",
            view["award"]["text"] if view["award"] else "",
        )
        for view in views.stand_views(stands, cards)
    ]
    return public(csv_response(f"{slug}-gian-hang", CSV_HEADER, rows))
