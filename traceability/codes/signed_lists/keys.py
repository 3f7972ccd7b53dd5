"""The keys that sign lists of codes: made when needed, revoked with a date, listed for everybody."""

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.logs.keys import (
    forget_signing_key,
    kept_signing_key,
    make_signing_key,
    private_bytes,
    public_bytes,
)
from app.core.policy import authorize
from traceability.checks import short
from traceability.codes.identity import LABEL_KEY
from traceability.codes.signed_lists.signed_list import PublicKey, key_id
from traceability.models import LabelKey
from traceability.policies import can_revoke_label_key


def label_signing_key() -> bytes:
    """The private key that signs now, 32 raw bytes; a new one after a revocation. Inside a transaction."""
    newest = select(LabelKey).where(LabelKey.revoked_at.is_(None)).order_by(LabelKey.id.desc()).limit(1)
    row = db.session.scalar(newest)
    if row is not None:
        return private_bytes(kept_signing_key(LABEL_KEY, bytes.fromhex(row.public)))
    key = make_signing_key(LABEL_KEY)
    db.session.add(LabelKey(public=public_bytes(key).hex(), since=utc_now()))
    db.session.flush()
    return private_bytes(key)


def revoke_label_key(actor: Actor, name: str, reason: str) -> LabelKey:
    """From now on signatures by this key are invalid; earlier ones stay valid if something else proves that
    they are older. name: its id.
    """
    row = next((row for row in list_label_keys() if key_id(bytes.fromhex(row.public)) == name), None)
    authorize(actor, can_revoke_label_key, row)
    if row is None:
        raise NotFound("not_found")
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if row.revoked_at is not None:
        raise Conflict("wrong_state")
    row.revoked_at, row.revoked_reason = utc_now(), short(reason, "reason")
    forget_signing_key(LABEL_KEY, bytes.fromhex(row.public))
    audit.record(actor, "traceability.key.revoke", row, reason=reason)
    return row


def list_label_keys() -> list[LabelKey]:
    """All, the oldest first."""
    return list(db.session.scalars(select(LabelKey).order_by(LabelKey.id)))


def public_label_keys() -> list[PublicKey]:
    """As lists are checked with."""
    return [PublicKey(bytes.fromhex(row.public), row.revoked_at) for row in list_label_keys()]
