"""Changes to a round in progress: a late juror, a disqualified entry. Each with a reason."""

import secrets

from app.accounts.models import User
from app.core import audit
from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken, at_field
from app.core.policy import authorize
from voting.amendments import mails
from voting.dossiers.services import seal_entries
from voting.enums import NominationAct
from voting.jury.conflicts.rules import propose_conflicts
from voting.jury.services import carry_declarations, make_sheets
from voting.jury.shares import has_sheet
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import Juror, JuryPanel, Nomination, SelectionRound
from voting.policies import can_decide, can_lead
from voting.product_sets.services import leave_results
from voting.rounds.services import (
    Seat,
    get_round_for_change,
    get_seated_person,
    iter_free_aliases,
    pool_titles,
)
from voting.rounds.status import IN_SCORING
from voting.rounds.transitions import move_nomination


def seat_late_juror(actor: Actor, round_id: int, group: str, email: str, reason: str) -> Juror:
    """The chair appoints one more juror while scoring is open: conflicts are searched, sheets made (in
    a divided jury for the entries that lack jurors), the roster sealed again.

    Raises RuleBroken naming the field, Conflict(`scoring_closed`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_lead, round_)
    if round_.state not in IN_SCORING:
        raise Conflict("scoring_closed")
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    panel = next((panel for panel in round_.panels if panel.group == group), None)
    if panel is None:
        raise NotFound("not_found")
    user = _get_newcomer(round_, panel, email)
    alias = next(iter_free_aliases(round_))
    juror = Juror(
        user_id=user.id,
        alias=alias,
        name=user.name,
        title=pool_titles([user.id]).get(user.id, ""),
        order_seed=secrets.token_hex(8),
    )
    panel.jurors.append(juror)
    db.session.flush()  # sheets, conflicts and the sealed roster need the id
    propose_conflicts(round_, [juror])
    carry_declarations(round_, only=juror)
    make_sheets(round_, only=juror)
    log.append(round_, "add_juror", reason=reason.strip(), seals=sealed.seals(round_, "roster"))
    log.checkpoint(round_, "add_juror")
    audit.record(actor, "voting.juror.add", juror, label=juror.alias, reason=reason.strip())
    mails.late_juror(round_, user, has_sheets=has_sheet(juror))
    return juror


def _get_newcomer(round_: SelectionRound, panel: JuryPanel, email: str) -> User:
    """The account of a person without a seat that excludes this one. Raises RuleBroken at `email`."""
    with at_field("email"):
        user = get_seated_person(Seat(email, ""), Role.JUROR)
    assert user is not None
    if user.id in {member.user_id for member in round_.members}:
        raise RuleBroken("council_and_jury", "email")
    if user.id in {member.user_id for member in round_.supporters}:
        raise RuleBroken("support_is_juror", "email", email=email)
    if user.id in {juror.user_id for juror in panel.jurors}:
        raise RuleBroken("person_twice", "email")
    return user


def disqualify_entry(actor: Actor, nomination_id: int, reason: str) -> Nomination:
    """Chair or secretary remove an entry for breaking the rules; its facility is told why and may complain.

    A count made before stays as it is. Raises Conflict(`act_not_open`) once the decision is made.
    """
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None:
        raise NotFound("not_found")
    round_ = get_round_for_change(nomination.round_id)
    authorize(actor, can_decide, round_)
    leave_results(nomination, reason.strip())
    move_nomination(nomination, NominationAct.DISQUALIFY, reason.strip())
    nomination.closed_reason = reason.strip()
    seal_entries(round_)
    audit.record(actor, "voting.nomination.disqualify", nomination, reason=reason.strip())
    mails.disqualified(nomination)
    return nomination
