"""What pages of the portal show of an article."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from app.core.clock import today
from app.site.bilingual import foreign, in_locale, labelled, marked
from app.site.portal.labels import CATEGORIES, CERTAINTIES, KINDS, LAW, SURE, VALIDITIES, VALIDITY_TAGS
from app.site.portal.models import Article
from app.site.portal.validity import validity_of_text
from app.web.i18n import current_locale, local_url, translate
from catalog.products.views import picture_view

_LINK = re.compile(r"https://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


def article_view(row: Article) -> dict[str, Any]:
    """In lists and on its page."""
    endpoint = "site.law" if row.kind == LAW else "site.article"
    return {
        "id": row.id,
        "title": marked(row.title_vi, row.title_en),
        "text": in_locale(row.title_vi, row.title_en),
        "lang": foreign(row.title_vi, row.title_en),
        "summary": in_locale(row.summary_vi, row.summary_en),
        "summary_lang": foreign(row.summary_vi, row.summary_en),
        "href": local_url(endpoint, slug=row.slug),
        "at": row.publish_at or row.created_at,
        "iso": (row.publish_at or row.created_at).isoformat(timespec="seconds"),
        "kind": labelled(KINDS, row.kind),
        "category": labelled(CATEGORIES, row.category) if row.category else "",
        "category_code": row.category,
        "place": row.unit.name_in(current_locale()) if row.unit is not None else translate("Whole country"),
        "cover": cover_of(row),
        "demo": row.is_demo,
    }


def cover_of(row: Article) -> Any:
    """The cover as cards draw pictures; None where there is none."""
    return picture_of(row.cover, row.cover_alt, row.title_vi)


def picture_of(cover: Mapping[str, Any], alt: str, title: str) -> Any:
    """As `cover_of`, of its parts. title: said where there is no description."""
    return picture_view(_Cover(cover, alt), current_locale(), alt or title) if cover else None


class _Cover:
    """A cover with the columns of a picture."""

    def __init__(self, cover: Mapping[str, Any], alt: str) -> None:
        self.files: dict[str, str] = cover["files"]
        self.width: int = cover["width"]
        self.height: int = cover["height"]
        self.alt_vi, self.alt_en = alt, ""
        self.is_illustration = bool(cover.get("is_illustration"))


def law_view(row: Article) -> dict[str, Any]:
    is_sure = row.certainty == SURE
    state = validity_of_text(
        today(), row.in_force_from, row.in_force_until, is_sure=is_sure, is_changed=bool(row.changed_by)
    )
    return {
        **article_view(row),
        "number": row.number,
        "issuer": row.issuer,
        "issued_on": row.issued_on,
        "begins": row.in_force_from,
        "until": row.in_force_until,
        "changed_by": row.changed_by,
        "source": row.source,
        "certainty": labelled(CERTAINTIES, row.certainty) if row.certainty else "",
        "is_sure": is_sure,
        "state": VALIDITY_TAGS[state],
        "state_text": labelled(VALIDITIES, state),
    }


def body_markup(text: str) -> Markup:
    """Plain text as paragraphs, `## ` as headings, `- ` as lists, addresses as links. All else is text."""
    parts: list[Markup] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        if lines[0].startswith("## "):
            parts.append(Markup("<h2>{}</h2>").format(lines[0][3:].strip()))
            lines = lines[1:]
        parts += _block([line for line in lines if line.strip()])
    return Markup("\n").join(parts)


def _block(lines: Sequence[str]) -> list[Markup]:
    if not lines:
        return []
    if all(line.startswith("- ") for line in lines):
        items = Markup("").join(Markup("<li>{}</li>").format(_linked(line[2:])) for line in lines)
        return [Markup("<ul>{}</ul>").format(items)]
    return [Markup("<p>{}</p>").format(Markup("<br>").join(map(_linked, lines)))]


def _linked(line: str) -> Markup:
    found, last = Markup(""), 0
    for match in _LINK.finditer(line):
        found += escape(line[last : match.start()])
        found += Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(match[0])
        last = match.end()
    return found + escape(line[last:])
