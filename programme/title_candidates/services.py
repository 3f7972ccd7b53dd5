"""Put an artisan forward, receive or return it, take it back, note what the council found."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken, check_together
from app.core.policy import authorize
from catalog.enums import Level
from catalog.models import Facility
from programme.artisans.titles import Title
from programme.models import Artisan, TitleCandidate, TitleRound
from programme.title_candidates.policies import can_change_candidate, can_hand_in, can_judge_candidate
from programme.title_rounds import mails
from programme.title_rounds.rules import (
    FIRST,
    OF_THE_STATE,
    OPEN_TO_CHANGE,
    CandidateState,
    RoundState,
    agreed,
)
from programme.title_rounds.services import HIGHEST, load_round, refuse_unless


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateData:
    """years, taught: in the craft, and people taught, as told. apart: no title of intangible heritage is held or asked
    for. handed_in_on: the day on which an office had it; a facility hands in today.
    """

    artisan_id: int
    years: int | None = None
    taught: int | None = None
    merits: str = ""
    apart: bool = False
    handed_in_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """present, votes: members who were there, who were for it. agrees: where the round asks for no share of votes."""

    present: int
    votes: int
    agrees: bool | None = None


def enter_candidate(actor: Actor, round_id: int, data: CandidateData) -> TitleCandidate:
    """By the office that keeps the round: received with it, in time."""
    row = load_round(actor, round_id)
    return _add(actor, row, data, data.handed_in_on or today(), state=CandidateState.RECEIVED)


def hand_in_candidate(actor: Actor, round_id: int, facility: Facility, data: CandidateData) -> TitleCandidate:
    """By the facility at which the artisan works; the office receives it."""
    authorize(actor, can_hand_in, facility)
    row = db.session.get(TitleRound, round_id, with_for_update=True)
    if row is None or row.unit_id != facility.unit.present.id:
        raise NotFound("not_found")
    artisan = db.session.get(Artisan, data.artisan_id)
    if artisan is None or artisan.facility_id != facility.id:
        raise RuleBroken("title_candidate_unknown", "artisan")
    return _add(actor, row, data, today(), state=CandidateState.HANDED_IN, facility_id=facility.id)


def hand_in_again(
    actor: Actor, candidate_id: int, data: CandidateData, *, version: int | None = None
) -> TitleCandidate:
    """The facility puts right what was returned, or what was not received yet, until the last day."""
    row = load_candidate(candidate_id, version)
    authorize(actor, can_change_candidate, row)
    _refuse_settled(row)
    check_together(
        lambda: _check_time(row.round, today()),
        lambda: _check_words(row.round, data),
        lambda: _check_artisan(row.round, row.artisan),
    )
    row.years, row.taught, row.merits = data.years, data.taught, data.merits.strip()
    row.state, row.reason, row.handed_in_on = CandidateState.HANDED_IN, "", today()
    _note(actor, row, "hand_in_again")
    return row


def take_in_candidate(actor: Actor, round_id: int, candidate_id: int) -> TitleCandidate:
    """By the ministry: whom a province has proposed. The papers are read where they are."""
    row = load_round(actor, round_id)
    before = load_candidate(candidate_id)
    is_proposed = (
        before.round.state == RoundState.PUBLISHED and not before.round.gives and before.agrees is True
    )
    if row.level != Level.NATIONAL or not is_proposed or before.round.title != row.title:
        raise Conflict("title_not_proposed")
    data = CandidateData(
        artisan_id=before.artisan_id,
        years=before.years,
        taught=before.taught,
        merits=before.merits,
        apart=True,
    )
    found = _add(
        actor, row, data, before.round.decision_on or today(),
        state=CandidateState.RECEIVED, facility_id=before.facility_id, came_from_id=before.id,
    )  # fmt: skip
    mails.write_letters(actor, found, mails.TAKEN_IN)
    return found


def receive_candidate(actor: Actor, candidate_id: int) -> TitleCandidate:
    """The office has what a facility handed in."""
    row = _to_judge(actor, candidate_id)
    if row.state != CandidateState.HANDED_IN:
        raise Conflict("title_candidate_settled")
    row.state, row.reason = CandidateState.RECEIVED, ""
    _note(actor, row, "receive")
    mails.write_letters(actor, row, mails.RECEIVED)
    return row


def return_candidate(actor: Actor, candidate_id: int, reason: str) -> TitleCandidate:
    """Back to the facility, with what is to be put right; until the council has judged."""
    row = _to_judge(actor, candidate_id)
    if row.facility_id is None or row.came_from_id is not None or row.agrees is not None:
        raise Conflict("title_candidate_settled")
    if row.state not in {CandidateState.HANDED_IN, CandidateState.RECEIVED}:
        raise Conflict("title_candidate_settled")
    _need(reason)
    row.state, row.reason = CandidateState.RETURNED, reason.strip()
    _note(actor, row, "return")
    mails.write_letters(actor, row, mails.RETURNED, reason)
    return row


def withdraw_candidate(actor: Actor, candidate_id: int, reason: str) -> TitleCandidate:
    """Not put forward any more: the facility says so before it is received, the office until the decision."""
    row = load_candidate(candidate_id)
    refuse_unless(row.round, RoundState.OPEN)
    if not can_judge_candidate(actor, row):
        authorize(actor, can_change_candidate, row)
        _refuse_settled(row)
    if row.state == CandidateState.WITHDRAWN:
        raise Conflict("title_candidate_settled")
    _need(reason)
    row.state, row.reason = CandidateState.WITHDRAWN, reason.strip()
    row.present = row.votes = row.agrees = None
    _note(actor, row, "withdraw")
    mails.write_letters(actor, row, mails.TAKEN_OUT, reason)
    return row


def note_finding(
    actor: Actor, candidate_id: int, found: Found, *, version: int | None = None
) -> TitleCandidate:
    """The council's vote with its numbers; the share that the round asks for decides, else what the council said."""
    row = _to_judge(actor, candidate_id, version)
    if row.state != CandidateState.RECEIVED:
        raise Conflict("title_candidate_settled")
    if row.round.met_on is None:
        raise Conflict("title_council_missing")
    members, percent = row.round.members, row.round.percent
    if (
        not 0 <= found.votes <= found.present
        or found.present < 1
        or found.present > (members or found.present)
    ):
        raise RuleBroken("title_votes", "votes")
    agrees = found.agrees
    if percent is not None:
        agrees = agreed(found.votes, found.present, members, percent, row.round.base)
    if agrees is None:
        raise RuleBroken("fill_in", "agrees")
    row.present, row.votes, row.agrees = found.present, found.votes, agrees
    _note(actor, row, "decide", votes=found.votes)
    return row


def load_candidate(candidate_id: int, version: int | None = None) -> TitleCandidate:
    """With its round under lock, for a change. Raises NotFound or Conflict."""
    row = db.session.get(TitleCandidate, candidate_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    db.session.get(TitleRound, row.round_id, with_for_update=True, populate_existing=True)
    if version is not None and row.version != version:
        raise Conflict("stale")
    return row


def _to_judge(actor: Actor, candidate_id: int, version: int | None = None) -> TitleCandidate:
    row = load_candidate(candidate_id, version)
    authorize(actor, can_judge_candidate, row)
    refuse_unless(row.round, RoundState.OPEN)
    return row


def _add(
    actor: Actor, row: TitleRound, data: CandidateData, day: date, *, state: CandidateState, **source: Any
) -> TitleCandidate:
    refuse_unless(row, RoundState.OPEN)
    artisan = db.session.get(Artisan, data.artisan_id)
    if artisan is None:
        raise RuleBroken("title_candidate_unknown", "artisan")
    check_together(
        lambda: _check_artisan(row, artisan),
        lambda: _check_area(row, artisan),
        lambda: _check_there(row, artisan),
        lambda: _check_words(row, data),
        lambda: _check_time(row, day, is_proposed="came_from_id" in source),
    )
    found = TitleCandidate(
        round=row, artisan=artisan, years=data.years, taught=data.taught, merits=data.merits.strip(), state=state,
        handed_in_on=day, created_by=actor.user_id, created_at=utc_now(), **source,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    _note(actor, found, "hand_in" if state == CandidateState.HANDED_IN else "add")
    return found


def _check_artisan(row: TitleRound, artisan: Artisan) -> None:
    held = {Title(title.title) for title in artisan.titles}
    title = Title(row.title)
    if not artisan.agrees:
        raise RuleBroken("title_candidate_consent", "artisan")
    if title in held:
        raise RuleBroken("title_candidate_held", "artisan")
    if title in FIRST and FIRST[title] not in held:
        raise RuleBroken("title_candidate_first", "artisan")


def _check_area(row: TitleRound, artisan: Artisan) -> None:
    if row.unit_id is not None and artisan.unit_id != row.unit_id:
        raise RuleBroken("title_candidate_area", "artisan")


def _check_there(row: TitleRound, artisan: Artisan) -> None:
    if any(each.artisan_id == artisan.id for each in row.candidates):
        raise RuleBroken("title_candidate_there", "artisan")


def _check_words(row: TitleRound, data: CandidateData) -> None:
    for field in ("years", "taught"):
        number = getattr(data, field)
        if number is not None and not 0 <= number <= HIGHEST:
            raise RuleBroken("title_number", field)
    if Title(row.title) in OF_THE_STATE and not data.apart:
        raise RuleBroken("title_candidate_apart", "apart")


def _check_time(row: TitleRound, day: date, *, is_proposed: bool = False) -> None:
    """What a province proposes comes when it has decided; the rest between the notice and the last day."""
    if day > today():
        raise RuleBroken("date_in_future", "handed_in_on")
    if is_proposed:
        return
    if day > row.last_day:
        raise RuleBroken("title_candidate_late", "handed_in_on", day=row.last_day)
    if day < row.notice_on:
        raise RuleBroken("title_candidate_early", "handed_in_on", day=row.notice_on)


def _refuse_settled(row: TitleCandidate) -> None:
    """Raises Conflict where the facility may not change it any more."""
    refuse_unless(row.round, RoundState.OPEN)
    if row.state not in OPEN_TO_CHANGE or row.came_from_id is not None:
        raise Conflict("title_candidate_settled")


def _need(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")


def _note(actor: Actor, row: TitleCandidate, verb: str, **detail: Any) -> None:
    audit.record(actor, f"programme.title_candidate.{verb}", row, **detail)
    record_change("title_round", row.round_id)
