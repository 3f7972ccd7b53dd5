"""Public derivatives of pictures, and private scans of papers."""

from flask import Response

from app.core.errors import NotFound
from app.core.policy import authorize
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.i18n import localized
from app.web.private_files import private_file
from catalog.blueprint import bp
from catalog.credentials.queries import get_paper
from catalog.models import Certificate, Trademark
from catalog.policies import can_see_scan

PUBLIC_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
PAPER_KINDS: dict[str, type[Trademark] | type[Certificate]] = {
    "trademark": Trademark,
    "certificate": Certificate,
}


@bp.get("/tep/<name>")
@access("public")
def file(name: str) -> Response:
    """A derivative by its content name, kept for ever by any cache; other kinds of file are never served."""
    media_type = PUBLIC_TYPES.get(name.rpartition(".")[2])
    if media_type is None:
        raise NotFound("not_found")
    response = Response(ports().files.get(name), content_type=media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@localized(bp, "/giay-to/<kind>/<int:paper_id>/ban-quet", "/papers/<kind>/<int:paper_id>/scan")
@access("member")
def scan(kind: str, paper_id: int) -> Response:
    """The scan of a paper, as a download, to the facility and its officers."""
    if kind not in PAPER_KINDS:
        raise NotFound("not_found")
    paper: Trademark | Certificate = get_paper(PAPER_KINDS[kind], paper_id)
    authorize(current_actor(), can_see_scan, paper)
    if not paper.scan_file:
        raise NotFound("not_found")
    return private_file(paper.scan_file, paper.scan_type, f"{kind}-{paper.id}")
