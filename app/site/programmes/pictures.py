"""Pictures of activities that anyone may see."""

from typing import Any

from flask import Response, url_for

from app.core.ports import ports
from app.site.bilingual import in_locale, joined, place_name
from app.site.blueprint import bp
from app.web.access import access
from app.web.filters import date_text
from programme.activity_files.queries import get_public_picture
from programme.models import ActivityFile

SHOWN = 12
SMALL, LARGE = 640, 1280
KEPT = 300
"""Seconds that another cache may keep one: whoever is on it may take their agreement back."""


@bp.get("/anh-hoat-dong/<int:file_id>/<int:width>.webp")
@access("public")
def activity_picture(file_id: int, width: int) -> Response:
    """A public picture, in the smallest width that is at least the one asked for."""
    row = get_public_picture(file_id)
    widths = sorted(map(int, row.renditions))
    fits = next((one for one in widths if one >= width), widths[-1])
    response = Response(ports().files.get(row.renditions[str(fits)]), content_type=row.media_type)
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def picture_view(row: ActivityFile) -> dict[str, Any]:
    """A picture with what it shows, where and when."""
    activity = row.activity
    place = place_name(activity.unit.name_on(activity.starts_on)) if activity.unit else ""
    return {
        "src": url_for("site.activity_picture", file_id=row.id, width=SMALL),
        "href": url_for("site.activity_picture", file_id=row.id, width=LARGE),
        "text": in_locale(row.text_vi, row.text_en),
        "note": joined([date_text(activity.ends_on), place], " · "),
        "width": row.width,
        "height": row.height,
        "demo": activity.is_demo,
    }
