"""Records of sets and complaints as they are sealed and published."""

from typing import Any

from sqlalchemy import select

from app.core.clock import VIETNAM
from app.core.db import db
from app.core.text import nfc
from app.core.tlog.canonical import record_hash
from voting.models import EntryCode, SelectionRound
from voting.models_after import Complaint, MergedSet


def set_records(round_: SelectionRound) -> list[dict[str, Any]]:
    """The sets that stand, by code: `{"code", "case", "lead", "members"}`, entries by their codes."""
    codes = latest_codes(round_)
    query = select(MergedSet).where(MergedSet.round_id == round_.id, MergedSet.dissolved_at.is_(None))
    return [
        {
            "code": row.code,
            "case": row.set_case,
            "lead": codes[row.lead_id],
            "members": sorted(codes[member.nomination_id] for member in row.members),
        }
        for row in db.session.scalars(query.order_by(MergedSet.id))
    ]


def complaint_records(round_: SelectionRound) -> list[dict[str, Any]]:
    """All complaints by code. Texts are sealed as hashes: what was complained of is between entrant and council."""
    query = select(Complaint).where(Complaint.round_id == round_.id).order_by(Complaint.id)
    codes = latest_codes(round_)
    return [_complaint(row, codes[row.nomination_id]) for row in db.session.scalars(query)]


def _complaint(row: Complaint, code: str) -> dict[str, Any]:
    answer = row.answer
    return {
        "code": row.code,
        "entry": code,
        "filed_on": row.filed_at.astimezone(VIETNAM).date().isoformat(),
        "due_on": row.due_on.isoformat(),
        "text": record_hash({"salt": row.salt, "text": nfc(row.text)}),
        "outcome": answer.outcome if answer else "",
        "answered_on": answer.answered_at.astimezone(VIETNAM).date().isoformat() if answer else "",
        "answer": record_hash({"salt": row.salt, "text": nfc(answer.text)}) if answer else "",
    }


def latest_codes(round_: SelectionRound) -> dict[int, str]:
    """Entry codes of the latest pass by nomination id."""
    query = (
        select(EntryCode.nomination_id, EntryCode.code)
        .where(EntryCode.round_id == round_.id)
        .order_by(EntryCode.scoring_pass)
    )
    return {row.nomination_id: row.code for row in db.session.execute(query)}
