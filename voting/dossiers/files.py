"""Documents of a dossier: for its facility and the secretariat, as a download, never inline."""

from werkzeug.wrappers import Response

from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.private_files import private_file
from voting.blueprint import bp
from voting.models import DossierDocument
from voting.policies import can_see_nomination


@bp.route("/ho-so/tai-lieu/<int:document_id>")
@access("member")
def document_file(document_id: int) -> Response:
    """One paper or photo of a dossier."""
    document = db.session.get(DossierDocument, document_id)
    if document is None or document.removed_at is not None:
        raise NotFound("not_found")
    authorize(current_actor(), can_see_nomination, document.nomination)
    return private_file(document.file, document.media_type, f"{document.kind}-{document.id}")
