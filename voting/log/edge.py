"""A round's log by columns and plain statements, for what is saved often: sheets. `writer` is for all else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.core.database.base import insert_plain
from app.core.logs import ledger
from app.core.logs.log_keys import get_signer
from voting.log import writer as log
from voting.models import RoundCheckpoint, RoundLeaf, RoundLog

_LEAF = ("round_id", "position", "kind", "event", "salt", "leaf_hash", "at")
_CHECKPOINT = ("round_id", "size", "root", "note", "reason", "at")
_LOG = ("round_id", "size", "nodes")
_OR_MOVE = " ON CONFLICT (round_id) DO UPDATE SET size = excluded.size, nodes = excluded.nodes"


@dataclass(slots=True)
class LogEdge:
    """The right edge of a log whose round is locked, as it was read under the lock."""

    round_id: int
    size: int
    nodes: list[str]

    def append(self, connection: Connection, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Seal one record and store it; the columns of its leaf. facts: JSON values, `at` among them."""
        leaf = ledger.seal(self, kind, facts) | {"at": datetime.fromisoformat(facts["at"])}
        row = (self.round_id, *(leaf[name] for name in _LEAF[1:]))
        insert_plain(connection, RoundLeaf.__table__, _LEAF, [row])
        insert_plain(connection, RoundLog.__table__, _LOG, [(self.round_id, self.size, self.nodes)], _OR_MOVE)
        return leaf

    def sign(self, connection: Connection, origin: str, reason: str) -> str:
        """Sign the log as it is now, and store that; the note."""
        columns = ledger.sign(self, origin, reason, [get_signer(log.PURPOSE)])
        row = (self.round_id, *(columns[name] for name in _CHECKPOINT[1:]))
        insert_plain(connection, RoundCheckpoint.__table__, _CHECKPOINT, [row])
        note: str = columns["note"]
        return note
