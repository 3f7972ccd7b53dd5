"""Artisans as cards of a list."""

from typing import Any

from app.site.bilingual import labelled
from app.site.exhibits.views import place_view
from programme.artisans.labels import TITLES
from programme.artisans.queries import highest_title
from programme.models import Artisan


def artisan_card(row: Artisan) -> dict[str, Any]:
    """With the highest title."""
    best = highest_title(row)
    return place_view(row) | {
        "lines": [row.craft],
        "title": labelled(TITLES, best.title) if best else "",
        "consent_on": row.consent_on,
    }
