"""Ballots and commitments as they are sealed: read from the tables, so that a row changed behind the program shows."""

import hashlib
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.logs.tlog.canonical import record_hash
from voting.log import writer as log
from voting.models import (
    EntryCode,
    Juror,
    JuryPanel,
    Nomination,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.rounds.status import CODE_OF_SHEET

NOWHERE = -1
"""Stands for the place in the log of a row whose receipt is not that of its leaf, or whose sheet tells otherwise."""


def ballot_records(round_: SelectionRound) -> list[dict[str, Any]]:
    """Every revision as its row tells it, in the order of the log."""
    leaves = {leaf.position: leaf for leaf in log.list_leaves(round_.id)}
    query = (
        select(ScoreSheetRevision, ScoreSheet, Juror, EntryCode.code)
        .join(ScoreSheet, ScoreSheet.id == ScoreSheetRevision.sheet_id)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(EntryCode, CODE_OF_SHEET)
        .where(JuryPanel.round_id == round_.id)
        .order_by(ScoreSheetRevision.leaf_index, ScoreSheetRevision.id)
    )
    previous: dict[int, str] = {}
    records = []
    rows = db.session.execute(query).all()
    last = {row.sheet_id: row.id for row, *_ in rows}
    for row, sheet, juror, code in rows:
        leaf = leaves.get(row.leaf_index)
        is_home = leaf is not None and row.receipt == log.receipt_of(leaf.leaf_hash)
        if last[row.sheet_id] == row.id:
            is_home = is_home and (sheet.revision, sheet.status) == (row.revision, sheet_status(row.status))
        facts = ballot_facts(row, juror, sheet, code, previous.get(row.sheet_id))
        records.append({"leaf": row.leaf_index if is_home else NOWHERE, **facts})
        previous[row.sheet_id] = leaf.leaf_hash if leaf else ""
    return records


def ballot_facts(row: Any, juror: Any, sheet: Any, code: str, previous: str | None) -> dict[str, Any]:
    """What the log holds of one revision. previous: leaf hash of the revision before; by: who saved it, or paper.

    row, juror, sheet: objects, or rows with their columns. code: of the entry.
    """
    saved_by = {None: "closing", juror.user_id: "juror"}.get(row.saved_by, "council")
    return {
        "at": row.saved_at.isoformat(timespec="microseconds"),
        "pass": sheet.scoring_pass,
        "juror": juror.alias,
        "entry": code,
        "revision": row.revision,
        "status": row.status,
        "scores": row.scores,
        "comment_hash": hashlib.sha256(f"{juror.order_seed}/{row.comment}".encode()).hexdigest(),
        "client": row.client_id,
        "by": saved_by if row.source == "screen" else row.source,
        "sheet": record_hash([juror.order_seed, sheet.key]),
        "previous": previous,
    }


def juror_commitment(juror: Juror) -> str:
    """Binds an alias to a person without revealing who; the seed is never published."""
    declared = juror.declared_at.isoformat(timespec="microseconds") if juror.declared_at else ""
    return record_hash(
        [
            juror.order_seed,
            juror.user_id,
            juror.name,
            juror.title,
            juror.commune,
            declared,
            juror.removed_reason,
        ]
    )


def sheet_status(status: str) -> str:
    """The status of a sheet whose last revision has this one."""
    return "submitted" if status == "cast" else status


def entry_commitment(nomination: Nomination, salt: str) -> str:
    """Binds a code to product, producer and what jurors saw, without revealing which; the salt is never
    published.
    """
    return record_hash(
        [
            salt,
            nomination.product_id,
            nomination.facility_id,
            nomination.is_set,
            nomination.set_case,
            nomination.statement,
            nomination.entry,
        ]
    )
