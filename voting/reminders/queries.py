"""What is not done before a deadline."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.clock import utc_now
from app.core.database.base import db
from voting.models import (
    Complaint,
    ComplaintAnswer,
    Juror,
    JuryPanel,
    Nomination,
    Recusal,
    ScoreSheet,
    SelectionRound,
)
from voting.rounds.status import IN_SCORING, RANKED, SHUTS_OUT_OF_SHEET, accepts_scores


def list_open_complaints() -> list[Complaint]:
    """Complaints without an answer in rounds that stand, the most urgent first."""
    query = (
        select(Complaint)
        .join(SelectionRound, SelectionRound.id == Complaint.round_id)
        .outerjoin(ComplaintAnswer, ComplaintAnswer.complaint_id == Complaint.id)
        .options(joinedload(Complaint.round))
        .where(ComplaintAnswer.id.is_(None), SelectionRound.annulled_at.is_(None))
        .order_by(Complaint.due_on, Complaint.id)
    )
    return list(db.session.scalars(query))


def list_rounds_with_deadline() -> list[SelectionRound]:
    """Rounds in scoring that a deadline ends, and that still take sheets."""
    query = select(SelectionRound).where(
        SelectionRound.state.in_(IN_SCORING), SelectionRound.scoring_until.is_not(None)
    )
    now = utc_now()
    return [
        round_
        for round_ in db.session.scalars(query.order_by(SelectionRound.id))
        if accepts_scores(round_, now)
    ]


def count_sheets_left(round_: SelectionRound) -> dict[int, int]:
    """By user id: sheets of this pass that wait for this juror; entries that they stand aside from left out."""
    query = (
        select(Juror.user_id)
        .join(ScoreSheet, ScoreSheet.juror_id == Juror.id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .outerjoin(Recusal, SHUTS_OUT_OF_SHEET)
        .where(
            JuryPanel.round_id == round_.id,
            Juror.removed_at.is_(None),
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status.in_(["empty", "draft"]),
            Nomination.state.in_(RANKED),
            Recusal.id.is_(None),
        )
    )
    return dict(Counter(db.session.scalars(query)))
