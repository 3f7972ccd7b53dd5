"""Pages of the selection."""

from flask import Blueprint

from voting.labels import (
    COUNCIL_ROLES,
    DOCUMENT_KINDS,
    NOMINATION_STATES,
    ROUND_LEVELS,
    ROUND_STATES,
    SHEET_STATES,
    VERDICTS,
)

bp = Blueprint("voting", __name__)


@bp.context_processor
def words() -> dict[str, object]:
    """The labels that the templates of the selection look up."""
    return {
        "council_roles": COUNCIL_ROLES,
        "document_kinds": DOCUMENT_KINDS,
        "nomination_states": NOMINATION_STATES,
        "round_levels": ROUND_LEVELS,
        "round_states": ROUND_STATES,
        "sheet_states": SHEET_STATES,
        "verdicts": VERDICTS,
    }


from voting import messages  # noqa: E402, F401  # registers what refusals say
from voting import messages_more  # noqa: E402, F401  # as above
from voting.routes import council, dossiers, files, jury, planning, scoring_stage  # noqa: E402, F401  # registers views
from voting.routes import after, complaints, conflicts, promotions, sets  # noqa: E402, F401  # as above
