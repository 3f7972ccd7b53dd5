"""The log of code lists: a record of each, countersigned when it is made."""

import json
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.logs import ledger
from app.core.logs.log_keys import get_signer, list_log_keys
from traceability.codes.signed_lists.countersignature import KIND, ORIGIN, list_digest
from traceability.codes.signed_lists.signed_list import COUNTERSIGNED
from traceability.models import ListLogEdge, ListLogLeaf

PURPOSE = "code-lists"


def countersign(signed: dict[str, Any]) -> dict[str, Any]:
    """The list with the site's word on when it was made. Inside a transaction."""
    signer = get_signer(PURPOSE)
    edge = _edge()
    way = [node.hex() for node in reversed(ledger.frontier_of(edge).nodes)]
    columns = ledger.seal(edge, KIND, {"batch": signed["batch"], "list": list_digest(signed)})
    note = ledger.sign(edge, ORIGIN, KIND, [signer])["note"]
    db.session.add(ListLogLeaf(**columns, note=note))
    record = {
        "event": json.loads(columns["event"]),
        "salt": columns["salt"],
        "position": columns["position"],
        "proof": way,
        "note": note,
    }
    return signed | {COUNTERSIGNED: record}


def find_last_note() -> str | None:
    """The newest signed root of the log; None while it is empty."""
    return db.session.scalar(select(ListLogLeaf.note).order_by(ListLogLeaf.position.desc()).limit(1))


def list_list_keys() -> list[str]:
    """Every key that countersigned lists, oldest first, as `name+id+base64`."""
    return [row.key for row in list_log_keys(PURPOSE)]


def _edge() -> ListLogEdge:
    """The edge, locked for the length of the transaction where the database knows row locks."""
    edge = db.session.scalar(select(ListLogEdge).with_for_update())
    if edge is None:
        edge = ListLogEdge(id=1, size=0, nodes=[])
        db.session.add(edge)
        db.session.flush()  # found again by the next record of this transaction
    return edge
