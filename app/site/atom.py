"""The envelope of the site's Atom feeds (RFC 4287), and an entry as most of them have it."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from app.core.clock import VIETNAM
from app.web.addresses import base_url
from app.web.i18n import current_locale

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
BEGINNING = "2026-01-01T00:00:00+07:00"
"""When an empty feed was last changed: Atom asks for a moment, and an answer must not change by itself."""


def feed(title: str, own: str, page: str, updated: datetime | None, entries: Iterable[str]) -> str:
    """own: the feed's address; page: that of the page with the same; updated: None for a feed without entries."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="{NAMESPACE}" xml:lang="{current_locale()}">'
        f"<id>{escape(own)}</id><title>{escape(title)}</title>"
        f"<updated>{stamp(updated) if updated else BEGINNING}</updated>"
        f"<author><name>Tiêu Biểu</name><uri>{escape(base_url())}</uri></author>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>'
        f'<link rel="alternate" type="text/html" hreflang="{current_locale()}" href={quoteattr(page)}/>\n'
        f"{''.join(entries)}</feed>\n"
    )


def entry(title: str, href: str, at: datetime, summary: str) -> str:
    """A page whose address is its id."""
    return (
        f"<entry><title>{escape(title)}</title><id>{escape(href)}</id>"
        f"<updated>{stamp(at)}</updated><link href={quoteattr(href)}/>"
        f"<summary>{escape(summary)}</summary></entry>\n"
    )


def stamp(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
