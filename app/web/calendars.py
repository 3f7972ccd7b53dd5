"""Calendar files (iCalendar, RFC 5545) that phones and computers take in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask import Response

from app.web.addresses import base_url
from app.web.cache import public
from app.web.file_names import disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """key: unlike that of any other event of the site. until: the last day, of an event of whole days."""

    key: str
    title: str
    starts: datetime | date
    changed_at: datetime
    url: str
    until: date | None = None
    place: str = ""
    is_cancelled: bool = False


def calendar_response(name: str, title: str, events: Iterable[CalendarEvent]) -> Response:
    """The file `name`.ics. title: what the calendar is called in a program."""
    from icalendar import Calendar, Event  # noqa: PLC0415  # takes a moment, and few ask for a calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Tieu Bieu//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for one in events:
        event = Event()
        event.add("uid", f"{one.key}@{urlsplit(base_url()).hostname}")
        event.add("dtstamp", one.changed_at)
        event.add("dtstart", one.starts)
        if one.until is not None:
            event.add("dtend", one.until + timedelta(days=1))  # the day after, as the format counts
        event.add("summary", one.title)
        if one.place:
            event.add("location", one.place)
        if one.is_cancelled:
            event.add("status", "CANCELLED")
        event.add("url", one.url)
        calendar.add_component(event)
    response = Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{name}.ics")
    return public(response)
