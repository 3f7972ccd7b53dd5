"""Jurors are recused before they see anything."""

from sqlalchemy import select

from app.core import audit
from app.core.actor import SYSTEM, Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound, RuleBroken
from app.core.policy import authorize
from voting.enums import RecusalState
from voting.jury.shares import active_jurors, codes_in_pass, fill_shares, new_sheet, share_out
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import Juror, JuryPanel, Nomination, Recusal, SelectionRound
from voting.policies import can_judge, can_see_secretariat
from voting.rounds.services import get_round_for_change
from voting.rounds.status import SHUT_OUT


def declare_conflicts(actor: Actor, juror_id: int, facility_ids: frozenset[int], reason: str) -> int:
    """A juror names the facilities they are connected with (before the first view) and is excluded from their
    entries, in every group of the round in which the juror sits. Returns how many facilities were named; only
    the secretariat learns which entries are excluded.
    """
    juror = _get_juror(juror_id)
    authorize(actor, can_judge, juror)
    _declare(actor, juror, facility_ids, reason, "declare")
    audit.record(actor, "voting.conflict.declare", juror, label=juror.alias, facilities=len(facility_ids))
    return len(facility_ids)


def enter_paper_declaration(actor: Actor, juror_id: int, facility_ids: frozenset[int], reason: str) -> Juror:
    """The secretariat enters what a juror declared on paper, before a paper sheet of theirs is typed."""
    juror = _get_juror(juror_id)
    round_ = get_round_for_change(juror.panel.round_id)
    authorize(actor, can_see_secretariat, round_)
    if round_.scoring_closed_at is not None or juror.removed_at is not None:
        raise RuleBroken("scoring_closed")
    _declare(actor, juror, facility_ids, reason, "declare_on_paper")
    audit.record(
        actor, "voting.conflict.declare_on_paper", juror, label=juror.alias, facilities=len(facility_ids)
    )
    return juror


def carry_declarations(round_: SelectionRound, only: Juror | None = None) -> None:
    """Shut jurors out by what they declared already in another group, or before an entry came in.

    Inside an act that opens scoring or seats a juror. only: one juror who comes late.
    """
    query = (
        select(Juror.user_id, Nomination.facility_id, Recusal.reason)
        .join(Recusal, Recusal.juror_id == Juror.id)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_.id, Recusal.state == RecusalState.DECLARED)
    )
    declared = {(user, facility): reason for user, facility, reason in db.session.execute(query)}
    for juror in [only] if only else [juror for panel in round_.panels for juror in panel.jurors]:
        for nomination in _entries_of(juror):
            if (juror.user_id, nomination.facility_id) in declared:
                reason = declared[juror.user_id, nomination.facility_id]
                _recuse(SYSTEM, juror, nomination, RecusalState.DECLARED, reason)


def seats_of(juror: Juror) -> list[Juror]:
    """All seats of the same person in the round, this one among them, removed ones left out."""
    return [
        seat
        for panel in juror.panel.round.panels
        for seat in panel.jurors
        if seat.user_id == juror.user_id and seat.removed_at is None
    ]


def _declare(actor: Actor, juror: Juror, facility_ids: frozenset[int], reason: str, kind: str) -> None:
    if juror.declared_at is not None and not facility_ids:
        return
    if facility_ids and not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    for seat in seats_of(juror):
        for nomination in _entries_of(seat):
            if nomination.facility_id in facility_ids:
                _recuse(actor, seat, nomination, RecusalState.DECLARED, reason)
        if seat.declared_at is None:
            seat.declared_at = utc_now()
            reseal_juror(seat, kind)
    share_anew(juror.panel.round)


def reseal_juror(juror: Juror, kind: str) -> None:
    """Seal a juror's record again if the log has one: after scoring opened. Inside a transaction."""
    round_ = get_round_for_change(juror.panel.round_id)
    if round_.scoring_opened_at is None:
        return
    path = f"roster/{juror.alias}"
    log.append(round_, kind, juror=juror.alias, seals={path: sealed.seals(round_, "roster")[path]})
    log.checkpoint(round_, kind)


def propose_conflict(actor: Actor, juror: Juror, nomination: Nomination, rule: str) -> Recusal:
    """What a rule found (same facility, tax code …); excludes the juror until the chair has decided."""
    return _recuse(actor, juror, nomination, "proposed", "", rule)


def share_anew(round_: SelectionRound) -> None:
    """Give what lacks jurors in divided juries to others, and seal who scores what. Inside an act."""
    if fill_shares(round_, list_shut_out(round_.id)):
        seal_shares(round_)


def seal_shares(round_: SelectionRound) -> None:
    """Seal again who scores what in divided juries. Inside an act, while scoring is open."""
    log.append(round_, "share_out", seals=sealed.seals(round_, "roster"))
    log.checkpoint(round_, "share_out")


def make_sheets(round_: SelectionRound, only: Juror | None = None) -> int:
    """A sheet for each juror of a group and each of its accepted entries, in a divided jury for each one's share.
    Returns how many. A recused juror's sheet is made too where all score all: closing writes the recusal on it.

    only: one juror who comes late and gets, in a divided jury, what lacks jurors. In the second pass an entry has fewer
    where not enough can score it; in the first that raises RuleBroken(`share_too_few`).
    """
    if only is not None and only.panel.per_entry:
        return fill_shares(round_, list_shut_out(round_.id))
    pairs = [pair for panel in round_.panels for pair in _pairs(round_, panel, only)]
    db.session.add_all(new_sheet(round_, *pair) for pair in pairs)
    return len(pairs)


def _pairs(round_: SelectionRound, panel: JuryPanel, only: Juror | None) -> list[tuple[int, int]]:
    """Who scores what in one group."""
    codes = codes_in_pass(round_, panel.group)
    if panel.per_entry and only is None:
        return share_out(panel, codes, list_shut_out(round_.id), or_fewer=round_.scoring_pass > 1)
    jurors = [juror_id for juror_id in active_jurors(panel) if only is None or juror_id == only.id]
    return [(juror_id, entry) for juror_id in jurors for entry in codes.values()]


def find_recusal(juror_id: int, nomination_id: int) -> Recusal | None:
    """The recusal that excludes this juror from this entry, if any."""
    query = select(Recusal).where(
        Recusal.juror_id == juror_id, Recusal.nomination_id == nomination_id, Recusal.state.in_(SHUT_OUT)
    )
    return db.session.scalar(query)


def list_shut_out(round_id: int) -> frozenset[tuple[int, int]]:
    """(juror id, nomination id) of every recusal of a round that shuts out: for acts that go over all sheets."""
    query = (
        select(Recusal.juror_id, Recusal.nomination_id)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_id, Recusal.state.in_(SHUT_OUT))
    )
    return frozenset((juror_id, nomination_id) for juror_id, nomination_id in db.session.execute(query))


def _recuse(
    actor: Actor, juror: Juror, nomination: Nomination, state: str, reason: str, rule: str = ""
) -> Recusal:
    found = db.session.scalar(
        select(Recusal).where(Recusal.juror_id == juror.id, Recusal.nomination_id == nomination.id)
    )
    if found is not None:
        if found.state == "refused" and state == "declared":
            found.state, found.reason = state, reason
        return found
    recusal = Recusal(
        juror_id=juror.id,
        nomination_id=nomination.id,
        state=state,
        reason=reason,
        rule=rule,
        created_by=actor.user_id,
        created_at=utc_now(),
    )
    db.session.add(recusal)
    audit.record(actor, f"voting.conflict.{state}", recusal, juror=juror.alias)
    return recusal


def _entries_of(juror: Juror) -> list[Nomination]:
    query = select(Nomination).where(
        Nomination.round_id == juror.panel.round_id, Nomination.group == juror.panel.group
    )
    return list(db.session.scalars(query))


def _get_juror(juror_id: int) -> Juror:
    juror = db.session.get(Juror, juror_id)
    if juror is None:
        raise NotFound("not_found")
    return juror
