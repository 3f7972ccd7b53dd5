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
from voting.routes.next_steps import next_step
from voting.routes.words import countdown_text, period_text

bp = Blueprint("voting", __name__)


@bp.context_processor
def words() -> dict[str, object]:
    """The labels that the templates of the selection look up."""
    return {
        "council_roles": COUNCIL_ROLES,
        "countdown": countdown_text,
        "next_step_of": next_step,
        "period": period_text,
        "document_kinds": DOCUMENT_KINDS,
        "nomination_states": NOMINATION_STATES,
        "round_levels": ROUND_LEVELS,
        "round_states": ROUND_STATES,
        "sheet_states": SHEET_STATES,
        "verdicts": VERDICTS,
    }


from voting import messages, messages_favourite, messages_more, tasks_favourite  # noqa: E402, F401  # registers what refusals say
from voting.routes import (  # noqa: E402  # registers the views
    after,  # noqa: F401
    agreement,  # noqa: F401
    amendments,  # noqa: F401
    complaints,  # noqa: F401
    conflicts,  # noqa: F401
    council,  # noqa: F401
    dossiers,  # noqa: F401
    favourite,  # noqa: F401
    files,  # noqa: F401
    jury,  # noqa: F401
    jury_offline,  # noqa: F401
    paper,  # noqa: F401
    papers,  # noqa: F401
    planning,  # noqa: F401
    practice,  # noqa: F401
    promotions,  # noqa: F401
    rule_sets,  # noqa: F401
    scoring_stage,  # noqa: F401
    sets,  # noqa: F401
    sheets,  # noqa: F401
)
