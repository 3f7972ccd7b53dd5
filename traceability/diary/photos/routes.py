"""Photos of diary entries: for everybody if the facility shows them, else for the facility and its officers."""

from flask import Response

from app.core.errors import NotFound
from app.core.ports import ports
from app.web.access import access
from app.web.cache import public
from traceability.blueprint import bp
from traceability.diary.photos.files import WEBP
from traceability.diary.queries import find_shown_photo, get_event
from traceability.lot_pages import seen_lot
from traceability.models import TraceEvent

KEPT = 300
"""Seconds that a browser keeps a photo: one that is hidden again disappears soon."""


@bp.get("/truy-xuat/anh/<int:event_id>-<int:width>.webp")
@access("public")
def photo(event_id: int, width: int) -> Response:
    """A photo that the lot's public page shows."""
    event = find_shown_photo(event_id)
    if event is None:
        raise NotFound("not_found")
    return public(_rendition(event, width), KEPT)


@bp.get("/co-so-cua-toi/lo/anh/<int:event_id>-<int:width>.webp")
@access("member")
def own_photo(event_id: int, width: int) -> Response:
    """Any photo of a lot, to its facility and its officers."""
    event = get_event(event_id)
    seen_lot(event.lot_id)
    return _rendition(event, width)


def _rendition(event: TraceEvent, width: int) -> Response:
    name = (event.picture or {}).get("files", {}).get(str(width))
    if name is None:
        raise NotFound("not_found")
    response = Response(ports().files.get(name), content_type=WEBP)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
