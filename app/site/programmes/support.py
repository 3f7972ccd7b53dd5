"""Support that a facility received, as its public page tells it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.site.bilingual import in_locale, marked
from programme.support.queries import ToldSupport


def support_views(rows: Sequence[ToldSupport]) -> list[dict[str, Any]]:
    """What the section on support draws: the title where it may be told, else the kind of activity."""
    return [
        {
            "name": marked(row.title, "") if row.title else in_locale(row.kind.name_vi, row.kind.name_en),
            "kind": in_locale(row.kind.name_vi, row.kind.name_en) if row.title else "",
            "day": row.day,
            "is_accepted": row.is_accepted,
            "demo": row.is_demo,
            "programmes": [
                {
                    "href": url_for("site.programme", slug=programme.slug),
                    "name": marked(programme.title_vi, programme.title_en),
                }
                for programme in row.programmes
            ],
        }
        for row in rows
    ]
