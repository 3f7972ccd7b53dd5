"""The chair releases remarks; the council's office writes down grades and money."""

from collections.abc import Collection
from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.models import AwardMoney, Nomination, ReleasedRemark, SelectionRound
from voting.policies import can_decide, can_lead
from voting.result_letters import mails
from voting.result_letters.queries import (
    LONGEST_REMARK,
    Unreleased,
    find_juror_name,
    find_money,
    find_remark,
    list_remarked,
    list_unreleased,
)
from voting.results.board import list_counted
from voting.results.queries import find_verdict
from voting.rounds.services import get_round_for_change

HIGHEST_AMOUNT = 2 * 10**9


def release_remark(actor: Actor, round_id: int, nomination_id: int, text: str) -> ReleasedRemark:
    """Say what a facility may read of the jury's remarks; empty takes it back. Only after scoring is closed.

    Raises RuleBroken(`remark_too_long`, `remark_names_juror`) at `text`.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    if round_.scoring_closed_at is None:
        raise Conflict("scoring_still_open")
    if len(text) > LONGEST_REMARK:
        raise RuleBroken("remark_too_long", "text", most=LONGEST_REMARK)
    if named := find_juror_name(round_, text):
        raise RuleBroken("remark_names_juror", "text", name=named)
    nomination = _entry_of(round_, nomination_id)
    before = find_remark(nomination_id)
    is_news = bool(text.strip()) and text.strip() != (before.text if before else "")
    row = _release(actor, before, nomination_id, text)
    audit.record(actor, "voting.remark.release", nomination)
    if is_news and round_.published_at is not None:  # the letter is out already
        mails.remarks_released([nomination])
    return row


def release_several(actor: Actor, round_id: int, ids: Collection[int]) -> int:
    """Release what jurors wrote on the sheets of several entries, as it stands there; returns of how many.

    Raises RuleBroken at `entries`: `choose_remarks`, `remarks_moved_on` where one was released or has left meanwhile,
    and naming the entry `remark_of_entry_names_juror`, `remark_of_entry_too_long`.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    if round_.scoring_closed_at is None:
        raise Conflict("scoring_still_open")
    if not ids:
        raise RuleBroken("choose_remarks", "entries")
    waiting = list_unreleased(round_, list_remarked(round_, list_counted(round_)))
    chosen = [one for one in waiting if one.row.nomination.id in set(ids)]
    if len(chosen) < len(set(ids)):
        raise RuleBroken("remarks_moved_on", "entries")
    for one in chosen:
        _check_chosen(one)
    for one in chosen:
        _release(actor, one.released, one.row.nomination.id, one.text)
    nominations = [one.row.nomination for one in chosen]
    audit.record_all(actor, "voting.remark.release", ((nomination, {}) for nomination in nominations))
    if round_.published_at is not None:
        mails.remarks_released(nominations)
    return len(chosen)


def _check_chosen(one: Unreleased) -> None:
    if one.named:
        raise RuleBroken("remark_of_entry_names_juror", "entries", entry=one.row.code, name=one.named)
    if one.is_too_long:
        raise RuleBroken("remark_of_entry_too_long", "entries", entry=one.row.code, most=LONGEST_REMARK)


def _release(actor: Actor, row: ReleasedRemark | None, nomination_id: int, text: str) -> ReleasedRemark:
    if row is None:
        row = ReleasedRemark(nomination_id=nomination_id)
        db.session.add(row)
    row.text, row.released_by, row.released_at = text.strip(), actor.user_id, utc_now()
    return row


def set_money(
    actor: Actor,
    round_id: int,
    nomination_id: int,
    *,
    grade: str = "",
    amount: int | None = None,
    decision: str = "",
    paid_on: date | None = None,
) -> AwardMoney:
    """Write down grade and money of a recognised entry. amount: whole đồng."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    nomination = _entry_of(round_, nomination_id)
    verdict = find_verdict(nomination_id)
    if verdict is None or not verdict.recognised:
        raise RuleBroken("money_for_recognised_only")
    if amount is not None and not 0 < amount <= HIGHEST_AMOUNT:
        raise RuleBroken("amount_not_positive", "amount")
    if paid_on is not None and amount is None:
        raise RuleBroken("paid_without_amount", "amount")
    if paid_on is not None and paid_on > today():
        raise RuleBroken("date_in_future", "paid_on")
    row = find_money(nomination_id)
    if row is None:
        row = AwardMoney(nomination_id=nomination_id)
        db.session.add(row)
    row.grade, row.amount, row.decision, row.paid_on = grade.strip(), amount, decision.strip(), paid_on
    row.saved_by, row.saved_at = actor.user_id, utc_now()
    audit.record(actor, "voting.award_money.change", nomination, amount=amount or 0, grade=row.grade)
    return row


def _entry_of(round_: SelectionRound, nomination_id: int) -> Nomination:
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or nomination.round_id != round_.id:
        raise NotFound("not_found")
    return nomination
