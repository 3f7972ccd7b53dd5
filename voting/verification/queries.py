"""Everything a reader needs to recount a published round: the organiser's key, the signed checkpoints,
receipts.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import NotFound
from app.core.logs.log_keys import LogKey
from app.core.logs.tlog.chain import get_inclusion_proof, get_receipt, is_included, normalize_receipt
from app.core.logs.tlog.lines import dump_lines
from voting.log import writer as log
from voting.models import RoundCheckpoint, RoundLeaf, SelectionRound
from voting.publication.queries import get_bundle, get_public_round


@dataclass(frozen=True, slots=True)
class Recount:
    """keys: those that signed, oldest first. checkpoints: oldest first, at least one; the last covers the whole log."""

    round: SelectionRound
    keys: list[LogKey]
    checkpoints: list[RoundCheckpoint]

    @property
    def last(self) -> RoundCheckpoint:
        return self.checkpoints[-1]


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """A record of the log. position: from 0; event: as sealed; proof: hexadecimal hashes, nearest first;
    is_signed: whether they lead to the root that was signed last.
    """

    receipt: str
    position: int
    at: datetime
    event: dict[str, Any]
    leaf_hash: str
    proof: list[str]
    is_signed: bool


def get_recount(slug: str) -> Recount:
    """Raises NotFound before publication."""
    found = get_public_round(slug)
    checkpoints = log.list_checkpoints(found.round.id)
    if found.result is None or not checkpoints:
        raise NotFound("not_found")
    return Recount(found.round, log.keys_of(found.round), checkpoints)


def get_bundle_file(slug: str) -> bytes:
    """The published bundle, byte for byte as its verifiers want it. Raises NotFound before publication."""
    return dump_lines(get_bundle(slug))


def find_receipt(recount: Recount, text: str) -> FoundReceipt | None:
    """The record of a receipt, in any spelling of the receipt; None if the log has none."""
    wanted = normalize_receipt(text)
    if wanted is None:
        return None
    query = select(RoundLeaf.position, RoundLeaf.leaf_hash).where(RoundLeaf.round_id == recount.round.id)
    leaves = [bytes.fromhex(leaf) for _, leaf in db.session.execute(query.order_by(RoundLeaf.position))]
    position = next((n for n, leaf in enumerate(leaves) if get_receipt(leaf) == wanted), None)
    return None if position is None else _found(recount, wanted, position, leaves)


def _found(recount: Recount, receipt: str, position: int, leaves: list[bytes]) -> FoundReceipt:
    query = select(RoundLeaf).where(RoundLeaf.round_id == recount.round.id, RoundLeaf.position == position)
    row = db.session.scalars(query).one()
    signed, root = leaves[: recount.last.size], bytes.fromhex(recount.last.root)
    proof = get_inclusion_proof(signed, position) if position < len(signed) else []
    return FoundReceipt(
        receipt,
        position,
        row.at,
        json.loads(row.event),
        row.leaf_hash,
        [node.hex() for node in proof],
        is_included(leaves[position], position, len(signed), proof, root),
    )
