"""The council decides entry by entry, shows a provisional list, and prepares the decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any

from sqlalchemy import insert

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.council import mails
from voting.dossiers.entry_rules import check_standing
from voting.enums import NominationState, RoundAct, RoundState, Verdict
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import CouncilSession, CouncilVerdict, Nomination, RecognitionDecision, SelectionRound
from voting.policies import can_decide, can_sign
from voting.results.board import find_line, list_counted
from voting.results.queries import (
    counted_nominations,
    find_session,
    find_verdict,
    recognised_nominations,
    result_rows,
    verdicts_of,
)
from voting.rounds.queries import load_entries
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign, signers
from voting.rounds.status import RANKED
from voting.rounds.transitions import move_round
from voting.rounds.working_days.holidays import count_term
from voting.rule_sets.services import rules_of
from voting.tally.caps import is_carried, is_quorate


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The decision as the officer enters it. valid_until: of all its certificates."""

    number: str
    signed_on: date
    signer: str
    authority: str
    valid_until: date
    signer_title: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the council as recorded. present: ids of its members who were there."""

    held_on: date
    present: frozenset[int]
    place: str = ""
    agenda: str = ""


def decide_entry(
    actor: Actor,
    round_id: int,
    nomination_id: int,
    *,
    recognised: bool,
    reason: str = "",
    votes_for: int | None = None,
    votes_against: int | None = None,
    votes: Mapping[int, bool] | None = None,
) -> CouncilVerdict:
    """Record one verdict. A reason is required if it differs from the count; votes, if the council counted
    them, must reach the quorum of the rules and carry the verdict.

    votes: whether each member (by id) was for it, after an open vote; the numbers follow from it. Raises RuleBroken
    naming the field.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or nomination.round_id != round_.id or nomination.state not in RANKED:
        raise NotFound("not_found")
    if nomination.state == NominationState.MERGED:
        raise Conflict("part_of_set")
    passed = result_rows(round_)[nomination.id]["verdict"] == Verdict.PASS
    words = _words_of(reason, votes_for, votes_against, votes)
    _check_decision(round_, [(nomination, passed)], words, recognised=recognised)
    verdict = find_verdict(nomination.id)
    if verdict is None:
        verdict = CouncilVerdict(nomination_id=nomination.id)
        db.session.add(verdict)
    for name, value in _values(actor, words, recognised=recognised).items():
        setattr(verdict, name, value)
    audit.record(actor, "voting.council.decide", nomination)  # not how: administrators read the register
    return verdict


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a decision: its reason, and the votes where the council counted them."""

    reason: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    votes: Mapping[int, bool] = field(default_factory=dict)


def _words_of(
    reason: str, votes_for: int | None, votes_against: int | None, votes: Mapping[int, bool] | None
) -> Words:
    """The numbers are those of the members' votes where these are given; numbers that differ from them are refused."""
    if not votes:
        return Words(reason, votes_for, votes_against)
    counted = (sum(votes.values()), sum(not is_for for is_for in votes.values()))
    for name, typed, number in zip(
        ("votes_for", "votes_against"), (votes_for, votes_against), counted, strict=True
    ):
        if typed not in {None, number}:
            raise RuleBroken("votes_differ", name, count=number)
    return Words(reason, *counted, votes)


def _check_decision(
    round_: SelectionRound, entries: Sequence[tuple[Nomination, bool]], words: Words, *, recognised: bool
) -> None:
    """Whether the council may decide so. entries: with whether the count passed each of them."""
    if any(recognised != passed for _nomination, passed in entries):
        _check_departure(words)
    if recognised:
        check_standing([nomination for nomination, _passed in entries])
    _check_votes(round_, words, recognised=recognised)


def _values(actor: Actor, words: Words, *, recognised: bool) -> dict[str, Any]:
    """The columns of a verdict but for its entry."""
    assert actor.user_id is not None
    return {
        "recognised": recognised,
        "reason": words.reason.strip(),
        "votes_for": words.votes_for,
        "votes_against": words.votes_against,
        "votes": {str(member): "for" if is_for else "against" for member, is_for in words.votes.items()},
        "decided_by": actor.user_id,
        "decided_at": utc_now(),
    }


def _add_verdicts(actor: Actor, nominations: Iterable[Nomination], words: Words, *, recognised: bool) -> None:
    """The same decision on entries that have none; it was checked."""
    entries = list(nominations)
    values = _values(actor, words, recognised=recognised)
    if entries:
        db.session.execute(insert(CouncilVerdict), [{"nomination_id": n.id, **values} for n in entries])
    audit.record_all(actor, "voting.council.decide", ((nomination, {}) for nomination in entries))


@dataclass(frozen=True, slots=True)
class Undecided:
    """An entry without a decision. is_beyond: it reaches the pass mark, but beyond the limit of the rules or in a tie
    at it, so that the council chooses.
    """

    nomination: Nomination
    passed: bool
    is_beyond: bool


def follow_count(actor: Actor, round_id: int, *, only_passed: bool = False) -> int:
    """Decide undecided entries by the count; returns how many. only_passed: recognise those within the limit of the
    rules and leave all others. Raises as `decide_entry`, RuleBroken(`nothing_to_follow`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    chosen = [row for row in list_undecided(round_) if not row.is_beyond and (row.passed or not only_passed)]
    if not chosen:
        raise RuleBroken("nothing_to_follow")
    for recognised in (True, False):
        entries = [(row.nomination, row.passed) for row in chosen if row.passed == recognised]
        _check_decision(round_, entries, Words(), recognised=recognised)
        _add_verdicts(actor, (nomination for nomination, _ in entries), Words(), recognised=recognised)
    return len(chosen)


def decide_several(
    actor: Actor,
    round_id: int,
    ids: Collection[int],
    *,
    recognised: bool,
    reason: str = "",
    votes_for: int | None = None,
    votes_against: int | None = None,
    votes: Mapping[int, bool] | None = None,
) -> int:
    """One decision on several undecided entries, with the same reason and votes; returns how many.

    Raises as `decide_entry`, and RuleBroken at `entries`: `choose_entries`, `entries_moved_on`.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    if not ids:
        raise RuleBroken("choose_entries", "entries")
    chosen = [row for row in list_undecided(round_) if row.nomination.id in set(ids)]
    if len(chosen) < len(set(ids)):
        raise RuleBroken("entries_moved_on", "entries")
    words = _words_of(reason, votes_for, votes_against, votes)
    _check_decision(round_, [(row.nomination, row.passed) for row in chosen], words, recognised=recognised)
    _add_verdicts(actor, (row.nomination for row in chosen), words, recognised=recognised)
    return len(chosen)


def list_undecided(round_: SelectionRound) -> list[Undecided]:
    """The entries that the council has not decided on, by group and place."""
    decided = verdicts_of(round_)
    rows = list_counted(round_)
    line = find_line(rows, rules_of(round_).cap)
    beyond = {*line.tied, *line.outside} if line else set()
    return [
        Undecided(row.nomination, row.row["verdict"] == Verdict.PASS, row.code in beyond)
        for row in rows
        if row.is_counted and row.nomination.id not in decided
    ]


def _check_departure(words: Words) -> None:
    """A decision that differs from the count needs a reason and a vote."""
    if not words.reason.strip():
        raise RuleBroken("reason_needed_against_score", "reason")
    if words.votes_for is None and words.votes_against is None:
        raise RuleBroken("votes_needed_against_score", "votes_for")


def list_unsound_votes(round_: SelectionRound, decided: Mapping[int, CouncilVerdict]) -> list[str]:
    """The codes of entries whose votes do not fit those present at the session as it was recorded last.

    decided: the verdicts by nomination id.
    """
    voted = [
        n for n in counted_nominations(round_) if n.id in decided and decided[n.id].votes_for is not None
    ]
    session = find_session(round_.id) if voted else None
    return [n.codes[-1].code for n in voted if not _fits(round_, session, decided[n.id])]


def _fits(round_: SelectionRound, session: CouncilSession | None, verdict: CouncilVerdict) -> bool:
    votes = {int(member): vote == "for" for member, vote in verdict.votes.items()}
    words = Words(verdict.reason, verdict.votes_for, verdict.votes_against or 0, votes)
    try:
        _check_present(round_, session, words, recognised=verdict.recognised)
    except RuleBroken:
        return False
    return True


def _check_votes(round_: SelectionRound, words: Words, *, recognised: bool) -> None:
    votes_for, votes_against = words.votes_for, words.votes_against
    if votes_for is None and votes_against is None:
        return
    for name, votes in (("votes_for", votes_for), ("votes_against", votes_against)):
        if votes is None:
            raise RuleBroken("required", name)
    _check_present(round_, find_session(round_.id), words, recognised=recognised)


def _check_present(
    round_: SelectionRound, session: CouncilSession | None, words: Words, *, recognised: bool
) -> None:
    votes_for, votes_against = words.votes_for, words.votes_against
    assert votes_for is not None and votes_against is not None  # noqa: PT018  # checked by `_check_votes`
    rules, seats, voted = rules_of(round_), len(round_.members), votes_for + votes_against
    if session is None:
        raise RuleBroken("session_needed", "votes_for")
    if not set(words.votes) <= set(session.present):
        raise RuleBroken("vote_of_absent", "votes_for")
    if voted > len(session.present):
        raise RuleBroken("votes_beyond_present", "votes_for", present=len(session.present))
    if not is_quorate(voted, seats, rules.quorum):
        raise RuleBroken("quorum_missing", "votes_for", seats=seats, least=ceil(rules.quorum * seats))
    if recognised != is_carried(votes_for, voted, rules.vote_share):
        raise RuleBroken("votes_say_otherwise", "recognised")


def record_session(actor: Actor, round_id: int, session: Session) -> CouncilSession:
    """Record a session: day, place, agenda and who is present, once for all its votes.

    Raises RuleBroken(`session_without_quorum`) where fewer than the rules' quorum are present.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    seats = {member.id for member in round_.members}
    present, quorum = sorted(seats & session.present), rules_of(round_).quorum
    if session.held_on > today():
        raise RuleBroken("date_in_future", "held_on")
    if not is_quorate(len(present), len(seats), quorum):
        raise RuleBroken(
            "session_without_quorum", "present", least=ceil(quorum * len(seats)), seats=len(seats)
        )
    row = CouncilSession(
        round_id=round_.id,
        held_on=session.held_on,
        place=session.place.strip(),
        agenda=session.agenda.strip(),
        present=present,
        recorded_by=actor.user_id,
        recorded_at=utc_now(),
    )
    db.session.add(row)
    log.append(
        round_,
        "council_session",
        held_on=session.held_on.isoformat(),
        place=session.place.strip(),
        present=len(present),
        members=[seat for member, seat in sealed.seats_of_council(round_).items() if member in present],
        seats=len(seats),
    )
    log.checkpoint(round_, "council_session")
    audit.record(actor, "voting.council.session", round_, present=len(present))
    return row


def sign_provisional(actor: Actor, round_id: int) -> bool:
    """One of the two signatures under the list the council proposes; True when it is public now.

    The notice opens the complaint window (Circular 26/2014, article 20).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_sign, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    load_entries(round_)
    decided = verdicts_of(round_)
    check_standing(recognised_nominations(round_))
    counted = counted_nominations(round_)
    undecided = [n for n in counted if n.id not in decided]
    if undecided:
        raise RuleBroken("entries_undecided", count=len(undecided))
    if unsound := list_unsound_votes(round_, decided):
        raise RuleBroken("votes_of_absent", codes=", ".join(unsound))
    cap, recognised = rules_of(round_).cap, len(recognised_nominations(round_))
    if cap and recognised > cap.limit(len(counted)):
        raise RuleBroken("recognised_over_cap", count=recognised, most=cap.limit(len(counted)))
    assert round_.scoring_closed_at is not None
    statement = {
        "act": "publish_provisional",
        "closed_at": round_.scoring_closed_at.isoformat(),  # a signature from before a reopening is no longer valid
        **sealed.verdicts_record(round_),
    }
    if not sign(actor, round_, "publish_provisional", statement):
        return False
    move_round(round_, RoundAct.PUBLISH_PROVISIONAL, people=signers(round_, "publish_provisional"))
    move_round(round_, RoundAct.OPEN_COMPLAINTS)
    round_.provisional_at = utc_now()
    round_.complaints_until = count_term(today(), rules_of(round_).complaint_days).deadline
    round_.returned_at, round_.returned_reason = None, ""
    log.append(round_, "publish_provisional", recognised=recognised)
    log.checkpoint(round_, "publish_provisional")
    record_change("round", round_.id)
    audit.record(actor, "voting.provisional.publish", round_)
    mails.provisional_list(round_)
    return True


def prepare_decision(actor: Actor, round_id: int, form: DecisionForm) -> RecognitionDecision:
    """Save number, date, signer and validity before the two signatures; may be changed until then."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COMPLAINTS:
        raise Conflict("not_ready_to_publish")
    for name in ("number", "signer", "authority"):
        if not getattr(form, name).strip():
            raise RuleBroken("required", name)
    if form.signed_on > today() + timedelta(days=1):
        raise RuleBroken("date_in_future", "signed_on")
    if form.valid_until <= form.signed_on:
        raise RuleBroken("valid_until_before_issue", "valid_until")
    decision = sealed.find_decision(round_.id)
    if decision is None:
        decision = RecognitionDecision(round_id=round_.id, created_by=actor.user_id, created_at=utc_now())
        db.session.add(decision)
    for name in DecisionForm.__slots__:
        setattr(decision, name, getattr(form, name))
    audit.record(actor, "voting.decision.prepare", round_, number=form.number)
    return decision
