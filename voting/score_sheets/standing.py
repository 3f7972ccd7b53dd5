"""What decides whether a sheet takes another revision, as it is under the lock of its round: two statements."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select

from app.core.database.reading import Prepared, labelled, reading
from app.core.errors import NotFound
from voting.models import (
    EntryCode,
    Juror,
    Nomination,
    RoundLeaf,
    RoundLog,
    RuleSet,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.rounds.status import CODE_OF_SHEET, SHUTS_OUT_OF_SHEET
from voting.rule_sets.services import RULES_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The columns of a `ScoreSheetRevision`, in their order. receipt and leaf_index: known once it is sealed."""

    sheet_id: int
    revision: int
    client_id: str
    scores: dict[str, str]
    comment: str
    status: str
    receipt: str = ""
    leaf_index: int | None = None
    saved_by: int | None
    saved_at: datetime
    source: str = "screen"


COLUMNS = tuple(field.name for field in fields(Revision))


@dataclass(frozen=True, slots=True)
class Standing:
    """round: columns that tell whether it takes scores, and its slug. saved: what the client's saving is already.

    sheet: its id, key, pass, status and revision; user_id, removed_at, alias and seed of its juror; code and state of
    its entry; the text of the rules; size and nodes of the round's log, None where there is none; previous, the leaf
    hash of its last revision; last_at, of the log's last record; whether the juror is recused.
    """

    round: Any
    sheet: Any
    saved: Revision | None


_KEY = ScoreSheet.key == bindparam("key")
_OF_ROUND = (
    "id",
    "slug",
    "title_vi",
    "state",
    "scoring_pass",
    "scoring_from",
    "scoring_until",
    "scoring_late_for",
)
_ROUND = Prepared(
    select(*labelled(SelectionRound.__table__, "", *_OF_ROUND))
    .join(Nomination, Nomination.round_id == SelectionRound.id)
    .join(ScoreSheet, ScoreSheet.nomination_id == Nomination.id)
    .where(_KEY)
    .with_for_update(of=SelectionRound)
)  # fmt: skip
_latest, _same = ScoreSheetRevision.__table__.alias(), ScoreSheetRevision.__table__.alias()
_previous, _last = RoundLeaf.__table__.alias(), RoundLeaf.__table__.alias()
_OF_SHEET: list[Any] = [
    ScoreSheet.id, ScoreSheet.key, ScoreSheet.scoring_pass, ScoreSheet.status, ScoreSheet.revision,
    Juror.user_id, Juror.removed_at, Juror.alias, Juror.order_seed, RoundLog.size, RoundLog.nodes,
    EntryCode.code, Nomination.state.label("nomination_state"), RULES_TEXT.label("rules"),
    _previous.c.leaf_hash.label("previous"), _last.c.at.label("last_at"),
    exists().where(SHUTS_OUT_OF_SHEET).label("is_recused"), *labelled(_same, "saved_", *COLUMNS),
]  # fmt: skip
_SHEET = Prepared(
    select(*_OF_SHEET)
    .select_from(ScoreSheet)
    .join(Juror, Juror.id == ScoreSheet.juror_id)
    .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
    .join(SelectionRound, SelectionRound.id == Nomination.round_id)
    .join(RuleSet, RuleSet.id == SelectionRound.rule_set_id)
    .join(EntryCode, CODE_OF_SHEET)
    .outerjoin(RoundLog, RoundLog.round_id == Nomination.round_id)
    .outerjoin(_last, (_last.c.round_id == Nomination.round_id) & (_last.c.position == RoundLog.size - 1))
    .outerjoin(_latest, (_latest.c.sheet_id == ScoreSheet.id) & (_latest.c.revision == ScoreSheet.revision))
    .outerjoin(
        _previous, (_previous.c.round_id == Nomination.round_id) & (_previous.c.position == _latest.c.leaf_index)
    )
    .outerjoin(_same, (_same.c.sheet_id == ScoreSheet.id) & (_same.c.client_id == bindparam("client_id")))
    .where(_KEY)
)  # fmt: skip


def get_standing(key: str, client_id: str | None) -> Standing:
    """Of a sheet, its round locked: of two resends at once the second finds the first. Raises NotFound.

    client_id: None is of no saving.
    """
    with reading() as source:
        rounds = _ROUND.all(source, key=key)
        if not rounds:
            raise NotFound("not_found")
        (sheet,) = _SHEET.all(source, key=key, client_id=client_id)
    saved = (
        None if sheet.saved_revision is None
        else Revision(**{name: getattr(sheet, f"saved_{name}") for name in COLUMNS})
    )  # fmt: skip
    return Standing(rounds[0], sheet, saved)
