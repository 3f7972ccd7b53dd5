"""A form that is sent twice is done once: the second press is led to where the first led.

The page writes a fresh word into the form. The same word with the same content is a second press; the same word
with other content (sent from a page kept open) is a form of its own.
"""

import hashlib
import json
import secrets
import time

from flask import Flask, Response, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import Conflict
from app.core.sent_forms import begin_sent_form, end_sent_form, find_sent_form
from app.web.access import PUBLIC_RULE, current_actor, rule_of
from app.web.i18n import translate
from app.web.notices import tell

FIELD = "once"
WAIT = 10.0
"""Seconds that a second press waits for the first to end."""
_LOOK = 0.1
_SEE_OTHER = 303


def once_field() -> Markup:
    """The hidden field of a form that must not be done twice."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(16))


def nothing_done() -> None:
    """The redirect of this answer is a detour: the form has not been done and will be sent again."""
    g.sent_form_detour = True


def done_here(location: str) -> None:
    """Say that what this answer shows is never shown again: a second press is led to `location`."""
    g.sent_form_led = location


def install(app: Flask) -> None:
    """After the gates, so that only those who may send a form write anything."""
    app.jinja_env.globals.update(once_field=once_field)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> BaseResponse | None:
    if request.method != "POST" or rule_of(request.endpoint or "") in {None, PUBLIC_RULE}:
        return None
    if not request.form.get(FIELD):
        return None
    key, until = _key(), time.monotonic() + WAIT
    while not begin_sent_form(key):
        if location := find_sent_form(key):
            tell("info", translate("This was sent already. It has not been done a second time."))
            return redirect(location, _SEE_OTHER)
        if time.monotonic() > until:
            raise Conflict("conflict")
        time.sleep(_LOOK)
    g.sent_form = key
    return None


def _end(response: Response) -> Response:
    key = g.pop("sent_form", "")
    if key:
        led = g.pop("sent_form_led", "")
        if response.status_code == _SEE_OTHER and not g.pop("sent_form_detour", False):
            led = response.location or ""
        end_sent_form(key, led)
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
