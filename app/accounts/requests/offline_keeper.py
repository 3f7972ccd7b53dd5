"""What a browser keeps for one person to work without a network, and when it has to go.

A page that lets the browser keep something says so in a cookie that holds a mark of its person and nothing else.
Signing out wipes what was kept, and so does the sign-in of anybody else on the same browser.
"""

import hashlib
import hmac
from pathlib import Path

from flask import Response as Answer
from flask import current_app, request
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.web.cache import public

KEPT_SECONDS = 400 * 86_400
"""The longest that browsers hold a cookie."""
MARK_LENGTH = 32


def keeper_mark(actor: Actor) -> str:
    """A stable mark of a person that reveals nothing about them."""
    return _mark(actor.user_id or 0)


def keep_for(response: Response, actor: Actor) -> None:
    """Note that this browser keeps things of this person."""
    if request.cookies.get(_name()) == keeper_mark(actor):
        return
    response.set_cookie(
        _name(),
        keeper_mark(actor),
        path="/",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        samesite="Lax",
        max_age=KEPT_SECONDS,
    )


def wipe(response: Response) -> None:
    """Have the browser drop everything that it kept: databases, kept pages, workers."""
    response.headers["Clear-Site-Data"] = '"storage"'
    if _name() in request.cookies:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.delete_cookie(_name(), path="/", secure=secure, httponly=True, samesite="Lax")


def wipe_for_other(response: Response, user_id: int) -> None:
    """At a sign-in: wipe what was kept for somebody else."""
    kept = request.cookies.get(_name())
    if kept is not None and not hmac.compare_digest(kept.encode(), _mark(user_id).encode()):
        wipe(response)


def offline_worker(rules: str) -> Answer:
    """The service worker under the rules of one store. It knows nobody: what it keeps comes from the pages of who is
    signed in.
    """
    folder = Path(current_app.static_folder or "")
    parts = ("js/offline-store.js", rules, "js/offline-worker.js")
    source = "\n".join((folder / name).read_text("utf-8") for name in parts)
    response = Answer(source, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    return public(response)


def _mark(user_id: int) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"keeper/{user_id}".encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-keeper"
