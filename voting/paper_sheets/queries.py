"""Score sheets on paper as seen by their handlers: no clerk sees the other's typing."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from voting.models import (
    CouncilMember,
    EntryCode,
    Juror,
    JuryPanel,
    Nomination,
    PaperBallot,
    PaperScan,
    PaperSheet,
    PaperTyping,
    ScoreSheet,
    SelectionRound,
)
from voting.paper_sheets.matching import Difference, Reading, find_differences
from voting.paper_sheets.policies import can_settle_sheets, can_type_sheets
from voting.policies import CHAIR
from voting.rounds.status import CODE_OF_SHEET, IN_SCORING, RANKED, SHUTS_OUT_OF_SHEET
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import scored

CLERKS = 2


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One sheet of the round's list. state: to_print, printed, typed_once, differs, on_paper, on_screen."""

    sheet: ScoreSheet
    juror: Juror
    code: str
    paper: PaperSheet | None
    state: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """One sheet before the person who opened it. own: what this clerk typed last; others: how many other clerks
    have typed; differences: for the chair with both readings, for a clerk only the fields.
    """

    paper: PaperSheet
    round: SelectionRound
    code: str
    alias: str
    own: PaperTyping | None
    others: int
    differences: list[Difference]
    may_type: bool
    may_settle: bool


def list_paper_sheets(actor: Actor, round_: SelectionRound) -> list[PaperRow]:
    """Every sheet of this pass by juror and entry code; those of recused jurors are not there. No score."""
    if not (can_type_sheets(actor, round_) or can_settle_sheets(actor, round_)):
        raise NotFound("not_found")
    query = (
        select(ScoreSheet, Juror, EntryCode.code, PaperSheet)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(Nomination, Nomination.id == ScoreSheet.nomination_id)
        .join(EntryCode, CODE_OF_SHEET)
        .outerjoin(PaperSheet, PaperSheet.sheet_id == ScoreSheet.id)
        .options(selectinload(PaperSheet.typings), selectinload(PaperSheet.ballot))
        .where(
            JuryPanel.round_id == round_.id,
            ScoreSheet.scoring_pass == round_.scoring_pass,
            ScoreSheet.status.not_in(["void", "recused"]),
            Juror.removed_at.is_(None),
            Nomination.state.in_(RANKED),
            ~exists().where(SHUTS_OUT_OF_SHEET),
        )
        .order_by(Juror.id, EntryCode.code)
    )
    return [
        PaperRow(sheet, juror, code, paper, get_paper_state(sheet, paper))
        for sheet, juror, code, paper in db.session.execute(query)
    ]


def find_paper(code: str) -> PaperSheet | None:
    """A printed sheet by its code, without judging who asks."""
    query = (
        select(PaperSheet)
        .options(joinedload(PaperSheet.sheet).joinedload(ScoreSheet.nomination))
        .where(PaperSheet.code == code)
    )
    return db.session.scalar(query)


def get_paper(actor: Actor, code: str) -> PaperView:
    """One printed sheet. Raises NotFound for everyone who neither types nor settles in its round."""
    paper = find_paper(code)
    if paper is None:
        raise NotFound("not_found")
    round_ = paper.sheet.nomination.round
    may_type, may_settle = bool(can_type_sheets(actor, round_)), bool(can_settle_sheets(actor, round_))
    if not (may_type or may_settle):
        raise NotFound("not_found")
    latest = get_latest_typings(paper)
    differences = list_differences(paper)
    if may_type:
        differences = [Difference(one.field, "", "") for one in differences]
    own = latest.get(actor.user_id or 0)
    return PaperView(
        paper=paper,
        round=round_,
        code=get_entry_code(paper.sheet),
        alias=paper.sheet.juror.alias,
        own=own,
        others=len(latest) - (own is not None),
        differences=differences,
        may_type=may_type and (own is not None or len(latest) < CLERKS),
        may_settle=may_settle and bool(differences),
    )


def get_latest_typings(paper: PaperSheet) -> dict[int, PaperTyping]:
    """The last typing of each clerk, by the clerk's id, in the order in which the clerks began."""
    return {typing.clerk_id: typing for typing in paper.typings}


def list_differences(paper: PaperSheet) -> list[Difference]:
    """Where the readings of the two clerks differ; nothing before both have typed and after the ballot is made."""
    readings = [Reading(one.scores, one.comment) for one in get_latest_typings(paper).values()]
    if len(readings) < CLERKS or paper.ballot is not None:
        return []
    return find_differences(get_fields(paper.sheet.nomination.round), *readings)


def get_fields(round_: SelectionRound) -> list[str]:
    """The codes of what is scored, in the order of the sheet."""
    rules = rule_set_from_dict(round_.rule_set.body)
    return [one.code for criterion in rules.criteria for one in scored(criterion)]


def get_entry_code(sheet: ScoreSheet) -> str:
    return next(code.code for code in sheet.nomination.codes if code.scoring_pass == sheet.scoring_pass)


def get_paper_state(sheet: ScoreSheet, paper: PaperSheet | None) -> str:
    """The state of a sheet; reveals nothing of its content."""
    if paper is not None and paper.ballot is not None:
        return "on_paper"
    if sheet.status == "submitted":
        return "on_screen"
    if paper is None:
        return "to_print"
    clerks = Counter(typing.clerk_id for typing in paper.typings)
    return ("printed", "typed_once", "differs")[min(len(clerks), CLERKS)]


def find_scan(paper: PaperSheet) -> PaperScan | None:
    """The latest scan of a sheet."""
    return paper.scans[-1] if paper.scans else None


def list_settling_duties(actor: Actor) -> list[tuple[SelectionRound, int]]:
    """Rounds in scoring whose chair this person is, and how many sheets two clerks read differently."""
    waiting = (
        select(PaperTyping.paper_id)
        .outerjoin(PaperBallot, PaperBallot.paper_id == PaperTyping.paper_id)
        .where(PaperBallot.id.is_(None))
        .group_by(PaperTyping.paper_id)
        .having(func.count(PaperTyping.clerk_id.distinct()) >= CLERKS)
    )
    query = (
        select(SelectionRound, func.count(PaperSheet.id))
        .join(CouncilMember, CouncilMember.round_id == SelectionRound.id)
        .join(Nomination, Nomination.round_id == SelectionRound.id)
        .join(ScoreSheet, ScoreSheet.nomination_id == Nomination.id)
        .join(PaperSheet, PaperSheet.sheet_id == ScoreSheet.id)
        .where(
            CouncilMember.user_id == actor.user_id,
            CouncilMember.role == CHAIR,
            SelectionRound.state.in_(IN_SCORING),
            ScoreSheet.scoring_pass == SelectionRound.scoring_pass,
            ScoreSheet.status.not_in(["submitted", "void"]),
            PaperSheet.id.in_(waiting),
        )
        .group_by(SelectionRound.id)
        .order_by(SelectionRound.id)
    )
    return [(round_, count) for round_, count in db.session.execute(query)]
