"""Published decisions as feeds: Atom (RFC 4287) and JSON Feed 1.1, one entry a decision, in the reader's language."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from app.core.clock import VIETNAM
from app.site.atom import feed, stamp
from app.site.bilingual import in_locale, joined, labelled
from app.site.rounds.views import area
from app.web.addresses import absolute_url, base_url
from app.web.filters import date_text
from app.web.i18n import current_locale, translate
from catalog.labels import LEVELS, VALIDITIES
from catalog.merging.queries import list_open_slugs
from voting.enums import RoundState
from voting.publication.decisions import PublishedDecision

JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(decisions: list[PublishedDecision], asked: dict[str, str]) -> str:
    """The feed, of what was asked; its entries name the decision, and how many were entered and recognised."""
    return feed(
        _title(),
        absolute_url("site.results_atom", **asked),
        absolute_url("site.results", **asked),
        max((_changed(row) for row in decisions), default=None),
        map(_entry, decisions),
    )


def json_feed(decisions: list[PublishedDecision], asked: dict[str, str]) -> str:
    """The feed with the recognised products of each decision under `_tieu_bieu`."""
    slugs = {item["product_slug"] for row in decisions for item in row.frozen["recognised"]}
    pages = list_open_slugs("product", slugs)
    body = {
        "version": JSON_FEED,
        "title": _title(),
        "language": current_locale(),
        "home_page_url": absolute_url("site.results", **asked),
        "feed_url": absolute_url("site.results_json", **asked),
        "authors": [{"name": "Tiêu Biểu", "url": base_url()}],
        "items": [_item(row, pages) for row in decisions],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _title() -> str:
    return translate("Tiêu Biểu: decisions recognising typical products")


def _entry(row: PublishedDecision) -> str:
    url = absolute_url("site.round", slug=row.round.slug)
    return (
        f"<entry><id>{escape(_id(row))}</id><title>{escape(_headline(row))}</title>"
        f"<updated>{stamp(_changed(row))}</updated><published>{stamp(_published(row))}</published>"
        f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>'
        f"<summary>{escape(_summary(row))}</summary>"
        f'<content type="html">{escape(_content(row))}</content></entry>'
    )


def _item(row: PublishedDecision, pages: Collection[str]) -> dict[str, Any]:
    """pages: the products whose address leads to a page; the others have an empty `product_slug`."""
    keys = ("code", "group", "place", "total", "product", "facility", "certificate")
    return {
        "id": _id(row),
        "url": absolute_url("site.round", slug=row.round.slug),
        "title": _headline(row),
        "summary": _summary(row),
        "content_html": _content(row),
        "date_published": stamp(_published(row)),
        "date_modified": stamp(_changed(row)),
        "tags": [labelled(LEVELS, row.round.level), str(row.round.year)],
        "_tieu_bieu": {
            "round": row.round.slug,
            "level": row.round.level,
            "year": row.round.year,
            "area": row.frozen["unit_name"],
            "decision": row.frozen["decision"]["number"],
            "entered": row.entered,
            "recognised": [
                {key: item[key] for key in keys}
                | {
                    "product_slug": item["product_slug"] if item["product_slug"] in pages else "",
                    "out_of_force": row.out.get(item["certificate"] or ""),
                }
                for item in row.frozen["recognised"]
            ],
            "annulled": row.round.state == RoundState.ANNULLED,
            "demonstration": row.round.is_demo,
        },
    }


def _id(row: PublishedDecision) -> str:
    """The same in both languages and for ever: a tag address (RFC 4151)."""
    day = _published(row).astimezone(VIETNAM).date().isoformat()
    return f"tag:{urlsplit(base_url()).hostname},{day}:/ky-binh-chon/{row.round.slug}"


def _headline(row: PublishedDecision) -> str:
    title = in_locale(row.frozen["title_vi"], row.frozen["title_en"])
    if row.round.state == RoundState.ANNULLED:
        return translate("Annulled: %(title)s", title=title)
    return title


def _summary(row: PublishedDecision) -> str:
    text = translate(
        "Decision %(number)s recognises %(recognised)s of %(entered)s products and sets entered.",
        number=row.frozen["decision"]["number"],
        recognised=row.recognised,
        entered=row.entered,
    )
    place = joined([labelled(LEVELS, row.round.level), area(row.round), str(row.round.year)], " · ")
    note = translate("Demo data") if row.round.is_demo else ""
    return joined([place, text, note], ". ").replace("..", ".")


def _content(row: PublishedDecision) -> str:
    items = "".join(
        f"<li>{escape(item['product'])} – {escape(item['facility'])}{escape(_state(row, item))}</li>"
        for item in row.frozen["recognised"]
    )
    signed = translate("Published on %(date)s", date=date_text(_published(row).astimezone(VIETNAM).date()))
    return f"<p>{escape(_summary(row))} {escape(signed)}.</p><ul>{items}</ul>"


def _state(row: PublishedDecision, item: dict[str, Any]) -> str:
    """That a certificate was taken back or is suspended, in brackets; nothing of one that is not."""
    state = row.out.get(item["certificate"] or "")
    return f" ({labelled(VALIDITIES, state)})" if state else ""


def _published(row: PublishedDecision) -> datetime:
    assert row.round.published_at is not None
    return row.round.published_at


def _changed(row: PublishedDecision) -> datetime:
    return max(filter(None, (row.round.published_at, row.round.annulled_at, row.out_at)))
