"""Fairs as the public sees them: cards, stands, their plan, what came of a fair."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.site.bilingual import joined, labelled, producer
from app.site.exhibits.views import address_of, place_data, place_view, where
from app.site.products import structured
from app.web.calendars import CalendarEvent
from app.web.filters import date_text, number_text
from app.web.i18n import translate, translate_plural
from app.web.paths import path_to
from programme.fairs.labels import FAIR_STATES
from programme.fairs.queries import FairState, Stand, state_on
from programme.fairs.stands import rows_of
from programme.models import Fair, FairOutcome

WIDE = 9
"""Stands in a row of the plan."""
TONES = {FairState.COMING: "planned", FairState.RUNNING: "active", FairState.OVER: "done",
         FairState.CANCELLED: "cancelled"}  # fmt: skip


def fair_card(fair: Fair, day: date) -> dict[str, Any]:
    view = place_view(fair)
    return {
        "name": view["name"],
        "name_lang": view["name_lang"],
        "href": view["href"],
        "when": when_text(fair),
        "starts_on": fair.starts_on,
        "where": joined([fair.venue if not fair.country_vi else "", where(fair)]),
        "organiser": fair.organiser,
        "state": TONES[state_on(fair, day)],
        "state_text": state_text(fair, day),
        "demo": fair.is_demo,
    }


def when_text(fair: Fair) -> str:
    """From its first to its last day."""
    if fair.starts_on == fair.ends_on:
        return date_text(fair.starts_on)
    return translate("%(first)s to %(last)s", first=date_text(fair.starts_on), last=date_text(fair.ends_on))


def state_text(fair: Fair, day: date) -> str:
    """What is of it today: "opens in 13 days"."""
    state = state_on(fair, day)
    if state is FairState.COMING:
        days = (fair.starts_on - day).days
        return translate_plural("Opens tomorrow", "Opens in %(num)s days", days)
    return labelled(FAIR_STATES, state)


def stand_views(stands: Sequence[Stand], cards: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stands with their products. cards: id of a product -> its card."""
    views = []
    for number, stand in enumerate(stands, start=1):
        products = [cards[key] for key in stand.product_ids if key in cards]
        awards = [card["award"] for card in products if card["award"] and holds(card["award"])]
        views.append(
            {
                "id": f"stand-{number}",
                "code": stand.code,
                "is_taken": stand.is_taken,
                "name": producer(stand.facility.name) if stand.facility else "",
                "href": path_to("facility", stand.facility.slug) if stand.facility else "",
                "products": products,
                "award": awards[0] if awards else None,
                "is_supported": stand.is_supported,
            }
        )
    return views


def holds(award: Mapping[str, Any]) -> bool:
    """Whether the badge of an award is of one in force."""
    return award["state"] in {"valid", "expiring"}


def plan_of(views: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The stands in rows."""
    known = {view["code"]: view for view in views}
    return [[known[code] for code in row] for row in rows_of(known, WIDE)]


def outcome_rows(outcome: FairOutcome | None) -> list[dict[str, str]]:
    """What an officer recorded, only what is known."""
    if outcome is None:
        return []
    rows = (
        (translate("Visitors"), outcome.visitors),
        (translate("Contracts signed"), outcome.contracts),
        (translate("Value of the contracts, in đồng"), outcome.contract_value),
        (translate("Sales at the stands, in đồng"), outcome.sales),
    )
    return [{"label": label, "value": number_text(value)} for label, value in rows if value is not None]


def calendar_event(fair: Fair) -> CalendarEvent:
    view = place_view(fair)
    return CalendarEvent(
        key=f"su-kien-{fair.slug}",
        title=view["name"],
        starts=fair.starts_on,
        until=fair.ends_on,
        changed_at=fair.updated_at,
        url=address_of(fair),
        place=joined([fair.venue, view["address"], view["unit"] if not fair.country_vi else where(fair)]),
        is_cancelled=fair.cancelled_on is not None,
    )


def structured_fair(fair: Fair, name: str) -> dict[str, Any]:
    """schema.org Event."""
    status = "EventCancelled" if fair.cancelled_on else "EventScheduled"
    return structured.present(
        at_type="Event",
        name=name,
        startDate=fair.starts_on.isoformat(),
        endDate=fair.ends_on.isoformat(),
        eventStatus=f"https://schema.org/{status}",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=place_data(fair),
        organizer={"@type": "Organization", "name": fair.organiser},
        url=address_of(fair),
    )
