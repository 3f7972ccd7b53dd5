"""CSRF tokens for browsers; a program that sends its API token needs none, because it sends no cookie."""

from flask import g, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup


class BrowserCsrf(CSRFProtect):  # type: ignore[misc]  # Flask-WTF carries no types
    def protect(self, apply_exemptions: bool = False) -> None:  # Flask-WTF's signature
        if request.environ.get("HTTP_AUTHORIZATION", "").startswith("Bearer "):
            g.csrf_valid = True  # load_actor() then reads the token alone and never the session
            return
        super().protect(apply_exemptions=apply_exemptions)


def csrf_field() -> Markup:
    """The hidden field that every POST form of a page carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
