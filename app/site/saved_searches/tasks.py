"""Once a day, before the mail of the day: look what is new in each search that somebody follows."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.core.clock import VIETNAM, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.search import Sort
from app.core.work.periodic import every
from app.site.catalogue.search_address import read_question
from app.site.saved_searches.models import SavedSearch
from app.site.saved_searches.services import TOLD, list_due, tell_what_is_new
from app.web.addresses import base_url
from app.web.i18n import N_, translate
from app.web.paths import path_to
from catalog.models import Product
from catalog.search.queries import search_products

HOUR = 6
AT_ONCE = 200
LOOKED_AT = 100
"""Newest products of a search that are compared with what was told."""
_log = logging.getLogger(__name__)
SUBJECT = N_("%(number)s new products: %(name)s")
MORE = N_("All of them: %(url)s")


@every(600)
def follow_searches() -> int:
    """Returns how many new products were told of. A search that fails is logged and looked at again by the next run."""
    now = utc_now().astimezone(VIETNAM)
    if now.hour < HOUR:
        return 0
    told = 0
    for search_id in list_due(now.date(), AT_ONCE):
        try:
            told += _follow(search_id, now.date())
        except Exception:  # noqa: BLE001  # one bad search must not stop the others
            _log.exception("search %s could not be followed", search_id)
        db.session.rollback()
    return told


def _follow(search_id: int, day: date) -> int:
    row = db.session.get(SavedSearch, search_id)
    found = _newest(row.question) if row is not None else []
    db.session.rollback()
    with transaction():
        return tell_what_is_new(search_id, found, day, message)


def _newest(question: str) -> list[int]:
    search = replace(read_question(question), sort=Sort.NEWEST, page=1, per_page=LOOKED_AT)
    return [card.id for card in search_products(search).cards]


def message(row: SavedSearch, products: Sequence[Product], locale: str) -> tuple[str, str]:
    """What a person reads about new products, in their language."""
    lines = [
        f"- {product.name_vi} ({product.facility.name}, {product.facility.unit.present.name_in(locale)})\n"
        f"  {base_url()}{path_to('product', product.slug, locale)}"
        for product in products[:TOLD]
    ]
    folder = "/en/products" if locale == "en" else "/san-pham"
    lines.append(translate(MORE, locale, url=f"{base_url()}{folder}?{row.question}&sort=newest"))
    return translate(SUBJECT, locale, number=len(products), name=row.name), "\n".join(lines)
