"""A form that is sent twice is processed once: the second submission is redirected to where the first led.
The page writes a random word into the form. The same word with the same content is a second submission; the
same word with other content (sent from a page kept open) is a new form. The mark is committed with the work:
an interruption before the commit leaves nothing done, one after it leaves it done once.
"""

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from functools import partial

from flask import Flask, Response, current_app, g, redirect, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.base import db
from app.core.database.transaction import after_commit, commit_with
from app.core.errors import Unavailable
from app.core.sent_forms import AlreadySent, find_sent_form, mark_sent_form, note_location, note_subject
from app.web.access import PUBLIC_RULE, current_actor, rule_of
from app.web.i18n import translate
from app.web.notices import tell

FIELD = "once"
PLACE = "place_of_subject"
"""In `app.extensions`: from kind, id and the form's own path to the page of a thing, or None."""
Place = Callable[[str, str, str], str | None]
_SEE_OTHER, _FAILED = 303, 500
_log = logging.getLogger("app.web.requests.double_submit")


def once_field() -> Markup:
    """The hidden field of a form that must not be processed twice."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(16))


def nothing_done() -> None:
    """Note that this redirect is a detour: the form has not been processed and will be sent again."""
    g.sent_form_detour = True


def done_here(location: str) -> None:
    """Say that the content of this answer is never shown again: a second submission is redirected to
    `location`.
    """
    g.sent_form_led = location


def install(app: Flask, place: Place) -> None:
    """After the gates, so that only those who may send a form write anything."""
    app.extensions[PLACE] = place
    app.jinja_env.globals.update(once_field=once_field)
    app.before_request(_begin)
    app.after_request(_end)
    app.register_error_handler(AlreadySent, _already_sent)


def _begin() -> BaseResponse | None:
    if request.method != "POST" or rule_of(request.endpoint or "") in {None, PUBLIC_RULE}:
        return None
    if not request.form.get(FIELD):
        return None
    key = _key()
    if (led := find_sent_form(key)) is not None:
        return _lead_on(led)
    g.sent_form = key
    commit_with(partial(mark_sent_form, key=key), partial(_note_subject, key=key))
    return None


def _note_subject(session: Session, *, key: str) -> None:
    note_subject(session, key)
    after_commit(_kept)


def _kept() -> None:
    g.sent_form_kept = True


def _already_sent(error: AlreadySent) -> BaseResponse:
    """The first submission was committed while this one was waiting."""
    return _lead_on(find_sent_form(error.key) or "")


def _lead_on(led: str) -> BaseResponse:
    db.session.rollback()
    tell("info", translate("This was already sent. It was not done a second time."))
    if led.startswith("/"):
        return redirect(led, _SEE_OTHER)
    kind, _, key = led.partition(":")
    return redirect(current_app.extensions[PLACE](kind, key, request.path) or _page_above(), _SEE_OTHER)


def _page_above() -> str:
    """The page of the form, or the nearest one above its address."""
    addresses, path = current_app.url_map.bind(""), request.path
    while path:
        try:
            addresses.match(path, method="GET")
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"


def _end(response: Response) -> Response:
    key, kept = g.pop("sent_form", ""), g.pop("sent_form_kept", False)
    led = g.pop("sent_form_led", "")
    if not key or not kept:
        return response
    if response.status_code >= _FAILED:  # after the commit: sent again, it leads to what was made
        return response
    if response.status_code == _SEE_OTHER and not g.pop("sent_form_detour", False):
        led = response.location or ""
    try:
        note_location(key, led)
    except Unavailable:
        _log.warning("where a form led could not be noted")
    return response


def _key() -> str:
    """Who sent what where, as a digest. Files are read through once and left at their beginning."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    files = []
    for name, file in request.files.items(multi=True):
        files.append((name, file.filename, hashlib.file_digest(file.stream, "sha256").hexdigest()))  # type: ignore[arg-type]  # a stream of bytes
        file.stream.seek(0)
    sent = [current_actor().user_id, request.path, fields, files]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()
