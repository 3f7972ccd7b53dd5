"""What all logs in the database have in common: seal a record, sign the current log, replace the keys.

A log has one row for its right edge (`size`, `nodes`), a table of leaves and one of checkpoints, both
append-only. The functions return the columns of a row; the caller knows whose row it is.
"""

import secrets
from collections.abc import Iterable
from typing import Any, Protocol

from app.core.clock import utc_now
from app.core.logs.log_keys import Signer
from app.core.logs.tlog.canonical import canonical
from app.core.logs.tlog.chain import SALT_BYTES, Frontier, hash_leaf_text
from app.core.logs.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint


class Edge(Protocol):
    """The right edge of a log; nodes in hexadecimal."""

    size: Any
    nodes: Any


def seal(edge: Edge, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Columns of the next leaf; moves the edge. facts: JSON values without floats."""
    now = utc_now()
    event = {"kind": kind, "at": now.isoformat(timespec="microseconds"), **facts}
    salt = secrets.token_bytes(SALT_BYTES)
    text = canonical(event)
    leaf_hash = hash_leaf_text(salt, text)
    frontier = frontier_of(edge)
    position = frontier.size
    frontier.append(leaf_hash)
    edge.size, edge.nodes = frontier.size, [node.hex() for node in frontier.nodes]
    return {
        "position": position,
        "kind": kind,
        "event": text.decode(),
        "salt": salt.hex(),
        "leaf_hash": leaf_hash.hex(),
        "at": now,
    }


def sign(edge: Edge, origin: str, reason: str, signers: Iterable[Signer]) -> dict[str, Any]:
    """Columns of a checkpoint of the current log, signed by each signer."""
    frontier = frontier_of(edge)
    root = frontier.root()
    first, *others = signers
    note = sign_checkpoint(Checkpoint(origin, frontier.size, root), first.key, first.sign)
    for signer in others:
        note = cosign(note, signer.key, signer.sign)
    return {"size": frontier.size, "root": root.hex(), "note": note, "reason": reason, "at": utc_now()}


def frontier_of(edge: Edge) -> Frontier:
    return Frontier(edge.size, [bytes.fromhex(node) for node in edge.nodes])
