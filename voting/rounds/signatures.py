"""Acts that need two people: the chair and the secretary, each in a recently confirmed sign-in of their own."""

from sqlalchemy import func, select

from app.accounts.credentials.confirmation import require_recent_confirmation
from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict
from app.core.logs.tlog.canonical import record_hash
from app.core.policy import authorize
from voting.models import SelectionRound, TwoPersonStep
from voting.policies import can_sign, council_role

NEEDED = 2


def sign(actor: Actor, round_: SelectionRound, act: str, statement: object, *, reason: str = "") -> bool:
    """Give one signature to an act; True when it was the second and the act may be carried out now.

    statement: what is being confirmed (JSON values); when it has changed since the first signature, that one no
    longer counts and this becomes the first.
    reason: kept to be shown to the second person. Raises NotAllowed, ConfirmationNeeded, Conflict(`signed_already`).
    """
    authorize(actor, can_sign, round_)
    require_recent_confirmation(actor)
    assert actor.user_id is not None
    digest = record_hash(statement)
    cycle = current_cycle(round_, act)
    given = list_signatures(round_, act, cycle)
    if given and given[0].statement != digest:
        cycle, given = cycle + 1, []
    if any(step.user_id == actor.user_id for step in given):
        raise Conflict("signed_already")
    db.session.add(
        TwoPersonStep(
            round_id=round_.id,
            act=act,
            cycle=cycle,
            role=council_role(actor, round_) or "",
            user_id=actor.user_id,
            session_key=actor.session_key,
            statement=digest,
            reason=reason,
            at=utc_now(),
        )
    )
    audit.record(actor, "voting.sign", round_, of=act, cycle=cycle)
    return len(given) + 1 == NEEDED


def current_cycle(round_: SelectionRound, act: str) -> int:
    """The cycle that is open for signatures: the last one while a signature is missing, else the next."""
    query = select(TwoPersonStep.cycle, func.count()).where(
        TwoPersonStep.round_id == round_.id, TwoPersonStep.act == act
    )
    rows = db.session.execute(
        query.group_by(TwoPersonStep.cycle).order_by(TwoPersonStep.cycle.desc())
    ).first()
    if rows is None:
        return 1
    cycle, signed = rows
    return int(cycle) if signed < NEEDED else int(cycle) + 1


def signers(round_: SelectionRound, act: str) -> list[int]:
    """Who gave the signatures of the latest cycle, once the second has been given."""
    db.session.flush()  # the second signature is a row of this transaction
    query = select(TwoPersonStep.user_id, TwoPersonStep.cycle).where(
        TwoPersonStep.round_id == round_.id, TwoPersonStep.act == act
    )
    rows = list(db.session.execute(query.order_by(TwoPersonStep.id)))
    return [user_id for user_id, cycle in rows if cycle == rows[-1][1]]


def list_signatures(round_: SelectionRound, act: str, cycle: int | None = None) -> list[TwoPersonStep]:
    """The signatures of the open cycle of an act."""
    query = select(TwoPersonStep).where(
        TwoPersonStep.round_id == round_.id,
        TwoPersonStep.act == act,
        TwoPersonStep.cycle == (cycle or current_cycle(round_, act)),
    )
    return list(db.session.scalars(query.order_by(TwoPersonStep.id)))
