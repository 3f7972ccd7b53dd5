"""Short messages above a page: those of this answer, and those that a redirect carried along."""

from flask import Flask, flash, g, get_flashed_messages, request

from app.web.access import PUBLIC_RULE, rule_of
from app.web.csrf import csrf_field


def notify(tone: str, text: str) -> None:
    """Show a message on the page being answered. tone: info, success, warning, danger; text: translated."""
    g.setdefault("notices", []).append((tone, text))


def tell(tone: str, text: str) -> None:
    """Show a message on the next page, after a redirect. text: translated."""
    flash(text, tone)


def get_flashes() -> list[tuple[str, str]]:
    """The messages of this page as (tone, text); public and error pages have none, they read no session."""
    if g.get("error_page") or rule_of(request.endpoint or "") in {None, PUBLIC_RULE}:
        return []
    return [*g.pop("notices", []), *get_flashed_messages(with_categories=True)]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(get_flashes=get_flashes, csrf_field=csrf_field)
