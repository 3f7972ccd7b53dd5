"""Pages of text, each written out in both languages: about, help, accessibility, personal data."""

from flask import Response, current_app

from app.site.blueprint import bp
from app.site.pages import whole_page
from app.web.access import access
from app.web.i18n import current_locale, localized


@localized(bp, "/gioi-thieu", "/about")
@access("public")
def about() -> Response:
    return _text("about")


@localized(bp, "/tro-giup", "/help")
@access("public")
def help() -> Response:  # noqa: A001  # the endpoint's name is promised to the other packages
    return _text("help")


@localized(bp, "/tro-giup/co-so-san-xuat", "/help/producers")
@access("public")
def help_producers() -> Response:
    return _text("help_producers")


@localized(bp, "/tro-giup/can-bo", "/help/officers")
@access("public")
def help_officers() -> Response:
    return _text("help_officers")


@localized(bp, "/tro-nang", "/accessibility")
@access("public")
def accessibility() -> Response:
    return _text("accessibility")


@localized(bp, "/du-lieu-ca-nhan", "/privacy")
@access("public")
def privacy() -> Response:
    days = current_app.extensions["settings"].removed_papers_days
    return _text("privacy", removed_days=days)


@localized(bp, "/khieu-nai", "/complaints")
@access("public")
def complaints() -> Response:
    return _text("complaints")


def _text(name: str, **values: object) -> Response:
    return whole_page(f"site/texts/{name}.{current_locale()}.html", **values)
