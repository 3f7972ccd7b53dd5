"""Events of a round besides scoring and deciding, as the minutes report them."""

import json
from collections import Counter

from sqlalchemy import select

from app.core.clock import local_day
from app.core.database.base import db
from app.core.documents.dates import long_date
from voting.enums import BallotStatus, ComplaintOutcome
from voting.log import records as sealed
from voting.models import Complaint, RoundLeaf, SelectionRound
from voting.official_papers import texts

OUTCOMES = {
    ComplaintOutcome.UPHELD: "được chấp nhận",
    ComplaintOutcome.PARTLY_UPHELD: "được chấp nhận một phần",
    ComplaintOutcome.UPHELD_UNCHANGED: "được chấp nhận một phần, giữ nguyên danh sách",
    ComplaintOutcome.REJECTED: "không được chấp nhận",
    ComplaintOutcome.WITHDRAWN: "đã rút",
}
LEADING_BACK = {
    "reopen_scoring": "Mở lại việc chấm điểm",
    "return_to_council": "Đưa danh sách dự kiến về hội đồng",
    "add_juror": "Bổ sung giám khảo",
}


def list_events(round_: SelectionRound) -> list[str]:
    """Extension, removals, absences, second sheets, reopenings and complaints, one sentence each; empty where nothing
    happened.
    """
    return [
        *_extension(round_),
        *_removals(round_),
        *_absences(round_),
        *_logged(round_),
        *_complaints(round_),
    ]


def _extension(round_: SelectionRound) -> list[str]:
    if round_.extended_at is None:
        return []
    return [
        f"Gia hạn nhận hồ sơ đến {texts.moment(round_.entries_until)}: {round_.extended_reason.rstrip('.')}."
    ]


def _removals(round_: SelectionRound) -> list[str]:
    return [
        f"Giám khảo {juror.alias} {juror.name} thôi tham gia: {juror.removed_reason}."
        for panel in round_.panels
        for juror in panel.jurors
        if juror.removed_at is not None
    ]


def _absences(round_: SelectionRound) -> list[str]:
    absent = Counter(
        ballot["juror"]
        for record in sealed.list_tallies(round_.id)
        for ballot in record.input["ballots"]
        if ballot["status"] == BallotStatus.ABSENT
    )
    return [f"Giám khảo {alias} vắng, không chấm {count} phiếu." for alias, count in sorted(absent.items())]


def _logged(round_: SelectionRound) -> list[str]:
    kinds = [*LEADING_BACK, "score_again", "reopen_sheet"]
    query = select(RoundLeaf.event).where(RoundLeaf.round_id == round_.id, RoundLeaf.kind.in_(kinds))
    return [_sentence(json.loads(event)) for event in db.session.scalars(query.order_by(RoundLeaf.position))]


def _sentence(event: dict[str, str]) -> str:
    if text := LEADING_BACK.get(event["kind"]):
        return f"{text}: {event['reason']}."
    why = "chênh lệch quá mức quy định" if event["kind"] == "score_again" else event["reason"]
    return f"Phiếu của giám khảo {event['juror']} cho mã số {event['entry']} được trả lại để chấm lại: {why}."


def _complaints(round_: SelectionRound) -> list[str]:
    query = select(Complaint).where(Complaint.round_id == round_.id).order_by(Complaint.id)
    codes = sealed.latest_codes(round_)
    return [
        f"Khiếu nại {row.code} về mã số {codes[row.nomination_id]} {OUTCOMES[ComplaintOutcome(row.answer.outcome)]}, "
        f"trả lời {long_date(local_day(row.answer.answered_at))}."
        for row in db.session.scalars(query)
        if row.answer is not None
    ]
