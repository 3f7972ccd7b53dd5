"""The annex of a published decision as files: from what was frozen, so that they never change."""

from typing import Any

from flask import Response

from app.core.documents.spreadsheets import MEDIA_TYPE
from app.core.errors import NotFound
from app.site.blueprint import bp
from app.web.access import access
from app.web.cache import public
from app.web.i18n import localized
from voting.council_papers.annex import Annex, annex_of_result, annex_pdf, annex_xlsx
from voting.publication.queries import get_public_round


@localized(bp, "/ky-binh-chon/<slug>/phu-luc.pdf", "/rounds/<slug>/annex.pdf")
@access("public")
def round_annex_pdf(slug: str) -> Response:
    """The list of recognised products to print. NotFound before publication."""
    return _file(annex_pdf(_annex(slug)), "application/pdf", f"{slug}-phu-luc.pdf")


@localized(bp, "/ky-binh-chon/<slug>/phu-luc.xlsx", "/rounds/<slug>/annex.xlsx")
@access("public")
def round_annex_xlsx(slug: str) -> Response:
    """The same list as a spreadsheet."""
    return _file(annex_xlsx(_annex(slug)), MEDIA_TYPE, f"{slug}-phu-luc.xlsx")


def _annex(slug: str) -> Annex:
    found = get_public_round(slug)
    result: dict[str, Any] | None = found.result
    if result is None:
        raise NotFound("not_found")
    return annex_of_result(found.round, result)


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return public(response)
