"""Artisans and rounds for titles as cards of a list."""

from typing import Any

from app.core.clock import today
from app.site.bilingual import foreign, in_locale, labelled
from app.site.catalogue.cards import unit_name
from app.site.exhibits.views import place_view
from app.web.i18n import N_, translate
from programme.artisans.labels import TITLES
from programme.artisans.queries import highest_title
from programme.models import Artisan, TitleRound
from programme.title_rounds.labels import ROUND_STATES, TONES
from programme.title_rounds.rules import RoundState


def artisan_card(row: Artisan) -> dict[str, Any]:
    """With the highest title."""
    best = highest_title(row)
    return place_view(row) | {
        "lines": [row.craft],
        "title": labelled(TITLES, best.title) if best else "",
        "consent_on": row.consent_on,
    }


def round_card(row: TitleRound) -> dict[str, Any]:
    """What the list of rounds and the top of one show. A decision that waits for its second person is not told."""
    takes = row.state == RoundState.OPEN and row.last_day >= today()
    waits = not takes and row.state in {RoundState.OPEN, RoundState.PREPARED}
    return {
        "slug": row.slug,
        "name": in_locale(row.name_vi, row.name_en),
        "name_lang": foreign(row.name_vi, row.name_en),
        "title": labelled(TITLES, row.title),
        "where": unit_name(row.unit.present) if row.unit else translate("Ministry of Industry and Trade"),
        "last_day": row.last_day,
        "state": translate(N_("Waits for the council") if waits else ROUND_STATES[row.state]),
        "tone": "neutral" if waits else TONES[row.state],
        "is_open": takes,
        "demo": row.is_demo,
    }
