"""A round's log in the database: appended to in the transaction of what it records, signed at every change."""

import secrets
from typing import Any

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.db import db
from app.core.keys import public_bytes, signing_key
from app.core.tlog.canonical import canonical
from app.core.tlog.chain import SALT_BYTES, Frontier, get_receipt, hash_leaf
from app.core.tlog.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from voting.models import RoundCheckpoint, RoundLeaf, RoundLog, SelectionRound

PURPOSE = "round-log"
KEY_NAME = "tieubieu-round-log"


def append(round_: SelectionRound, kind: str, **facts: Any) -> RoundLeaf:
    """Seal one record. facts: JSON values without floats. Inside a transaction."""
    log = _get_log(round_)
    now = utc_now()
    event = {"kind": kind, "at": now.isoformat(timespec="microseconds"), **facts}
    salt = secrets.token_bytes(SALT_BYTES)
    leaf_hash = hash_leaf(salt, event)
    leaf = RoundLeaf(
        round_id=round_.id,
        position=log.size,
        kind=kind,
        event=canonical(event).decode(),
        salt=salt.hex(),
        leaf_hash=leaf_hash.hex(),
        at=now,
    )
    frontier = _frontier(log)
    frontier.append(leaf_hash)
    log.size, log.nodes = frontier.size, [node.hex() for node in frontier.nodes]
    db.session.add(leaf)
    return leaf


def checkpoint(round_: SelectionRound, reason: str) -> RoundCheckpoint:
    """Sign the log as it stands now. Inside a transaction, after the appends it covers."""
    frontier = _frontier(_get_log(round_))
    root = frontier.root()
    key = signing_key(PURPOSE)
    note = sign_checkpoint(
        Checkpoint(origin(round_), frontier.size, root), VerifierKey(KEY_NAME, public_bytes(key)), key.sign
    )
    row = RoundCheckpoint(
        round_id=round_.id, size=frontier.size, root=root.hex(), note=note, reason=reason, at=utc_now()
    )
    db.session.add(row)
    return row


def verifier_key() -> str:
    """The public key that checks the checkpoints, as `name+id+base64`."""
    return str(VerifierKey(KEY_NAME, public_bytes(signing_key(PURPOSE))))


def origin(round_: SelectionRound) -> str:
    """The name of a round's log."""
    return f"tieubieu/round/{round_.slug}"


def receipt_of(leaf: RoundLeaf) -> str:
    """The short code a juror keeps."""
    return get_receipt(bytes.fromhex(leaf.leaf_hash))


def list_leaves(round_id: int) -> list[RoundLeaf]:
    """The log in order."""
    query = select(RoundLeaf).where(RoundLeaf.round_id == round_id).order_by(RoundLeaf.position)
    return list(db.session.scalars(query))


def list_checkpoints(round_id: int) -> list[RoundCheckpoint]:
    """The signed checkpoints, oldest first."""
    query = select(RoundCheckpoint).where(RoundCheckpoint.round_id == round_id).order_by(RoundCheckpoint.id)
    return list(db.session.scalars(query))


def _get_log(round_: SelectionRound) -> RoundLog:
    log = db.session.get(RoundLog, round_.id)
    if log is None:
        log = RoundLog(round_id=round_.id, size=0, nodes=[])
        db.session.add(log)
    return log


def _frontier(log: RoundLog) -> Frontier:
    return Frontier(log.size, [bytes.fromhex(node) for node in log.nodes])
