"""Open scoring: freeze roster, entries and rules. Close it: two people, then the exact count, frozen."""

import uuid
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.logs.tlog.canonical import record_hash
from app.core.policy import authorize
from voting.dossiers.entry_rules import check_standing
from voting.enums import NominationState, RecusalState, RoundAct, RoundState
from voting.jury.conflicts.rules import find_new_conflicts, propose_conflicts
from voting.jury.services import carry_declarations, list_shut_out, make_sheets, seal_shares
from voting.jury.shares import fill_shares, find_surplus, list_lacking
from voting.log import records as sealed
from voting.log import writer as log
from voting.log.ballots import ballot_records
from voting.log.bundle import get_tally_inputs
from voting.models import Juror, JuryPanel, Nomination, Recusal, ScoreSheet, SelectionRound, TallyRecord
from voting.policies import can_lead, can_manage_round, can_sign
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign, signers
from voting.rounds.status import IN_SCORING, RANKED
from voting.rounds.transitions import move_round
from voting.rule_sets.services import freeze, rules_of
from voting.rules.rule_set import to_tally_rules
from voting.score_sheets.services import append_revision
from voting.scoring.second_ballots import find_wide_sheets
from voting.tally.count import tally


def open_scoring(actor: Actor, round_id: int) -> SelectionRound:
    """Freeze rules, roster and entries in the log, make the sheets, and let jurors in."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    accepted = [n for n in round_.nominations if n.state in RANKED]
    waiting = [n for n in round_.nominations if n.state == NominationState.SUBMITTED]
    if waiting:
        raise RuleBroken("dossiers_waiting", count=len(waiting))
    if not accepted:
        raise RuleBroken("no_entries")
    check_standing(accepted)
    _check_juries(round_, accepted)
    move_round(round_, RoundAct.OPEN_SCORING)
    round_.scoring_opened_at = utc_now()
    freeze(round_.rule_set)
    propose_conflicts(round_)
    carry_declarations(round_)
    make_sheets(round_)
    db.session.flush()  # the sealed records read entry codes
    log.append(
        round_,
        "open_scoring",
        **{"pass": round_.scoring_pass},
        seals=sealed.seals(round_, "round", "rules", "roster", "entries"),
    )
    log.checkpoint(round_, "open_scoring")
    record_change("round", round_.id)
    audit.record(actor, "voting.scoring.open", round_, entries=len(accepted))
    return round_


def sign_closing(actor: Actor, round_id: int, *, reason: str = "") -> bool:
    """One of the two signatures that close scoring; True when this was the second and scoring is closed.

    reason: needed when sheets are missing or entries of a divided jury lack jurors, the same for both people (part of
    what they confirm).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_sign, round_)
    if round_.state not in IN_SCORING:
        raise Conflict("scoring_closed")
    if new := find_new_conflicts(round_):
        raise RuleBroken("conflicts_not_looked_at", count=len(new))
    if wide := find_wide_sheets(round_):
        raise RuleBroken("sheets_too_far_apart", count=len(wide))
    missing = len(list_missing(round_)) + sum(list_short(round_).values())
    if missing and not reason.strip():
        raise RuleBroken("sheets_missing", "reason", count=missing)
    statement = {
        "act": "close_scoring",
        "pass": round_.scoring_pass,
        "missing": missing,
        "reason": reason.strip(),
    }
    if not sign(actor, round_, "close_scoring", statement, reason=reason.strip()):
        return False
    _close(actor, round_, reason.strip())
    return True


def list_missing(round_: SelectionRound) -> list[ScoreSheet]:
    """Sheets of this pass that nobody submitted, recused and removed jurors left out."""
    aside = list_shut_out(round_.id)
    return [sheet for sheet in _sheets(round_) if _is_missing(sheet, aside)]


def list_short(round_: SelectionRound) -> dict[str, int]:
    """The entries of divided juries that have too few jurors now, by code: how many sheets they lack."""
    return list_lacking(round_, list_shut_out(round_.id))


def decide_conflict(actor: Actor, recusal_id: int, *, stands: bool) -> Recusal:
    """The chair confirms or refuses a conflict that a rule proposed. In a divided jury an entry whose juror comes back
    has as many as before: see `find_surplus`.
    """
    recusal = db.session.get(Recusal, recusal_id)
    if recusal is None:
        raise NotFound("not_found")
    nomination = db.session.get_one(Nomination, recusal.nomination_id)
    round_ = get_round_for_change(nomination.round_id)
    authorize(actor, can_lead, round_)
    db.session.refresh(recusal)  # as it is under the lock
    if recusal.state != RecusalState.PROPOSED:
        raise RuleBroken("conflict_decided")
    recusal.state = "confirmed" if stands else "refused"
    recusal.decided_by, recusal.decided_at = actor.user_id, utc_now()
    audit.record(actor, "voting.conflict.decide", recusal, stands=stands)
    if not stands and round_.state in IN_SCORING:
        _take_back(actor, round_, recusal)
    return recusal


def _take_back(actor: Actor, round_: SelectionRound, recusal: Recusal) -> None:
    """A juror may score an entry again after all."""
    aside = list_shut_out(round_.id)
    given = fill_shares(round_, aside)
    juror = db.session.get_one(Juror, recusal.juror_id)
    surplus = find_surplus(round_, juror, recusal.nomination_id, aside)
    if surplus is not None:
        _void(actor, round_, surplus)
    if given or surplus is not None:
        seal_shares(round_)


def remove_juror(actor: Actor, round_id: int, juror_id: int, reason: str) -> Juror:
    """The chair removes a juror: sheets are kept in the log and no longer counted."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    juror = db.session.get(Juror, juror_id)
    if juror is None or juror.panel.round_id != round_.id or juror.removed_at is not None:
        raise RuleBroken("no_such_juror")
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if round_.scoring_closed_at is not None:
        raise RuleBroken("scoring_closed")
    juror.removed_at, juror.removed_reason = utc_now(), reason
    for sheet in _sheets(round_):
        if sheet.juror_id == juror.id and sheet.status != "void":
            _void(actor, round_, sheet)
    db.session.flush()  # what is left is shared out anew
    fill_shares(round_, list_shut_out(round_.id))
    if round_.scoring_opened_at is not None:
        db.session.flush()  # the sealed roster shows the removal
        log.append(round_, "remove_juror", reason=reason, seals=sealed.seals(round_, "roster"))
        log.checkpoint(round_, "remove_juror")
    audit.record(actor, "voting.juror.remove", juror, label=juror.alias, reason=reason)
    return juror


def _close(actor: Actor, round_: SelectionRound, reason: str) -> None:
    """Missing sheets become absences, recusals are recorded, the count is made and sealed."""
    aside = list_shut_out(round_.id)
    for sheet in _sheets(round_):
        if sheet.status == "void" and sheet.juror.removed_at is None:
            continue  # given up: another juror of a divided jury has the entry
        if (sheet.juror_id, sheet.nomination_id) in aside:
            _append_silent(round_, sheet, "recused", None)
        elif _is_missing(sheet, aside):
            _append_silent(round_, sheet, "absent", None)
    is_first_of_two = rules_of(round_).passes > 1 and round_.state == RoundState.SCORING
    act = RoundAct.CLOSE_FIRST_PASS if is_first_of_two else RoundAct.CLOSE_SCORING
    move_round(round_, act, people=signers(round_, "close_scoring"))
    round_.scoring_closed_at = utc_now()
    db.session.flush()  # the count reads the revisions just added
    results = _count(round_)
    log.append(
        round_,
        "close_scoring",
        **{"pass": round_.scoring_pass},
        reason=reason,
        seals=sealed.seals_of({"results": results, "tally": sealed.tally_record(round_)}, "results", "tally"),
    )
    log.checkpoint(round_, "close_scoring")
    record_change("round", round_.id)
    audit.record(actor, "voting.scoring.close", round_, reason=reason)


def _count(round_: SelectionRound) -> list[dict[str, Any]]:
    """Count every group and freeze input and result; returns the rows of the bundle's `results`."""
    rules = to_tally_rules(rules_of(round_))
    rows: list[dict[str, Any]] = []
    ballots = ballot_records(round_)
    nth = sealed.get_latest_count(round_.id, round_.scoring_pass) + 1
    for (number, group), document in get_tally_inputs(
        rules, sealed.entries(round_, counted=False), ballots
    ).items():
        if number != round_.scoring_pass:
            continue
        result = tally(document)
        db.session.add(
            TallyRecord(
                round_id=round_.id,
                scoring_pass=number,
                count=nth,
                group=group,
                input=document,
                result=result,
                program_version=version("tieubieu"),
                digest=record_hash({"input": document, "result": result}),
                at=utc_now(),
            )
        )
        rows += [{**row, "pass": number} for row in result["results"]]
    db.session.flush()  # the sealed tally names the records' digests
    return rows


def _void(actor: Actor, round_: SelectionRound, sheet: ScoreSheet) -> None:
    """What was written on a sheet stays in the log; a sheet that nobody has begun has nothing there."""
    if sheet.revision:
        _append_silent(round_, sheet, "void", actor.user_id)
    else:
        sheet.status = "void"


def _append_silent(round_: SelectionRound, sheet: ScoreSheet, status: str, user_id: int | None) -> None:
    append_revision(
        round_, sheet, status=status, scores={}, comment="", client_id=str(uuid.uuid4()), user_id=user_id
    )


def _is_missing(sheet: ScoreSheet, aside: frozenset[tuple[int, int]]) -> bool:
    """Whether this sheet was expected and nobody submitted it. aside: see `list_shut_out`."""
    return (
        sheet.status not in {"void", "submitted"}
        and sheet.juror.removed_at is None
        and sheet.nomination.state in RANKED
        and (sheet.juror_id, sheet.nomination_id) not in aside
    )


def _sheets(round_: SelectionRound) -> list[ScoreSheet]:
    query = (
        select(ScoreSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .options(joinedload(ScoreSheet.juror), joinedload(ScoreSheet.nomination))
        .where(JuryPanel.round_id == round_.id, ScoreSheet.scoring_pass == round_.scoring_pass)
        .order_by(ScoreSheet.id)
    )
    return list(db.session.scalars(query))


def list_small_juries(round_: SelectionRound, accepted: Iterable[Nomination]) -> dict[str, int]:
    """The groups with entries whose jury is smaller than the rules ask ballots for: how many jurors score an entry."""
    minimum = rules_of(round_).minimum_ballots
    seated = {
        panel.group: panel.per_entry or sum(j.removed_at is None for j in panel.jurors)
        for panel in round_.panels
    }
    found = {group: seated.get(group, 0) for group in sorted({n.group for n in accepted})}
    return {group: count for group, count in found.items() if count < minimum}


def seats_chair_and_secretary(round_: SelectionRound) -> bool:
    """Whether both people are there who close, sign and publish."""
    return {m.role for m in round_.members} >= {"chair", "secretary"}


def _check_juries(round_: SelectionRound, accepted: list[Nomination]) -> None:
    minimum = rules_of(round_).minimum_ballots
    for group, count in list_small_juries(round_, accepted).items():
        raise RuleBroken("jury_too_small", group=group, minimum=minimum, count=count)
    if not seats_chair_and_secretary(round_):
        raise RuleBroken("council_incomplete")
