"""Programmes of industrial promotion as anyone may see them."""

from flask import Response

from app.site.blueprint import bp
from app.site.pages import page
from app.web.access import access
from app.web.i18n import localized
from programme.targets.queries import list_programmes


@localized(bp, "/chuong-trinh", "/programmes")
@access("public")
def programmes() -> Response:
    """All programmes, the newest first."""
    return page("site/programmes/programmes.html", programmes=list_programmes())
