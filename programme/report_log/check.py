"""Whether the log of reports is whole, and whether each report says what was signed."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.logs.ledger import frontier_of
from app.core.logs.log_keys import list_log_keys
from app.core.logs.tlog.canonical import canonical
from app.core.logs.tlog.check import Fault, Signed, checkpoint_faults, leaf_faults, read_log
from app.core.logs.tlog.checkpoint import CheckSignature
from programme.models import PeriodReport, ReportLine, ReportLogCheckpoint, ReportLogEdge, ReportLogLeaf
from programme.report_log.writer import ORIGIN, PURPOSE, SIGN, beneficiaries_of, lines_of, name_of

SIGNED = "signed"
"""State of a report."""


def check_report_log(check: CheckSignature) -> dict[str, Any] | None:
    """A row for `tieubieu verify-logs`; None where nothing was ever signed."""
    leaves = list(db.session.scalars(select(ReportLogLeaf).order_by(ReportLogLeaf.position)))
    notes = list(db.session.scalars(select(ReportLogCheckpoint.note).order_by(ReportLogCheckpoint.id)))
    signed = list(
        db.session.scalars(
            select(PeriodReport).options(
                selectinload(PeriodReport.lines).joinedload(ReportLine.target),
                joinedload(PeriodReport.programme), joinedload(PeriodReport.unit),
            )
        )
    )  # fmt: skip
    if not leaves and not notes:
        return None
    rows = [{"event": json.loads(row.event), "salt": row.salt, "hash": row.leaf_hash} for row in leaves]
    log = read_log(rows)
    keys = [row.key for row in list_log_keys(PURPOSE)]
    faults = [
        *leaf_faults(rows, log),
        *checkpoint_faults(Signed(log, ORIGIN, keys, notes), check),
        *_edge_faults(log.roots[-1].hex(), len(leaves)),
        *_report_faults({row.report: json.loads(row.event) for row in leaves if row.report}, signed),
    ]
    told = {"records": len(leaves), "checkpoints": len(notes)}
    return {"reports": "periods", **told, "faults": [str(fault) for fault in faults]}


def _edge_faults(root: str, size: int) -> Iterator[Fault]:
    edge = db.session.scalar(select(ReportLogEdge))
    if edge is None or (edge.size, frontier_of(edge).root().hex()) != (size, root):
        yield Fault("edge", "is not that of the records")


def _report_faults(last: dict[str, dict[str, Any]], reports: list[PeriodReport]) -> Iterator[Fault]:
    """last: the newest record of each report."""
    for report in reports:
        name, event = name_of(report), last.get(name_of(report))
        is_sealed = event is not None and event["kind"] == SIGN
        if report.state != SIGNED:
            if is_sealed:
                yield Fault(name, "was signed in the log and is not signed here")
        elif event is None:
            continue  # signed before there was a log
        elif not is_sealed:
            yield Fault(name, "was opened again in the log and is signed here")
        elif _sealed(event) != _kept(report, event):
            yield Fault(name, "differs from what was signed")


def _sealed(event: dict[str, Any]) -> bytes:
    return canonical([event["lines"], event["budget"], event.get("beneficiaries")])


def _kept(report: PeriodReport, event: dict[str, Any]) -> bytes:
    """What the rows of a report say of all that its record holds."""
    helped = beneficiaries_of(report) if "beneficiaries" in event else None
    return canonical([lines_of(report), report.budget, helped])
