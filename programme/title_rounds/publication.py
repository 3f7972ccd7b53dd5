"""The decision of a round: prepared by one person, published by another, undone by an act with its reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_changes
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from programme.exhibits.services import check_days
from programme.models import ArtisanTitle, TitleCandidate, TitleRound
from programme.title_rounds.mails import write_outcomes, write_undone
from programme.title_rounds.policies import can_publish_round
from programme.title_rounds.rules import OPEN_TO_CHANGE, CandidateState, RoundState
from programme.title_rounds.services import load_round, note_round, refuse_unless


@dataclass(frozen=True, slots=True)
class DecisionData:
    """issuer: who decided, or whose letter proposes the candidates to the ministry."""

    decision_number: str
    decision_on: date
    issuer: str


def prepare_decision(
    actor: Actor, round_id: int, data: DecisionData, *, version: int | None = None
) -> TitleRound:
    """The first person: every candidate has an outcome, and the decision its number and day."""
    row = load_round(actor, round_id, version)
    refuse_unless(row, RoundState.OPEN)
    check_together(
        lambda: fields.required(data.decision_number.strip(), "decision_number"),
        lambda: _check_day(row, data.decision_on),
        lambda: fields.required(data.issuer.strip(), "issuer"),
    )
    _check_outcomes(row)
    row.decision_number, row.decision_on = data.decision_number.strip(), data.decision_on
    row.issuer, row.state = data.issuer.strip(), RoundState.PREPARED
    row.prepared_by, row.prepared_at = actor.user_id, utc_now()
    note_round(actor, row, "prepare", decision=row.decision_number)
    return row


def return_decision(actor: Actor, round_id: int, reason: str, *, version: int | None = None) -> TitleRound:
    """Whoever keeps the round opens it again before it is published; the reason stays in the register of acts."""
    row = load_round(actor, round_id, version)
    refuse_unless(row, RoundState.PREPARED)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    row.state, row.prepared_by, row.prepared_at = RoundState.OPEN, None, None
    note_round(actor, row, "return", reason=reason.strip())
    return row


def publish_decision(actor: Actor, round_id: int, *, version: int | None = None) -> TitleRound:
    """The second person: the outcome is public, and who was found worthy holds the title from now on."""
    row = load_round(actor, round_id, version)
    authorize(actor, can_publish_round, row)
    refuse_unless(row, RoundState.PREPARED)
    _check_outcomes(row)
    chosen = [each for each in received(row) if each.agrees]
    if row.gives:
        _give(row, chosen)
    row.state, row.published_by, row.published_at = RoundState.PUBLISHED, actor.user_id, utc_now()
    note_round(actor, row, "publish", count=len(chosen))
    write_outcomes(actor, received(row))
    record_changes("artisan", [each.artisan_id for each in chosen])
    return row


def undo_decision(actor: Actor, round_id: int, reason: str, *, version: int | None = None) -> TitleRound:
    """What was published does not hold: the titles that it gave are gone, the round and its reason stay in public."""
    row = load_round(actor, round_id, version)
    refuse_unless(row, RoundState.PUBLISHED)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if _has_gone_on(row):
        raise Conflict("title_gone_on")
    given = db.session.scalars(select(ArtisanTitle).where(ArtisanTitle.round_id == row.id)).all()
    for title in given:
        db.session.delete(title)
    row.state, row.undone_by, row.undone_at = RoundState.UNDONE, actor.user_id, utc_now()
    row.undone_reason = reason.strip()
    note_round(actor, row, "undo", reason=reason.strip(), count=len(given))
    write_undone(actor, received(row), reason)
    record_changes("artisan", [title.artisan_id for title in given])
    return row


def received(row: TitleRound) -> list[TitleCandidate]:
    """Those the council judges."""
    return [each for each in row.candidates if each.state == CandidateState.RECEIVED]


def _give(row: TitleRound, chosen: list[TitleCandidate]) -> None:
    held = select(ArtisanTitle.artisan_id).where(
        ArtisanTitle.title == row.title, ArtisanTitle.artisan_id.in_([each.artisan_id for each in chosen])
    )
    if db.session.scalar(held.limit(1)) is not None:
        raise Conflict("title_held")
    for each in chosen:
        db.session.add(
            ArtisanTitle(
                artisan_id=each.artisan_id, title=row.title, decision_number=row.decision_number,
                decision_date=row.decision_on, issuer=row.issuer, round_id=row.id,
            )
        )  # fmt: skip
    db.session.flush()


def _check_outcomes(row: TitleRound) -> None:
    waiting = sum(each.state in OPEN_TO_CHANGE for each in row.candidates)
    judged = received(row)
    silent = sum(each.agrees is None for each in judged)
    if waiting:
        raise Conflict("title_waiting", count=waiting)
    if not judged:
        raise Conflict("title_nobody")
    if row.met_on is None:
        raise Conflict("title_council_missing")
    if silent:
        raise Conflict("title_outcome_missing", count=silent)


def _check_day(row: TitleRound, day: date) -> None:
    check_days(decision_on=day)
    if day > today():
        raise RuleBroken("date_in_future", "decision_on")
    if row.met_on is not None and day < row.met_on:
        raise RuleBroken("title_decision_early", "decision_on")


def _has_gone_on(row: TitleRound) -> bool:
    """Whether the ministry works with candidates of this round."""
    before = aliased(TitleCandidate)
    query = (
        select(TitleCandidate.id)
        .join(before, TitleCandidate.came_from_id == before.id)
        .join(TitleRound, TitleCandidate.round_id == TitleRound.id)
        .where(
            before.round_id == row.id,
            TitleRound.state != RoundState.UNDONE,
            TitleCandidate.state != CandidateState.WITHDRAWN,
        )
    )
    return db.session.scalar(query.limit(1)) is not None
