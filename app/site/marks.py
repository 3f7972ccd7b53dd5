"""What pages say of changes that nobody has checked yet, and of the history behind them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.core.clock import VIETNAM
from app.site.bilingual import labelled
from app.web.filters import date_text
from app.web.i18n import translate
from catalog.labels import LISTING_ACTS
from catalog.proposals import field_text

ABOUT = ("about_vi", "about_en")
"""The texts of a facility about itself."""


def unchecked_note(unchecked: dict[str, str], *fields: str) -> str | None:
    """The note under a value that its maker changed after the officer's check; None where there is none."""
    moments = [unchecked[field] for field in fields if field in unchecked]
    if not moments:
        return None
    day = datetime.fromisoformat(max(moments)).astimezone(VIETNAM).date()
    return translate("Changed on %(date)s, not yet checked", date=date_text(day))


def history_view(changes: Iterable[Any], untold: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The lines of a public history, as `history.html` takes them. untold: acts whose values are left out."""
    return [
        {
            "at": change.at,
            "act": labelled(LISTING_ACTS, change.act),
            "field": field_text(change.field) if change.field else "",
            "before": change.before if change.act not in untold else "",
            "after": change.after if change.act not in untold else "",
        }
        for change in changes
    ]
