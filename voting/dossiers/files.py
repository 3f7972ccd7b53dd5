"""Documents of a dossier: for its facility and the secretariat, as a download, never inline."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from app.core.ports import ports
from app.web.access import access, current_actor
from voting.blueprint import bp
from voting.models import DossierDocument
from voting.policies import can_see_nomination

ENDINGS = {"application/pdf": ".pdf", "image/webp": ".webp"}


@bp.route("/ho-so/tai-lieu/<int:document_id>")
@access("member")
def document_file(document_id: int) -> Response:
    """One paper or photo of a dossier."""
    document = db.session.get(DossierDocument, document_id)
    if document is None or document.removed_at is not None:
        raise NotFound("not_found")
    authorize(current_actor(), can_see_nomination, document.nomination)
    name = f"{document.kind}-{document.id}{ENDINGS.get(document.media_type, '')}"
    response = send_file(
        BytesIO(ports().files.get(document.file)),
        mimetype=document.media_type,
        as_attachment=True,
        download_name=name,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
