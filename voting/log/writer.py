"""A round's log in the database: appended to in the transaction of what it records, signed at every change."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.logs import ledger
from app.core.logs.log_keys import LogKey, Signer, add_log_key, get_signer, list_log_keys
from app.core.logs.tlog.chain import get_receipt
from app.core.logs.tlog.check import ROTATE
from app.core.logs.tlog.checkpoint import Checkpoint, VerifierKey, find_signers, parse_key
from app.core.logs.tlog.errors import ChainError
from voting.models import RoundCheckpoint, RoundLeaf, RoundLog, SelectionRound

PURPOSE = "round-log"


def append(round_: SelectionRound, kind: str, **facts: Any) -> RoundLeaf:
    """Seal one record. facts: JSON values without floats; `at` where it was received earlier. Inside a transaction."""
    columns = ledger.seal(_get_log(round_), kind, facts)
    if "at" in facts:
        columns["at"] = datetime.fromisoformat(facts["at"])
    leaf = RoundLeaf(round_id=round_.id, **columns)
    db.session.add(leaf)
    return leaf


def checkpoint(round_: SelectionRound, reason: str, *, also: Signer | None = None) -> RoundCheckpoint:
    """Sign the current log, inside the transaction of the appends it covers. also: signs before the holder."""
    signers = [*([also] if also else []), get_signer(PURPOSE)]
    columns = ledger.sign(_get_log(round_), origin(round_), reason, signers)
    row = RoundCheckpoint(round_id=round_.id, **columns)
    db.session.add(row)
    return row


def rotate(rounds: list[SelectionRound]) -> str:
    """A new key for all rounds. In each of their logs the old key introduces it and both sign that.

    Returns the new public key. Inside a transaction; the old private half is for the caller to forget.
    """
    old = get_signer(PURPOSE)
    new = add_log_key(PURPOSE)
    for round_ in rounds:
        append(round_, ROTATE, key=str(new.key))
        checkpoint(round_, ROTATE, also=old)
    return str(new.key)


def verifier_key() -> str:
    """The public key that checks new checkpoints, as `name+id+base64`; empty before the first was signed."""
    keys = list_log_keys(PURPOSE)
    return keys[-1].key if keys else ""


def keys_of(round_: SelectionRound) -> list[LogKey]:
    """The public keys that signed this round's checkpoints, oldest first."""
    rows = list_log_keys(PURPOSE)
    parsed = [parse_key(row.key) for row in rows]
    used = {key for row in list_checkpoints(round_.id) for key in _signers(row.note, parsed)}
    return [row for row, key in zip(rows, parsed, strict=True) if key in used]


def origin(round_: Any) -> str:
    """The name of a round's log. round_: a round, or a row with its slug."""
    return f"tieubieu/round/{round_.slug}"


def receipt_of(leaf_hash: str) -> str:
    """The short code a juror keeps."""
    return get_receipt(bytes.fromhex(leaf_hash))


def shown_event(leaf: RoundLeaf) -> dict[str, Any]:
    """The event as the whole row tells it: a kind or a time changed in its own column shows as a changed event."""
    event: dict[str, Any] = json.loads(leaf.event)
    return {**event, "kind": leaf.kind, "at": leaf.at.isoformat(timespec="microseconds")}


def shown_note(row: RoundCheckpoint) -> str:
    """The note as the whole row tells it: under a size or a root that was changed its signature is no longer right."""
    origin_, *lines = row.note.split("\n", 3)
    return "\n".join((Checkpoint(origin_, row.size, bytes.fromhex(row.root)).body().rstrip(), *lines[2:]))


def list_leaves(round_id: int) -> list[RoundLeaf]:
    """The log in order."""
    query = select(RoundLeaf).where(RoundLeaf.round_id == round_id).order_by(RoundLeaf.position)
    return list(db.session.scalars(query))


def list_checkpoints(round_id: int) -> list[RoundCheckpoint]:
    """The signed checkpoints, oldest first."""
    query = select(RoundCheckpoint).where(RoundCheckpoint.round_id == round_id).order_by(RoundCheckpoint.id)
    return list(db.session.scalars(query))


def _signers(note: str, keys: list[VerifierKey]) -> list[VerifierKey]:
    """Nobody for a damaged note: the verifier reports it, the others can still be read."""
    try:
        return list(find_signers(note, keys))
    except ChainError:
        return []


def _get_log(round_: SelectionRound) -> RoundLog:
    log = db.session.get(RoundLog, round_.id)
    if log is None:
        log = RoundLog(round_id=round_.id, size=0, nodes=[])
        db.session.add(log)
    return log
