"""The register of certificates: a record of each act on one, appended in the transaction of the act, signed."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from app.core.database.base import db
from app.core.logs import ledger
from app.core.logs.log_keys import add_log_key, get_signer, list_log_keys
from app.core.logs.tlog.check import ROTATE
from app.core.logs.tlog.checkpoint import find_signers, parse_key
from catalog.models import (
    Award,
    AwardCorrection,
    CertificatePaper,
    RegisterCheckpoint,
    RegisterEdge,
    RegisterLeaf,
)

PURPOSE = "certificate-register"
ORIGIN = "tieubieu/certificates"
FORMAT = "tieubieu-register/1"
ROWS = 1_000
FACTS = (
    "product_name", "producer_name", "producer_address", "level", "year", "title_vi", "unit_name", "issuer", "signer",
    "decision_number", "decision_date", "issued_on", "valid_until", "source", "source_text", "is_demo",
)  # fmt: skip
"""Columns of a certificate that never change once it was issued."""


def append(award: Award, kind: str, **facts: Any) -> None:
    """Add one record; nothing for a recognition without number, which has no certificate. In a transaction."""
    append_all(kind, [(award, facts)])


def append_all(kind: str, records: Iterable[tuple[Award, dict[str, Any]]]) -> None:
    """As `append` for many, in their order; the number of statements does not grow with them. In a transaction."""
    named = [{"number": award.number, **facts} for award, facts in records if award.number is not None]
    if not named:
        return
    edge = _edge()
    leaves = [{"number": facts["number"], **ledger.seal(edge, kind, facts)} for facts in named]
    db.session.execute(insert(RegisterLeaf), leaves)


def checkpoint(reason: str) -> None:
    """Sign the current register, after the records it covers; nothing while it is empty. In a transaction."""
    edge = _edge()
    if edge.size:
        db.session.add(RegisterCheckpoint(**ledger.sign(edge, ORIGIN, reason, [get_signer(PURPOSE)])))


def rotate() -> str:
    """A new key: the old one introduces it in the register and both sign that. Returns it. In a transaction."""
    edge, old = _edge(), get_signer(PURPOSE)
    new = add_log_key(PURPOSE)
    db.session.add(RegisterLeaf(number="", **ledger.seal(edge, ROTATE, {"key": str(new.key)})))
    db.session.add(RegisterCheckpoint(**ledger.sign(edge, ORIGIN, ROTATE, [old, new])))
    return str(new.key)


def facts_of(award: Award) -> dict[str, Any]:
    """The facts of a certificate in the register, dates as ISO texts."""
    return {name: _plain(getattr(award, name)) for name in FACTS}


def document() -> dict[str, Any]:
    """The whole register as published: records, checkpoints, keys, and the current row of every certificate."""
    found = sections()
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in found.items()}


def sections() -> dict[str, Any]:
    """As `document`, its long parts read while one goes through them, some thousand rows a statement."""
    return {
        "format": FORMAT,
        "register": {"origin": ORIGIN},
        "keys": _keys_of(_notes()),
        "log": _log(),
        "checkpoints": _notes(),
        "certificates": _certificates(),
    }


def list_records(number: str) -> list[RegisterLeaf]:
    """The records of one certificate, oldest first."""
    query = select(RegisterLeaf).where(RegisterLeaf.number == number)
    return list(db.session.scalars(query.order_by(RegisterLeaf.position)))


def find_last_checkpoint() -> RegisterCheckpoint | None:
    """The newest checkpoint; it covers the whole register."""
    return db.session.scalar(select(RegisterCheckpoint).order_by(RegisterCheckpoint.id.desc()).limit(1))


def count_records() -> int:
    return db.session.scalar(select(func.count()).select_from(RegisterLeaf)) or 0


def _edge() -> RegisterEdge:
    """The edge, locked for the length of the transaction where the database knows row locks."""
    edge = db.session.scalar(select(RegisterEdge).with_for_update())
    if edge is None:
        edge = RegisterEdge(id=1, size=0, nodes=[])
        db.session.add(edge)
        db.session.flush()  # found again by the next record of this transaction
    return edge


def _keys_of(notes: Iterable[str]) -> list[str]:
    keys = [parse_key(row.key) for row in list_log_keys(PURPOSE)]
    used = {key for note in notes for key in find_signers(note, keys)}
    return [str(key) for key in keys if key in used]


def _log() -> Iterator[dict[str, Any]]:
    leaf = RegisterLeaf
    for row in _in_parts(select(leaf.position, leaf.event, leaf.salt, leaf.leaf_hash), leaf.position, -1):
        yield {"event": json.loads(row.event), "salt": row.salt, "hash": row.leaf_hash}


def _notes() -> Iterator[str]:
    query = select(RegisterCheckpoint.id, RegisterCheckpoint.note)
    return (row.note for row in _in_parts(query, RegisterCheckpoint.id, 0))


def _certificates() -> Iterator[dict[str, Any]]:
    names = (*FACTS, "suspended_on", "revoked_on", "revoked_reason")
    newer = aliased(Award)
    query = (
        select(
            Award.number, *(getattr(Award, name) for name in names),
            newer.number.label("replaced_by"), CertificatePaper.file,
        )
        .outerjoin(AwardCorrection, AwardCorrection.old_id == Award.id)
        .outerjoin(newer, newer.id == AwardCorrection.new_id)
        .outerjoin(CertificatePaper, CertificatePaper.award_id == Award.id)
    )  # fmt: skip
    for row in _in_parts(query, Award.number, ""):
        yield {
            "number": row.number,
            **{name: _plain(getattr(row, name)) for name in names},
            "replaced_by": row.replaced_by,
            "paper": row.file.partition(".")[0] if row.file is not None else None,
        }


def _in_parts(query: Any, key: Any, before: Any) -> Iterator[Any]:
    """The rows of a statement, whose first column is the key."""
    while rows := db.session.execute(query.where(key > before).order_by(key).limit(ROWS)).all():
        yield from rows
        before = rows[-1][0]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
