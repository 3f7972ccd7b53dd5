"""The logs of rounds in the database, checked at any time: for the operator, who sees no score."""

from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.logs import ledger
from app.core.logs.tlog.chain import Frontier
from app.core.logs.tlog.check import Fault
from app.core.logs.tlog.checkpoint import CheckSignature
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import RoundLog, SelectionRound
from voting.verification.bundle_check import find_live_faults


def check_round_logs(check: CheckSignature) -> list[dict[str, Any]]:
    """One row a round that has a log: {"round", "state", "records", "checkpoints", "faults"}; faults in plain lines."""
    query = (
        select(SelectionRound)
        .join(RoundLog, RoundLog.round_id == SelectionRound.id)
        .order_by(SelectionRound.id)
    )
    return [
        {
            "round": round_.slug,
            "state": round_.state,
            "records": len(log.list_leaves(round_.id)),
            "checkpoints": len(log.list_checkpoints(round_.id)),
            "faults": [str(fault) for fault in find_round_faults(round_, check)],
        }
        for round_ in db.session.scalars(query)
    ]


def find_round_faults(round_: SelectionRound, check: CheckSignature) -> list[Fault]:
    """The faults of a round: missing, changed or unsigned records, sheets that differ from the log."""
    leaves = log.list_leaves(round_.id)
    gap = next((n for n, leaf in enumerate(leaves) if leaf.position != n), None)
    if gap is not None:
        return [Fault(f"log/{gap}", "is missing")]
    edge = db.session.get_one(RoundLog, round_.id)
    faults = []
    if ledger.frontier_of(edge) != Frontier.of(bytes.fromhex(leaf.leaf_hash) for leaf in leaves):
        faults.append(Fault("log", f"has {len(leaves)} records, and its right edge is that of another log"))
    try:
        bundle = sealed.bundle(round_)
    except (ValueError, LookupError, TypeError) as error:  # a cell that is no JSON or hexadecimal any more
        return [*faults, Fault("log", f"cannot be read: {type(error).__name__}")]
    return [*faults, *find_live_faults(bundle, check)]
