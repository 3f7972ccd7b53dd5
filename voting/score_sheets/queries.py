"""What a juror sees: codes, pictures, own sheets. An entry from which they are recused is not there at all."""

import json
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, exists, literal, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.reading import Prepared, reading
from app.core.errors import NotFound
from catalog.models import Facility
from voting.jury.presentation_order import get_presentation_order
from voting.jury.services import seats_of
from voting.models import (
    EntryCode,
    Juror,
    JuryPanel,
    Nomination,
    RoundLeaf,
    ScoreSheet,
    ScoreSheetRevision,
    SelectionRound,
)
from voting.rounds.status import CODE_OF_SHEET, RANKED, SHUTS_OUT_OF_SHEET, accepts_scores
from voting.samples.queries import list_entry_labels
from voting.site_visits.queries import list_findings

Columns = TypeVar("Columns", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet as its juror sees it. scores and comment: of the latest revision. receipt: of the last one saved."""

    sheet: ScoreSheet
    code: str
    group: str
    round: SelectionRound
    entry: dict[str, Any]
    scores: dict[str, str]
    comment: str
    receipt: str

    @property
    def is_open(self) -> bool:
        return self.sheet.status != "submitted" and accepts_scores(self.round, utc_now())


def list_sheets(actor: Actor, round_id: int | None = None) -> list[SheetView]:
    """The juror's own sheets of rounds in scoring or after, in an order of their own; recused entries are absent."""
    query = _own_sheets(
        select(ScoreSheet, EntryCode.code, Nomination, SelectionRound, Juror.order_seed), actor.user_id
    )
    if round_id is not None:
        query = query.where(SelectionRound.id == round_id)
    rows = db.session.execute(query).all()
    latest = _latest_revisions([row[0].id for row in rows])
    shuffled = get_presentation_order(rows, lambda row: f"{row.order_seed}/{row.ScoreSheet.key}")
    return [
        _view(sheet, code, nomination, round_, latest.get(sheet.id))
        for sheet, code, nomination, round_, _seed in sorted(shuffled, key=lambda row: -row.SelectionRound.id)
    ]


def _own_sheets(query: Columns, user_id: Any) -> Columns:
    """A query about sheets, of those that are a juror's to see, with juror, jury, round, dossier and code joined.

    user_id: a number, or the parameter that stands for one.
    """
    return (
        query.join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(SelectionRound, SelectionRound.id == JuryPanel.round_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .join(EntryCode, CODE_OF_SHEET)
        .where(
            Juror.user_id == user_id,
            Juror.removed_at.is_(None),
            Juror.declared_at.is_not(None),
            ScoreSheet.scoring_pass == SelectionRound.scoring_pass,
            ScoreSheet.status.not_in([literal("void"), literal("recused")]),
            Nomination.state.in_([literal(state.value) for state in sorted(RANKED)]),
            ~exists().where(SHUTS_OUT_OF_SHEET),
        )
    )


_ROWS = Prepared(
    _own_sheets(
        select(
            ScoreSheet.key, ScoreSheet.status, ScoreSheet.revision, EntryCode.code, Nomination.group,
            SelectionRound.id.label("round_id"), SelectionRound.slug.label("round"), SelectionRound.rule_set_id,
            Juror.order_seed, ScoreSheetRevision.scores, ScoreSheetRevision.comment, ScoreSheetRevision.receipt,
        ).select_from(ScoreSheet),
        bindparam("user_id"),
    ).outerjoin(
        ScoreSheetRevision,
        (ScoreSheetRevision.sheet_id == ScoreSheet.id) & (ScoreSheetRevision.revision == ScoreSheet.revision),
    )
)  # fmt: skip


def list_sheet_rows(actor: Actor) -> list[Any]:
    """The same sheets in the same order, without what they say of the entry. Columns: key, status, revision, code,
    group, round_id, round (its slug), rule_set_id, scores, comment and receipt (None before the first save).
    """
    with reading() as source:
        rows = _ROWS.all(source, user_id=actor.user_id)
    shuffled = get_presentation_order(rows, lambda row: f"{row.order_seed}/{row.key}")
    return sorted(shuffled, key=lambda row: -row.round_id)


def get_sheet(actor: Actor, key: str) -> SheetView:
    """One own sheet. Raises NotFound for everything that is not this juror's to see."""
    view = next((view for view in list_sheets(actor) if view.sheet.key == key), None)
    if view is None:
        raise NotFound("not_found")
    nomination = view.sheet.nomination
    more = {"findings": list_findings(nomination), "samples": list_entry_labels(nomination)}
    return replace(view, entry={**view.entry, **more})


def find_given_up(actor: Actor, key: str) -> tuple[ScoreSheet, str] | None:
    """An own sheet of a divided jury that another juror has now, with the code of its entry: it may have been filled
    in without a network. None for every other.
    """
    query = (
        select(ScoreSheet, EntryCode.code)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(EntryCode, CODE_OF_SHEET)
        .where(
            ScoreSheet.key == key,
            ScoreSheet.status == "void",
            Juror.user_id == actor.user_id,
            Juror.removed_at.is_(None),
            ~exists().where(SHUTS_OUT_OF_SHEET),
        )
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a sheet came back to its juror. is_spread: by the spread rule; reason: the chair's, empty for the rule."""

    is_spread: bool
    reason: str


def find_return(view: SheetView) -> Returned | None:
    """Why a submitted sheet was returned to its juror, None if it never was submitted."""
    if view.sheet.status != "draft":
        return None
    query = select(RoundLeaf.event).where(
        RoundLeaf.round_id == view.round.id, RoundLeaf.kind.in_(["score_again", "reopen_sheet"])
    )
    mine = (view.sheet.juror.alias, view.code)
    events = [json.loads(event) for event in db.session.scalars(query.order_by(RoundLeaf.position.desc()))]
    found = next((event for event in events if (event["juror"], event["entry"]) == mine), None)
    return None if found is None else Returned(found["kind"] == "score_again", found.get("reason", ""))


def list_seats(user_id: int) -> list[Juror]:
    """The juries of this person: one row per panel, without removed ones, newest round first."""
    query = (
        select(Juror)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .options(joinedload(Juror.panel).joinedload(JuryPanel.round))
        .where(Juror.user_id == user_id, Juror.removed_at.is_(None))
        .order_by(JuryPanel.round_id.desc(), Juror.id)
    )
    return list(db.session.scalars(query))


def list_own_revisions(view: SheetView) -> list[ScoreSheetRevision]:
    """The juror's own history of a sheet, newest first."""
    query = select(ScoreSheetRevision).where(ScoreSheetRevision.sheet_id == view.sheet.id)
    return list(db.session.scalars(query.order_by(ScoreSheetRevision.revision.desc())))


def list_group_facilities(juror: Juror) -> list[Facility]:
    """The facilities that entered the groups in which the juror sits, by name, to declare conflicts with; no codes
    beside them.
    """
    groups = {seat.panel.group for seat in seats_of(juror)}
    query = (
        select(Facility)
        .join(Nomination, Nomination.facility_id == Facility.id)
        .where(
            Nomination.round_id == juror.panel.round_id,
            Nomination.group.in_(groups),
            Nomination.state.in_(RANKED),
        )
        .distinct()
        .order_by(Facility.sort_key)
    )
    return list(db.session.scalars(query))


def _latest_revisions(sheet_ids: list[int]) -> dict[int, ScoreSheetRevision]:
    query = (
        select(ScoreSheetRevision)
        .join(
            ScoreSheet,
            (ScoreSheet.id == ScoreSheetRevision.sheet_id)
            & (ScoreSheet.revision == ScoreSheetRevision.revision),
        )
        .where(ScoreSheet.id.in_(sheet_ids))
    )
    return {revision.sheet_id: revision for revision in db.session.scalars(query)}


def _view(
    sheet: ScoreSheet,
    code: str,
    nomination: Nomination,
    round_: SelectionRound,
    revision: ScoreSheetRevision | None,
) -> SheetView:
    return SheetView(
        sheet=sheet,
        code=code,
        group=nomination.group,
        round=round_,
        entry=get_shown_entry(nomination, round_),
        scores=dict(revision.scores) if revision else {},
        comment=revision.comment if revision else "",
        receipt=revision.receipt if revision else "",
    )


def get_shown_entry(nomination: Nomination, round_: SelectionRound) -> dict[str, Any]:
    """The entry as its jurors see it; `product`, `producer` and `place` only where the rules are open."""
    entry = dict(nomination.entry or {})
    open_part = entry.pop("open", {})
    return entry if round_.rule_set.body["blind"] else {**entry, **open_part}
