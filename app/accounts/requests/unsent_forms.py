"""What was typed into a form whose session had ended: kept a day, given back once to the same person."""

import json
import secrets
from datetime import timedelta
from typing import Any

from flask import g, request
from sqlalchemy import delete, select
from werkzeug.exceptions import HTTPException

from app.accounts.limits import HELD_FORM, HELD_FORM_NETWORK, HELD_FORM_PERSON, TooManyTries, spend
from app.accounts.models import HeldForm
from app.accounts.sessions.devices import stranger
from app.accounts.sessions.store import MARK, key_hash, person_behind
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Unavailable
from app.web.access import current_actor
from app.web.addresses import here, local_path, with_query
from app.web.forms import typed_values
from app.web.i18n import translate
from app.web.notices import notify

KEPT = timedelta(hours=24)
MAX_HELD = 200_000
"""Bytes of JSON of one kept form."""
FILES = "_files"
CUT = "_cut"
ACTION = "_action"


def hold_form(cookie_name: str) -> str:
    """Keep what this POST carries; returns the local path where it comes back (`…?held=KEY`).

    Nothing is kept of a form that another site sent, of one without text, or beyond the limits.
    """
    page = _page_of_form()
    values = _bounded(typed_values(request.form))
    files = [upload.filename for _, upload in request.files.items(multi=True) if upload.filename]
    if files:
        values[FILES] = files[:20]
    if not values or not sent_by_our_page():
        return page
    if request.path != page.partition("?")[0]:
        values[ACTION] = request.path
    try:
        person = _person(cookie_name)
        spend(*(((HELD_FORM_PERSON, person),) if person else stranger(HELD_FORM, HELD_FORM_NETWORK)))
        key = _keep(page.partition("?")[0], person, values)
    except (TooManyTries, Unavailable):
        return page
    return with_query(page, held=key)


def _keep(path: str, user_id: int | None, values: dict[str, Any]) -> str:
    key = secrets.token_urlsafe(24)
    with transaction(aside=True) as session:
        session.add(
            HeldForm(key_hash=key_hash(key), user_id=user_id, path=path, values=values, created_at=utc_now())
        )
    return key


def _take(key: str, user_id: int | None) -> HeldForm | None:
    with transaction(aside=True) as session:
        row = session.scalar(select(HeldForm).where(HeldForm.key_hash == key_hash(key)))
        if row is None or row.path != request.path or row.created_at < utc_now() - KEPT:
            return None
        if row.user_id is not None and row.user_id != user_id:
            return None
        session.delete(row)
    return row


def give_back() -> None:
    """On the first GET of the page by its person: fill its form and say so."""
    key = request.args.get("held", "")
    if request.method != "GET" or not key:
        return
    try:
        row = _take(key, current_actor().user_id)
    except Unavailable:  # the page comes with an empty form, and what was typed is there for a day
        return
    if row is None:
        return
    values: dict[str, Any] = dict(row.values)
    files, cut = values.pop(FILES, []), values.pop(CUT, [])
    g.held_action, g.held_values = values.pop(ACTION, row.path), values
    notify(
        "info",
        translate("What you typed is back in the form: check it and send it again."),
    )
    if files:
        notify("warning", translate("Choose these files again: %(names)s", names=", ".join(files)))
    if cut:
        notify("warning", translate("These fields were too long to keep: %(names)s", names=", ".join(cut)))


def delete_old_held_forms() -> int:
    """Remove what nobody came back to; inside a transaction. Returns how many."""
    result = db.session.execute(delete(HeldForm).where(HeldForm.created_at < utc_now() - KEPT))
    return int(getattr(result, "rowcount", 0))


def sent_by_our_page() -> bool:
    """Whether the browser says that one of our own pages sent this form."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def _page_of_form() -> str:
    """The page that shows the form: the form's own address, or the page that led here if that cannot be read."""
    for candidate in (here(), _referrer()):
        if candidate and _can_be_read(candidate):
            return with_query(candidate, held=None)
    return "/"


def _referrer() -> str | None:
    text = request.referrer or ""
    return local_path("/" + text[len(request.host_url) :]) if text.startswith(request.host_url) else None


def _can_be_read(path: str) -> bool:
    adapter = g.get("url_adapter") or _adapter()
    try:
        adapter.match(path.partition("?")[0], method="GET")
    except HTTPException:
        return False
    return True


def _adapter() -> Any:
    from flask import current_app  # noqa: PLC0415  # only here

    return current_app.url_map.bind("")


def _person(cookie_name: str) -> int | None:
    actor = current_actor()
    text = request.cookies.get(cookie_name, "")
    if actor.user_id is not None or not text.startswith(MARK):
        return actor.user_id
    return person_behind(text[len(MARK) :])


def _bounded(values: dict[str, list[str]]) -> dict[str, Any]:
    """The values, the longest left out (and named) until they fit."""
    kept: dict[str, Any] = dict(values)
    cut: list[str] = []
    while kept and len(json.dumps(kept, ensure_ascii=False).encode()) > MAX_HELD:
        longest = max(kept, key=lambda name: len(json.dumps(kept[name])))
        del kept[longest]
        cut.append(longest[:80])
    return {**kept, CUT: cut[:20]} if cut else kept
