"""Reopen or end a round: reopen scoring, return to the council, annul. Two people and a reason each time."""

from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM, Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import RuleBroken
from app.core.policy import authorize
from catalog.awards.services import revoke_award
from catalog.models import Award
from voting.enums import BallotStatus, NominationAct, NominationState, RoundAct
from voting.jury.services import find_recusal
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import (
    Juror,
    JuryPanel,
    Promotion,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.policies import can_sign
from voting.product_sets.queries import list_sets
from voting.product_sets.services import dissolve
from voting.promotion import mails as promotion_mails
from voting.reopening import mails
from voting.results.verdicts import clear_verdicts
from voting.rounds.queries import list_upheld_complaints
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign, signers
from voting.rounds.status import RANKED
from voting.rounds.transitions import check_round_act, move_nomination, move_round
from voting.score_sheets.services import append_draft

CLOSED_FOR = frozenset({BallotStatus.ABSENT, BallotStatus.RECUSED})


def sign_reopening(actor: Actor, round_id: int, *, reason: str) -> bool:
    """One of the two signatures that open scoring again after its closing; True when it is open.

    The earlier count is kept but no longer valid; verdicts and sets based on it are cancelled. Submitted
    sheets stay submitted (the chair may give single ones back), missing ones wait for their jurors again.
    Scoring then has no deadline: it ends when two people close it.
    """
    round_, reason = _begin(actor, round_id, RoundAct.REOPEN_SCORING, reason)
    assert round_.scoring_closed_at is not None
    statement = {
        "act": "reopen_scoring",
        "pass": round_.scoring_pass,
        "closed_at": round_.scoring_closed_at.isoformat(),
        "reason": reason,
    }
    if not sign(actor, round_, "reopen_scoring", statement, reason=reason):
        return False
    _reopen(actor, round_, reason)
    return True


def sign_return(actor: Actor, round_id: int, *, reason: str) -> bool:
    """One of the two signatures that return the provisional list to the council; True when it is returned."""
    round_, reason = _begin(actor, round_id, RoundAct.RETURN_TO_COUNCIL, reason)
    assert round_.provisional_at is not None
    statement = {
        "act": "return_to_council",
        "provisional_at": round_.provisional_at.isoformat(),
        "reason": reason,
    }
    if not sign(actor, round_, "return_to_council", statement, reason=reason):
        return False
    move_round(round_, RoundAct.RETURN_TO_COUNCIL, people=signers(round_, "return_to_council"), reason=reason)
    upheld = [row.code for row in list_upheld_complaints(round_)]
    round_.provisional_at = round_.complaints_until = None
    round_.returned_at, round_.returned_reason = utc_now(), reason
    log.append(round_, "return_to_council", reason=reason, **({"complaints": upheld} if upheld else {}))
    log.checkpoint(round_, "return_to_council")
    record_change("round", round_.id)
    audit.record(actor, "voting.round.return_to_council", round_, reason=reason)
    mails.taken_back(round_)
    return True


def sign_annulment(actor: Actor, round_id: int, *, reason: str) -> bool:
    """One of the two signatures that annul a round permanently; True when it is annulled.

    Everything stays on record: log, counts, the frozen result. Certificates that came of it are revoked.
    """
    round_, reason = _begin(actor, round_id, RoundAct.ANNUL, reason)
    statement = {"act": "annul", "state": str(round_.state), "reason": reason}
    if not sign(actor, round_, "annul", statement, reason=reason):
        return False
    move_round(round_, RoundAct.ANNUL, people=signers(round_, "annul"), reason=reason)
    round_.annulled_at, round_.annulled_reason = utc_now(), reason
    revoked = _revoke_awards(round_, reason)
    for nomination in round_.nominations:
        if nomination.state in {NominationState.RECOGNISED, NominationState.NOT_RECOGNISED}:
            move_nomination(nomination, NominationAct.RECONSIDER, reason)
    log.append(round_, "annul", reason=reason, revoked=revoked)
    log.checkpoint(round_, "annul")
    record_change("round", round_.id)
    audit.record(actor, "voting.round.annul", round_, reason=reason, revoked=len(revoked))
    mails.annulled(round_)
    for promotion in _promotions_from(round_):
        promotion_mails.source_annulled(promotion)
    return True


def _begin(actor: Actor, round_id: int, act: RoundAct, reason: str) -> tuple[SelectionRound, str]:
    """The round, once the person may sign, the act is open and a reason is given."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_sign, round_)
    check_round_act(round_, act)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    return round_, reason.strip()


def _reopen(actor: Actor, round_: SelectionRound, reason: str) -> None:
    taken_back: dict[str, Any] = dict.fromkeys(
        sealed.seals_of(
            {"results": [row for row in sealed.results(round_) if row["pass"] == round_.scoring_pass]},
            "results",
        )
    )
    noted = sealed.decisions(round_)
    for merged in list_sets(round_.id):
        taken_back[f"sets/{merged.code}"] = None
        dissolve(merged, reason)
    clear_verdicts(round_.nominations)
    earlier = sealed.tally_record(round_)["digests"]
    move_round(round_, RoundAct.REOPEN_SCORING, people=signers(round_, "reopen_scoring"), reason=reason)
    round_.scoring_closed_at = round_.scoring_until = None
    number = {"pass": round_.scoring_pass}
    log.append(
        round_,
        "reopen_scoring",
        **number,
        reason=reason,
        earlier=earlier,
        decisions=noted,
        seals=taken_back,
    )
    log.append(round_, "open_scoring", **number, reopened=True)
    for sheet in _closed_sheets(round_):
        _give_back(round_, sheet)
    log.checkpoint(round_, "reopen_scoring")
    record_change("round", round_.id)
    audit.record(actor, "voting.scoring.reopen", round_, reason=reason)
    mails.reopened(round_, reason)


def _closed_sheets(round_: SelectionRound) -> list[ScoreSheet]:
    """Sheets that the closing wrote down as absent or recused."""
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .where(
            JuryPanel.round_id == round_.id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status.in_(CLOSED_FOR),
        )
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))


def _give_back(round_: SelectionRound, sheet: ScoreSheet) -> None:
    """Return a sheet to its juror with its content; a juror who is still excluded stays excluded."""
    if sheet.nomination.state not in RANKED or find_recusal(sheet.juror_id, sheet.nomination_id) is not None:
        return
    query = select(ScoreSheetRevision).where(
        ScoreSheetRevision.sheet_id == sheet.id, ScoreSheetRevision.status.not_in(CLOSED_FOR)
    )
    last = db.session.scalars(query.order_by(ScoreSheetRevision.revision.desc())).first()
    if last is None:
        sheet.status = "empty"
    else:
        append_draft(round_, sheet, last, user_id=None)


def _revoke_awards(round_: SelectionRound, reason: str) -> list[str]:
    """Revoke the certificates of the round; their numbers. The two signatures are the authority for it."""
    query = select(Award).where(Award.round_id == round_.id, Award.revoked_on.is_(None)).order_by(Award.id)
    awards = list(db.session.scalars(query))
    for award in awards:
        revoke_award(SYSTEM, award.id, reason)
    return [award.number or "" for award in awards]


def _promotions_from(round_: SelectionRound) -> list[Promotion]:
    query = select(Promotion).where(Promotion.round_id == round_.id, Promotion.promoted_at.is_not(None))
    return list(db.session.scalars(query.order_by(Promotion.id)))
