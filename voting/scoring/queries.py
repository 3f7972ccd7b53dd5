"""The sheets that a chair may return to a juror: which, never what is on them."""

from sqlalchemy import select

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from voting.models import EntryCode, Juror, Nomination, Recusal, ScoreSheet, SelectionRound
from voting.policies import can_lead
from voting.rounds.status import CODE_OF_SHEET, RANKED, SHUTS_OUT_OF_SHEET, accepts_scores


def find_seated_juror(round_: SelectionRound, juror_id: int) -> Juror:
    """A juror of the round who was not removed. Raises NotFound."""
    jurors = (juror for panel in round_.panels for juror in panel.jurors)
    found = next((juror for juror in jurors if juror.id == juror_id and juror.removed_at is None), None)
    if found is None:
        raise NotFound("not_found")
    return found


def list_returnable(actor: Actor, round_: SelectionRound, juror_id: int) -> list[tuple[ScoreSheet, str]]:
    """The submitted sheets of a juror in this pass, each with its entry code, by code."""
    authorize(actor, can_lead, round_)
    if not accepts_scores(round_, utc_now()):
        return []
    query = (
        select(ScoreSheet, EntryCode.code)
        .join(EntryCode, CODE_OF_SHEET)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .outerjoin(Recusal, SHUTS_OUT_OF_SHEET)
        .where(
            ScoreSheet.juror_id == find_seated_juror(round_, juror_id).id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status == "submitted",
            Nomination.state.in_(RANKED),
            Recusal.id.is_(None),
        )
        .order_by(EntryCode.code)
    )
    return [(sheet, code) for sheet, code in db.session.execute(query)]
