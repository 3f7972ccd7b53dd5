"""The log of signed reports: a record of each signature and each opening, appended in its transaction, signed.

`sign` {"report", "lines": [[code of the target, fact, number, day, is_correction]], "budget",
"beneficiaries": [[fact, kind of beneficiary, parts of the learners]]}, the last not in older records; `reopen`
{"report"}. No record names anybody: what a fact is called stays in its row.
"""

from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.logs import ledger
from app.core.logs.log_keys import add_log_key, get_signer
from app.core.logs.tlog.check import ROTATE
from programme.models import PeriodReport, ReportLogCheckpoint, ReportLogEdge, ReportLogLeaf

PURPOSE = "period-reports"
ORIGIN = "tieubieu/period-reports"
SIGN, REOPEN = "sign", "reopen"


def note_signed(report: PeriodReport) -> None:
    """The figures as two people have signed them. In a transaction."""
    helped = beneficiaries_of(report)
    _append(report, SIGN, lines=lines_of(report), budget=report.budget, beneficiaries=helped)


def note_reopened(report: PeriodReport) -> None:
    """The level above has opened it again. In a transaction."""
    _append(report, REOPEN)


def name_of(report: PeriodReport) -> str:
    unit = report.unit
    area = f"{unit.list_version}-{unit.code}" if unit is not None else "vn"
    return f"{report.programme.slug}/{area}/{report.period}"


def lines_of(report: PeriodReport) -> list[list[Any]]:
    """What the record holds of the lines of a report, in an order that does not depend on the database."""
    return sorted(
        [line.target.code, line.fact_id, line.number, line.day.isoformat(), line.is_correction]
        for line in report.lines
    )


def beneficiaries_of(report: PeriodReport) -> list[list[Any]]:
    """As `lines_of`: whom each fact helped."""
    return sorted([line.fact_id, line.beneficiary, line.parts] for line in report.lines)


def rotate() -> str:
    """A new key: the old one introduces it in the log and both sign that. Returns it. In a transaction."""
    edge, before = _edge(), get_signer(PURPOSE)
    new = add_log_key(PURPOSE)
    db.session.add(ReportLogLeaf(report="", **ledger.seal(edge, ROTATE, {"key": str(new.key)})))
    db.session.add(ReportLogCheckpoint(**ledger.sign(edge, ORIGIN, ROTATE, [before, new])))
    return str(new.key)


def _append(report: PeriodReport, kind: str, **facts: Any) -> None:
    db.session.flush()  # lines have their targets then
    edge, name = _edge(), name_of(report)
    db.session.add(ReportLogLeaf(report=name, **ledger.seal(edge, kind, {"report": name, **facts})))
    db.session.add(ReportLogCheckpoint(**ledger.sign(edge, ORIGIN, kind, [get_signer(PURPOSE)])))


def _edge() -> ReportLogEdge:
    """The edge, locked for the length of the transaction where the database knows row locks."""
    edge = db.session.scalar(select(ReportLogEdge).with_for_update())
    if edge is None:
        edge = ReportLogEdge(id=1, size=0, nodes=[])
        db.session.add(edge)
        db.session.flush()
    return edge
