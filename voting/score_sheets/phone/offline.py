"""What lets the juror's pages work without a network: the worker, the manifest, the list of files to store."""

import hashlib
import json

from flask import Response, current_app, request, url_for

from app.accounts.requests.offline_keeper import keep_for, keeper_mark, offline_worker
from app.core.clock import utc_now
from app.web.access import access, current_actor
from app.web.cache import public
from app.web.i18n import current_locale, local_url, localized, translate
from voting.blueprint import bp
from voting.rounds.status import accepts_scores
from voting.score_sheets.practice import PICTURES
from voting.score_sheets.queries import SheetView, list_seats, list_sheets

SHELL = (
    *(f"css/{name}.css" for name in ("tokens", "base", "components", "lists", "forms", "voting", "print")),
    *(f"js/{name}.js" for name in ("page", "suggest", "forms", "offline-store", "jury-store")),
    *(f"js/{name}.js" for name in ("jury-page", "score-sheet", "jury-list")),
    "img/favicon.svg",
    "img/logo.svg",
)
"""Static files that the pages need; a change of one makes phones fetch all pages again."""
ICON_SIZES = (192, 512)
PICTURE_WIDTHS = (320, 640)


@bp.get("/jury-worker.js")
@access("public")
def jury_worker() -> Response:
    return offline_worker("js/jury-store.js")


@localized(bp, "/jury.webmanifest", "/jury.webmanifest")
@access("public")
def jury_manifest() -> Response:
    """What a phone needs to put the juror's pages on its home screen."""
    start = local_url("voting.jury")
    body = {
        "id": start,
        "name": translate("Tiêu Biểu: jury work"),
        "short_name": translate("Jury work"),
        "lang": current_locale(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#a3161a",
        "icons": [
            {"src": _asset(f"img/jury-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in ICON_SIZES
            for purpose in ("any", "maskable")
        ],
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False)
    return public(Response(text, content_type="application/manifest+json; charset=utf-8"))


@localized(bp, "/giam-khao/mang-theo", "/jury/pack")
@access("voting.score")
def jury_pack() -> Response:
    """What the phone keeps for the hall: pages and pictures of rounds in scoring. version: changes with any."""
    actor = current_actor()
    assert actor.user_id is not None
    now = utc_now()
    views = [view for view in list_sheets(actor) if accepts_scores(view.round, now)]
    pages = _pages(actor.user_id, views)
    pictures = [address for view in views for address in _pictures(view)]
    practice = [url_for("voting.practice_picture", number=number) for number in PICTURES]
    body = {
        "owner": keeper_mark(actor),
        "pages": pages,
        "files": [*map(_asset, SHELL), *practice, *pictures],
        "version": _version(*pages, *map(_asset, SHELL)),
    }
    response = Response(json.dumps(body), content_type="application/json")
    keep_for(response, actor)
    return response


def _pages(user_id: int, views: list[SheetView]) -> list[str]:
    judged = {view.sheet.juror_id for view in views}
    seats = [seat.id for seat in list_seats(user_id) if seat.id in judged]
    return [
        local_url("voting.jury"),
        local_url("voting.practice"),
        *(local_url("voting.compare_sheets", juror_id=juror_id) for juror_id in seats),
        *(local_url("voting.sheet", key=view.sheet.key) for view in views),
    ]


def _pictures(view: SheetView) -> list[str]:
    """The first of an entry also as small as the list shows it."""
    return [
        url_for("voting.entry_picture", key=view.sheet.key, number=number, width=width)
        for number in range(len(view.entry.get("pictures", [])))
        for width in (PICTURE_WIDTHS if number == 0 else PICTURE_WIDTHS[1:])
    ]


def _asset(name: str) -> str:
    return str(current_app.jinja_env.globals["asset"](name))  # type: ignore[operator]  # a function of ours


def _version(*parts: str) -> str:
    return hashlib.sha256("\n".join((request.host, *parts)).encode()).hexdigest()[:16]
