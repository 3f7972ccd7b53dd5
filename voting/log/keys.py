"""A new key for the logs of rounds: every log that can still grow switches to it."""

from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.database.base import db
from app.core.database.transaction import after_commit
from app.core.errors import NotAllowed
from app.core.logs.keys import forget_signing_key
from app.core.logs.log_keys import get_signer
from catalog.policies import is_system
from voting.enums import RoundState
from voting.log import writer as log
from voting.models import RoundLog, SelectionRound

ENDED = (RoundState.ARCHIVED, RoundState.ANNULLED)


def rotate_round_keys(actor: Actor) -> dict[str, Any]:
    """Replace the key and delete the old private half once that is on disk. Only from the command line:
    NotAllowed.
    """
    if not is_system(actor):
        raise NotAllowed("not_allowed")
    query = (
        select(SelectionRound)
        .join(RoundLog, RoundLog.round_id == SelectionRound.id)
        .where(SelectionRound.state.not_in(ENDED))
        .order_by(SelectionRound.id)
        .with_for_update(of=SelectionRound)
    )
    rounds = list(db.session.scalars(query))
    old = get_signer(log.PURPOSE).key
    new = log.rotate(rounds)
    audit.record(actor, "voting.log_key.rotate", ("log_key", log.PURPOSE), old=str(old), new=new)
    after_commit(lambda: forget_signing_key(log.PURPOSE, old.public))
    return {"purpose": log.PURPOSE, "old": str(old), "new": new, "logs": len(rounds)}
