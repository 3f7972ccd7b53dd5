"""What decides whether a sheet takes another revision, as it is under the lock of its round: two statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, contains_eager

from app.core.database.base import db
from app.core.errors import NotFound
from voting.models import (
    EntryCode,
    Nomination,
    RoundLeaf,
    RoundLog,
    RuleSet,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.rounds.status import CODE_OF_SHEET, SHUTS_OUT_OF_SHEET
from voting.rule_sets.services import RULES_TEXT, rules_from
from voting.rules import rule_set


class Entry(NamedTuple):
    """code: under which the juror knows the entry. previous: leaf hash of the sheet's last revision, None at first."""

    code: str
    previous: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """saved: id of the revision that the client's saving is already. last_at: of the last record of the round's log.

    log: kept so that an append finds it in the session.
    """

    round: SelectionRound
    sheet: ScoreSheet
    entry: Entry
    rules: rule_set.RuleSet
    log: RoundLog | None
    nomination_state: str
    is_recused: bool
    saved: int | None
    last_at: datetime | None


_KEY = ScoreSheet.key == bindparam("key")
_ROUND = (
    select(SelectionRound)
    .join(Nomination, Nomination.round_id == SelectionRound.id)
    .join(ScoreSheet, ScoreSheet.nomination_id == Nomination.id)
    .where(_KEY)
    .with_for_update(of=SelectionRound)
    .execution_options(populate_existing=True)
)
_latest, _same = aliased(ScoreSheetRevision), aliased(ScoreSheetRevision)
_previous, _last = aliased(RoundLeaf), aliased(RoundLeaf)
_SHEET = (
    select(
        ScoreSheet, RoundLog, Nomination.state, EntryCode.code, RULES_TEXT.label("rules"), _same.id.label("saved"),
        _previous.leaf_hash.label("previous"), _last.at.label("last_at"),
        exists().where(SHUTS_OUT_OF_SHEET).label("is_recused"),
    )
    .join(ScoreSheet.juror)
    .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
    .join(SelectionRound, SelectionRound.id == Nomination.round_id)
    .join(RuleSet, RuleSet.id == SelectionRound.rule_set_id)
    .join(EntryCode, CODE_OF_SHEET)
    .outerjoin(RoundLog, RoundLog.round_id == Nomination.round_id)
    .outerjoin(_last, (_last.round_id == Nomination.round_id) & (_last.position == RoundLog.size - 1))
    .outerjoin(_latest, (_latest.sheet_id == ScoreSheet.id) & (_latest.revision == ScoreSheet.revision))
    .outerjoin(_previous, (_previous.round_id == Nomination.round_id) & (_previous.position == _latest.leaf_index))
    .outerjoin(_same, (_same.sheet_id == ScoreSheet.id) & (_same.client_id == bindparam("client_id")))
    .where(_KEY)
    .options(contains_eager(ScoreSheet.juror))
    .execution_options(populate_existing=True)
)  # fmt: skip


def get_standing(key: str, client_id: str | None) -> Standing:
    """Of a sheet, its round locked: of two resends at once the second finds the first. Raises NotFound.

    client_id: None is of no saving.
    """
    round_ = db.session.scalars(_ROUND, {"key": key}).one_or_none()
    if round_ is None:
        raise NotFound("not_found")
    row = db.session.execute(_SHEET, {"key": key, "client_id": client_id}).one()
    return Standing(
        round=round_,
        sheet=row.ScoreSheet,
        entry=Entry(row.code, row.previous),
        rules=rules_from(row.rules),
        log=row.RoundLog,
        nomination_state=row.state,
        is_recused=row.is_recused,
        saved=row.saved,
        last_at=row.last_at,
    )
