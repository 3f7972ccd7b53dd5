"""The scan of a round's signed plan, public with the round."""

from flask import Response, url_for

from app.core.errors import NotFound
from app.core.ports import ports
from app.site.blueprint import bp
from app.web.access import access
from app.web.cache import public
from app.web.filters import date_text
from app.web.i18n import localized, translate
from app.web.private_files import ENDINGS
from voting.models import PaperNumber, SelectionRound
from voting.official_papers.queries import find_number
from voting.official_papers.series import PaperKind
from voting.publication.queries import get_public_round


@localized(bp, "/ky-binh-chon/<slug>/ke-hoach", "/rounds/<slug>/plan")
@access("public")
def round_plan(slug: str) -> Response:
    """The scan as a download. NotFound without one, and before the round is announced."""
    row = _scan(get_public_round(slug).round)
    if row is None:
        raise NotFound("not_found")
    name = f"{slug}-ke-hoach{ENDINGS.get(row.media_type, '')}"
    response = Response(ports().files.get(row.file), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return public(response)


def plan_downloads(round_: SelectionRound) -> list[dict[str, str]]:
    """The scan for the list of downloads of the round's page; nothing without one."""
    row = _scan(round_)
    if row is None:
        return []
    text = translate("Plan %(number)s of %(date)s", number=row.audit_label, date=date_text(row.signed_on))
    kind = "PDF" if row.media_type == "application/pdf" else "WEBP"
    return [{"text": text, "href": url_for("site.round_plan", slug=round_.slug), "format": kind}]


def _scan(round_: SelectionRound) -> PaperNumber | None:
    row = find_number(round_.id, PaperKind.PLAN)
    return row if row is not None and row.file else None
